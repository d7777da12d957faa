import { isIPv4 } from "node:net";
import { refuse } from "../../refusal.js";
import type { AuditAlarmRow } from "./alarm.js";

/**
 * The beginning that all addresses of a block share, as a pattern has it.
 * @throws Error naming the input when the block does not end at a dot: patterns compare text.
 */
export function addressPattern(input: string, cidr: string): string {
  const [address = "", length = ""] = cidr.split("/");
  const octets = { "8": 1, "16": 2, "24": 3, "32": 4 }[length];
  if (!isIPv4(address) || octets === undefined)
    return refuse(input, 'be an IPv4 block of /8, /16, /24 or /32 such as "10.0.0.0/16"', cidr);
  const parts = address.split(".");
  if (parts.slice(octets).some((part) => part !== "0")) return refuse(input, "have no bits set after its prefix", cidr);
  return octets === 4 ? address : `${parts.slice(0, octets).join(".")}.*`;
}

/**
 * The alarm on people who come from elsewhere. A caller can write any address before its own, and patterns cannot look at
 * the last: who claims to come through a proxy rings as well.
 * @param patterns of `addressPattern`.
 */
export const unexpectedSource = (patterns: readonly string[]): AuditAlarmRow => ({
  title: "Somebody came from an unexpected address",
  why: "Stolen credentials are used from elsewhere.",
  response: "Ask them; end their sessions if they do not know of it.",
  callers: "people",
  condition: `($.sourceIPs[1] = "*") || (${patterns.map((one) => `($.sourceIPs[0] != "${one}")`).join(" && ")})`,
  needsBody: false,
  threshold: 1,
  periodInSeconds: 60,
  controls: ["NSA-LOG-23", "NSA-LOG-22"],
});
