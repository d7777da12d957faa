/** Width that every report must be readable in. */
const COLUMNS = 80;

/** Breaks a line at spaces so that it fits 80 columns with `indent` in front; longer words stay whole, to be copied. */
export function wrap(text: string, indent = ""): string[] {
  const lines: string[] = [];
  let current = indent;
  const own = /^ */.exec(text)?.[0] ?? "";
  for (const word of text.trim().split(/ +/)) {
    const separator = current === indent ? own : " ";
    if (current !== indent && current.length + separator.length + word.length > COLUMNS) {
      lines.push(current);
      current = `${indent}${own}${word}`;
    } else current += separator + word;
  }
  return [...lines, current];
}

/** What moves the cursor, ends a line, turns the direction of text or is no character; a file must not write on the terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Text of unknown origin, safe to show on one line. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, "�");
