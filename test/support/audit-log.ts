import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { Cluster } from "../../sandbox/cluster.js";
import { eventually } from "./eventually.js";

/** What of an event the tests look at (audit.k8s.io/v1 `Event`). */
export interface AuditEvent {
  readonly auditID: string;
  readonly level: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username?: string; readonly groups?: readonly string[] };
  readonly impersonatedUser?: { readonly username: string };
  readonly sourceIPs?: readonly string[];
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
  readonly responseStatus?: { readonly code: number };
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
  readonly requestReceivedTimestamp?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the API server wrote into its log while something was done. */
export class AuditLog {
  constructor(private readonly cluster: Pick<Cluster, "api" | "auditLog">) {}

  /** All lines of the time of `action`: the log is written before a request is answered, so a last one of ours ends it. */
  async during(action: () => Promise<unknown>): Promise<string> {
    const { api, auditLog } = this.cluster;
    const from = statSync(auditLog).size;
    await action();
    const marker = `marker-${randomUUID()}`;
    await api.send("GET", `/api/v1/namespaces/${marker}`);
    let text = "";
    await eventually("the audit log", async () => {
      text = readFrom(auditLog, from);
      return text.includes(marker) && text.endsWith("\n");
    });
    return text;
  }

  /** The same, as events. */
  async eventsDuring(action: () => Promise<unknown>): Promise<AuditEvent[]> {
    const text = await this.during(action);
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as AuditEvent);
  }
}

function readFrom(path: string, from: number): string {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(statSync(path).size - from);
    const read = readSync(file, buffer, 0, buffer.length, from);
    return buffer.toString("utf8", 0, read);
  } finally {
    closeSync(file);
  }
}
