import { printable } from "../../terminal.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text of unknown origin, for an element or a quoted attribute. */
export const htmlText = (text: string): string => printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** The same in a typewriter font; long names may break at their signs. */
export const htmlCode = (text: string): string => `<code>${htmlText(text).replace(/[./](?=\w)/g, "$&<wbr>")}</code>`;
