import { absolutePath, refuse, wholeNumber } from "../../refusal.js";
import type { Flags } from "../flags.js";

/** A log of audit events on the machine of the API server. */
export interface AuditLogArgs {
  /** Path of the log; "-" would mix it with the program's own. */
  readonly path: string;
  /** Days that a rotated file is kept; 0 would keep it forever, and fill the disk. @default 30 */
  readonly maxAgeDays?: number;
  /** Rotated files that are kept. @default 10 */
  readonly maxBackups?: number;
  /** Megabytes at which the file is rotated. @default 100 */
  readonly maxSizeMegabytes?: number;
}

/** A service that audit events are sent to. */
export interface AuditWebhookArgs {
  /** Path of the file that `webhookKubeconfig` writes. */
  readonly kubeconfig: string;
}

/** Where audit events go: to a log, to a service, or to both. */
export interface AuditBackendArgs {
  /** Path of the audit policy. */
  readonly policy: string;
  readonly log?: AuditLogArgs;
  readonly webhook?: AuditWebhookArgs;
}

/**
 * Flags of the API server that write audit events (CIS-K8S-1.2.16 to CIS-K8S-1.2.19, NSA-LOG-01, NSA-LOG-03, NSA-LOG-04,
 * V-242461 to V-242465).
 * @throws Error when events would go nowhere, or would never be rotated or removed.
 */
export function auditFlags({ policy, log, webhook }: AuditBackendArgs): Flags {
  if (log === undefined && webhook === undefined) refuse("audit", "have a log, a webhook or both", {});
  return {
    "audit-policy-file": absolutePath("audit.policy", policy),
    ...(log === undefined ? {} : logFlags(log)),
    ...(webhook === undefined ? {} : webhookFlags(webhook)),
  };
}

function logFlags({ path, maxAgeDays = 30, maxBackups = 10, maxSizeMegabytes = 100 }: AuditLogArgs): Flags {
  return {
    "audit-log-path": absolutePath("audit.log.path", path),
    "audit-log-maxage": wholeNumber("audit.log.maxAgeDays", maxAgeDays, 1, 36_500),
    "audit-log-maxbackup": wholeNumber("audit.log.maxBackups", maxBackups, 1, 100_000),
    "audit-log-maxsize": wholeNumber("audit.log.maxSizeMegabytes", maxSizeMegabytes, 1, 100_000),
  };
}

/** In batches: a slow service must not stop the API server. What is lost then is counted in its metrics. */
const webhookFlags = ({ kubeconfig }: AuditWebhookArgs): Flags => ({
  "audit-webhook-config-file": absolutePath("audit.webhook.kubeconfig", kubeconfig),
  "audit-webhook-mode": "batch",
  "audit-webhook-batch-max-wait": "5s",
});
