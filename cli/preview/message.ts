import type { Status } from "../../policy-pack/finding.js";
import type { Policy } from "../../policy-pack/policy.js";
import { type PolicyEvent, withoutColours } from "../sources/event-log.js";

/** What the pack had to say, taken out of what the engine made of it. */
export interface PackMessage {
  /** Id of the policy; of a foreign pack its name before it; the status, where several policies wait for one value. */
  readonly policy: string;
  readonly status: Status;
  readonly message: string;
  /** Empty where the message names none. */
  readonly path: string;
  readonly containers: readonly string[];
}

/** The pack's own policies for what is no violation. */
const NO_VIOLATION = /^rampart-(undecided|exempt|not-inspected|error)$/;

/** Reads a message of the engine: before what the policy said it puts the policy's description. */
export function packMessage(event: PolicyEvent, pack: string, known: ReadonlyMap<string, Policy>): PackMessage {
  const { policyName, policyPackName } = event;
  const text = withoutColours(event.message).trim();
  if (policyPackName !== pack)
    return { policy: `${policyPackName}/${policyName}`, status: "violation", message: text, path: "", containers: [] };
  const message = text.slice(text.indexOf("\n") + 1);
  const status = NO_VIOLATION.exec(policyName)?.[1] as Status | undefined;
  if (status === undefined)
    return {
      policy: policyName,
      status: "violation",
      message,
      path: pathIn(message),
      containers: containersIn(message),
    };
  const policy = judgedBy(message, known) ?? status;
  const path = status === "undecided" ? (/^(\S+) is unknown/.exec(message)?.[1] ?? "") : "";
  return { policy, status, message, path, containers: [] };
}

/** The only policy that a message on something that was not judged names. */
function judgedBy(message: string, known: ReadonlyMap<string, Policy>): string | undefined {
  const named = [...new Set(message.match(/[a-z][a-z0-9-]+/g))].filter((word) => known.has(word));
  return named.length === 1 ? named[0] : undefined;
}

/** The first of the paths that a message has in parentheses after what must be: `… (spec.containers[0]). Fix: …`. */
const pathIn = (message: string): string => /\(([^()\s,]+)[^()]*\)(?:;|\. Fix: )/.exec(message)?.[1] ?? "";

const containersIn = (message: string): string[] => [
  ...new Set(
    [...message.matchAll(/\bcontainers? ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(([, names = ""]) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name),
    ),
  ),
];
