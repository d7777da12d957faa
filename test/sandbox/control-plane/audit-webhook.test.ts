import assert from "node:assert/strict";
import { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { AuditLog } from "../../support/audit-log.js";
import { Callers } from "../../support/callers.js";
import { type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

describeWithTools("a service that takes audit events", () => {
  let cluster: EquippedCluster;
  let callers: Callers;
  before(async () => {
    cluster = await equippedCluster();
    callers = new Callers(cluster);
  });
  after(() => callers?.close());

  it("NSA-LOG-04, NSA-LOG-12, NSA-LOG-08: gets over mutual TLS what the log gets, and takes it from nobody else", async () => {
    const { auditSink } = cluster;
    const { origin, authority } = auditSink.service;
    const path = "/api/v1/namespaces/claims-audit-webhook/secrets";
    const logged = (await new AuditLog(cluster).eventsDuring(() => callers.anonymous().send("DELETE", path))).filter(
      ({ requestURI }) => requestURI === path,
    );
    assert.equal(logged.length, 1);
    const sent = () => auditSink.events.filter(({ auditID }) => auditID === logged[0]?.auditID);
    await eventually("the event", async () => sent().length > 0);
    // In a list, whose kind says of which kind they are.
    assert.deepEqual(
      sent().map((event) => ({ apiVersion: "audit.k8s.io/v1", kind: "Event", ...event })),
      logged,
    );
    assert.deepEqual([...auditSink.protocols], ["TLSv1.3"]);
    const stranger = new HttpsClient(origin, authority);
    await assert.rejects(stranger.send("POST", "/", { items: [] }));
    stranger.close();
  });
});
