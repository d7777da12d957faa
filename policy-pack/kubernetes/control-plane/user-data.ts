import { child } from "../object.js";

/** Files that a machine writes from its user data, and texts that its first programs read. */
export function textsIn(userData: string): readonly string[] {
  return partsOfMime(userData).flatMap((text) =>
    text.startsWith("#cloud-config") ? writtenFiles(text) : text.startsWith("#!") ? hereDocuments(text) : [text],
  );
}

/** The parts of a multipart text, or the text itself. */
function partsOfMime(text: string): readonly string[] {
  const boundary = /^content-type:\s*multipart\/mixed;\s*boundary="?([^"\s;]+)"?/im.exec(text)?.[1];
  if (boundary === undefined) return [text];
  return text
    .split(`--${boundary}`)
    .slice(1)
    .flatMap((part) => {
      const [, head = "", body = ""] = /^\s*([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? [];
      if (body === "") return [];
      return [/content-transfer-encoding:\s*base64/i.test(head) ? decoded(body) : body.trimStart()];
    });
}

export const decoded = (text: string): string => Buffer.from(text, "base64").toString();

/** The contents of cloud-init's `write_files`; compressed ones are not read. */
function writtenFiles(text: string): readonly string[] {
  const { load } = require("js-yaml") as typeof import("js-yaml");
  let files: unknown;
  try {
    files = child(load(text), "write_files");
  } catch {
    return [];
  }
  return (Array.isArray(files) ? files : []).flatMap((file) => {
    const [content, encoding = "text"] = [child(file, "content"), child(file, "encoding")];
    if (typeof content !== "string") return [];
    if (encoding === "b64" || encoding === "base64") return [decoded(content)];
    return encoding === "text" || encoding === "text/plain" ? [content] : [];
  });
}

/** What a script writes by `cat <<EOF`. */
function hereDocuments(script: string): readonly string[] {
  const found: string[] = [];
  const start = /<<-?\s*(["']?)(\w+)\1[^\n]*\n/g;
  for (let match = start.exec(script); match !== null; match = start.exec(script)) {
    const end = new RegExp(`^\\s*${match[2]}\\s*$`, "m").exec(script.slice(start.lastIndex));
    if (end === null) continue;
    found.push(script.slice(start.lastIndex, start.lastIndex + end.index));
    start.lastIndex += end.index;
  }
  return found;
}
