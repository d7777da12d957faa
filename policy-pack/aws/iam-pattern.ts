/**
 * Whether a pattern of IAM (`*` for any text, `?` for one character) fits a text, in any case: so actions are compared.
 * In one pass with one step back, so that no pattern takes long.
 */
export function fits(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < given.length; ) {
    if (at < wanted.length && wanted[at] === "*") {
      star = at++;
      resume = index;
    } else if (at < wanted.length && (wanted[at] === "?" || wanted[at] === given[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}

/** Whether a pattern fits every text. */
export const isStar = (pattern: string): boolean => /^\*+$/.test(pattern);
