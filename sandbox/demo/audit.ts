import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type DemoStep, must } from "./step.js";

interface AuditEvent {
  readonly stageTimestamp: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The API server writes the log before it answers, but through a buffer. */
const ATTEMPTS = 20;
const PAUSE_MS = 50;

const readEvents = (path: string): AuditEvent[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditEvent);

/** The refusal that the step before caused, found in the API server's own log. */
export const audit: DemoStep = {
  title: "The refusal in the audit log",
  async run({ cluster }) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const refusal = readEvents(cluster.auditLog).findLast(
        ({ verb, objectRef, responseStatus }) =>
          verb === "create" &&
          objectRef?.resource === "pods" &&
          objectRef.namespace === "shop" &&
          responseStatus?.code === 403,
      );
      if (refusal) {
        must(
          refusal.annotations?.["pod-security.kubernetes.io/enforce-policy"] !== undefined,
          "The audit event names no Pod Security level.",
        );
        const { stageTimestamp: time, user, verb, objectRef, responseStatus, annotations } = refusal;
        const enforced = annotations["pod-security.kubernetes.io/enforce-policy"];
        return [
          `${time} ${user.username}: ${verb} ${objectRef?.namespace}/pods/${objectRef?.name}`,
          `  code=${responseStatus?.code} enforce-policy=${enforced}`,
        ];
      }
      await sleep(PAUSE_MS);
    }
    must(false, `The audit log ${cluster.auditLog} does not have the refusal.`);
  },
};
