/** What XML 1.0 has no way to write, not even escaped; among it halves of surrogate pairs. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  // Else a parser makes spaces of them in an attribute.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Any text, for an attribute or an element of XML 1.0; what cannot be written there becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text.replace(IMPOSSIBLE, "\uFFFD").replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? character);
