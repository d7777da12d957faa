import { printable } from "../terminal.js";

/** What means something to Markdown, HTML, or to a host that turns text into links, mentions, emoji or formulas. */
const MEANINGFUL = /[^\p{L}\p{N} ,/-]/gu;

/** Text of unknown origin as it stands; every sign that could mean something else is a character reference. */
export function markdownText(text: string, longest = 400): string {
  return (
    clipped(printable(text), longest)
      .replace(MEANINGFUL, (sign) => `&#${sign.codePointAt(0)};`)
      // At the start of a line it would begin a list.
      .replace(/^-/, "&#45;")
      // A host looks for @somebody and #12 in what it has rendered; what follows a word joiner is nobody's name.
      .replace(/&#(?:64|35);/g, "$&&#8288;")
  );
}

/** The same in a typewriter font, where hosts look for nothing. */
export const markdownCode = (text: string, longest = 200): string =>
  `<code>${clipped(printable(text), longest).replace(MEANINGFUL, (sign) => `&#${sign.codePointAt(0)};`)}</code>`;

const clipped = (text: string, longest: number): string =>
  text.length <= longest ? text : `${[...text.slice(0, longest - 1)].join("").replace(/[\uD800-\uDBFF]$/, "")}…`;
