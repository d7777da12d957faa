import type { Exemption, ExemptionChannel } from "../exemptions.js";
import { MESSAGE_LIMIT } from "../message.js";
import type { Day } from "./day.js";

/** A violation's message that says since when it is back; what to do stays whole at its end. */
export function withExpiryNote(message: string, ended: Day): string {
  const at = message.lastIndexOf(" Fix: ");
  const [what, fix] = at < 0 ? [message, ""] : [message.slice(0, at), message.slice(at)];
  const note = ` It was exempt until ${ended}.`;
  return shortened(what, MESSAGE_LIMIT - Buffer.byteLength(note + fix)) + note + fix;
}

/** For whom the violation itself is not told: that it is exempt, by whom and why. */
export function exemptNote(policy: string, { expires, owner, reason, statedAt }: Exemption): string {
  const until = `${policy} is exempt until ${expires} (${shortened(owner, 60)}, ${shortened(statedAt, 80)}): `;
  return shortened(until + reason, MESSAGE_LIMIT);
}

const NOTE = /^(\S+) is exempt until (\d{4}-\d{2}-\d{2}) \((.*?), (.*?)\): ([\s\S]*)$/;

/** The exemption that a note of `exemptNote` tells of, as far as it does; `undefined` for any other text. */
export function exemptionInNote(note: string): Exemption | undefined {
  const [, policy, expires, owner = "", statedAt = "", reason = ""] = NOTE.exec(note) ?? [];
  if (policy === undefined || expires === undefined) return undefined;
  return { policies: [policy], match: {}, reason, owner, expires, channel: channelOf(statedAt), statedAt };
}

function channelOf(statedAt: string): ExemptionChannel {
  if (statedAt.startsWith("exempt() named ")) return "code";
  if (statedAt.startsWith("annotation on ")) return "annotation";
  return statedAt.includes("rampart:exemptions") ? "stack configuration" : "file";
}

/** The text, or its beginning, in at most so many bytes. */
export function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = text.slice(0, bytes);
  while (Buffer.byteLength(kept) > bytes - 3) kept = kept.slice(0, -1);
  return `${kept}…`;
}
