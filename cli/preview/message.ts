import type { Status } from "../../policy-pack/finding.js";
import type { Policy } from "../../policy-pack/policy.js";
import type { PolicyEvent } from "../../sandbox/engine-run.js";
import { withoutColours } from "../sources/event-log.js";

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

/**
 * The field of the first clause, as far as its message has it: `container "a" must not set privileged=true
 * (spec.containers[0]). Fix: …`. It is the finding's own path, or one above it.
 */
function pathIn(message: string): string {
  const [, clause = "", path = ""] = /^([^()]*)\(([^()\s,]+)[^()]*\)(?:;|\. Fix: )/.exec(message) ?? [];
  const field = /\bset ([\w.]+)=/.exec(clause)?.[1];
  return field === undefined || path === field || path.endsWith(`.${field}`) ? path : `${path}.${field}`;
}

const containersIn = (message: string): string[] => [
  ...new Set(
    [...message.matchAll(/\bcontainers? ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(([, names = ""]) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name),
    ),
  ),
];
