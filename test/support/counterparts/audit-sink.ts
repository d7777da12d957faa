import type { TLSSocket } from "node:tls";
import type { AuditEvent } from "../audit-log.js";
import { HttpsService } from "./https-service.js";

/** A service that takes audit events, from whoever has a certificate of its authority. */
export class AuditSink {
  readonly events: AuditEvent[] = [];
  /** Versions of TLS in which events came. */
  readonly protocols = new Set<string | null>();

  private constructor(readonly service: HttpsService) {}

  static async start(): Promise<AuditSink> {
    const sink: AuditSink = new AuditSink(
      await HttpsService.create((_, body, { socket }) => {
        sink.protocols.add((socket as TLSSocket).getProtocol());
        sink.events.push(...(JSON.parse(body) as { items: AuditEvent[] }).items);
        return { status: 200, body: {} };
      }, true),
    );
    return sink;
  }
}
