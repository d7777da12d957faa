import { oneOf, refuse, wholeNumber } from "../../refusal.js";
import type { AuditLogArgs } from "./backends.js";
import { AUDIT_PROFILES, type AuditPolicyArgs, type AuditProfile } from "./policy.js";

/** How busy a cluster is. */
export interface ClusterLoad {
  readonly nodes: number;
  /** Requests a second that are neither of nodes nor of the control plane's own. */
  readonly requestsPerSecond: number;
  /** Part of them that change something, from 0 to 1. @default 0.1 */
  readonly writes?: number;
}

/** What an audit policy costs. */
export interface AuditCost {
  readonly eventsPerSecond: number;
  readonly megabytesPerDay: number;
  /** How far back a log of these limits reaches; never longer than its days. */
  readonly daysKept: number;
}

/** Bytes of an event by level, as events of a sandbox's log are in the mean. */
const EVENT_BYTES = { metadata: 1100, body: 2600 } as const;

/** A node renews its lease every 10 s, and reports its own state and that of its pods about once a minute. */
const HEARTBEATS_PER_NODE = 0.1 + 0.02;

/** Part of the writes whose body is kept. */
const BODIES: Readonly<Record<AuditProfile, number>> = { metadata: 0, standard: 0.05, full: 0.8 };

/**
 * An estimate, good to a factor of two, of what an audit policy writes (NSA-LOG-03): whoever does not know it keeps a day
 * where they believe to keep a month.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function auditCost(
  load: ClusterLoad,
  policy: AuditPolicyArgs = {},
  log: Pick<AuditLogArgs, "maxAgeDays" | "maxBackups" | "maxSizeMegabytes"> = {},
): AuditCost {
  const { requestsPerSecond, writes = 0.1 } = load;
  const { maxAgeDays = 30, maxBackups = 10, maxSizeMegabytes = 100 } = log;
  const profile = oneOf("profile", policy.profile ?? "standard", AUDIT_PROFILES);
  const nodes = wholeNumber("nodes", load.nodes, 0);
  if (!(requestsPerSecond >= 0)) refuse("requestsPerSecond", "be a number of at least 0", requestsPerSecond);
  if (!(writes >= 0 && writes <= 1)) refuse("writes", "be a number from 0 to 1", writes);
  const heartbeats = policy.dropNodeHeartbeats ? 0 : nodes * HEARTBEATS_PER_NODE;
  const bodies = requestsPerSecond * writes * BODIES[profile];
  const eventsPerSecond = heartbeats + requestsPerSecond;
  const bytes = (eventsPerSecond - bodies) * EVENT_BYTES.metadata + bodies * EVENT_BYTES.body;
  const megabytesPerDay = (bytes * 86_400) / 1_000_000;
  const room = maxSizeMegabytes * (maxBackups + 1);
  return {
    eventsPerSecond,
    megabytesPerDay,
    daysKept: megabytesPerDay === 0 ? maxAgeDays : Math.min(maxAgeDays, room / megabytesPerDay),
  };
}
