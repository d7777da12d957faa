import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import "reflect-metadata";
import { Pkcs10CertificateRequestGenerator } from "@peculiar/x509";
import { filterPattern } from "../../../../components/eks/audit-trail/alarm.js";
import { breakGlassAlarm } from "../../../../components/eks/audit-trail/break-glass.js";
import { AUDIT_ALARMS } from "../../../../components/eks/audit-trail/catalogue.js";
import { addressPattern, unexpectedSource } from "../../../../components/eks/audit-trail/source-addresses.js";
import { AuditAlarm } from "../../../../components/eks/index.js";
import { temporaryFolder } from "../../../../sandbox/cluster.js";
import { type AuditEvent, AuditLog } from "../../../support/audit-log.js";
import { matches } from "../../../support/cloudwatch-filter/matches.js";
import { eventually } from "../../../support/eventually.js";
import { describeWithTools } from "../../../support/tiers.js";
import { casesOf } from "./acts.js";
import { type Act, type Cast, JOIN_PATH, NAMESPACE, PIPELINE, perform, startCast } from "./callers.js";

const CORE = `/api/v1/namespaces/${NAMESPACE}`;

/** What the person who is paged is told of: the events of one alarm. */
const ringing = (id: AuditAlarm, events: readonly AuditEvent[]): AuditEvent[] => {
  const pattern = filterPattern(AUDIT_ALARMS[id], [PIPELINE]);
  return events.filter((event) => matches(pattern, event));
};
const shown = ({ user, verb, requestURI, stage }: AuditEvent): string =>
  `${user.username} ${verb} ${requestURI} ${stage}`;

describeWithTools("alarms on the audit log, on events of an API server that logs as EKS does", () => {
  let cast: Cast;
  let log: AuditLog;
  let remove: () => void;
  let cases: ReturnType<typeof casesOf>;
  const seen: AuditEvent[] = [];
  const record = async (acts: readonly Act[]): Promise<AuditEvent[]> => {
    const events = await log.eventsDuring(() => perform(cast, acts));
    seen.push(...events);
    return events;
  };

  before(async () => {
    const folder = temporaryFolder();
    remove = folder.remove;
    cast = await startCast(folder.folder);
    log = new AuditLog(cast.cluster);
    cases = casesOf(await certificateRequest());
    const metadata = { name: "target" };
    const spec = { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] };
    await cast.cluster.api.json("POST", `${CORE}/pods`, { apiVersion: "v1", kind: "Pod", metadata, spec });
    await eventually(
      "what a stranger may read",
      async () => (await cast.stranger.send("GET", JOIN_PATH)).status === 200,
    );
  });
  after(async () => {
    cast?.close();
    await cast?.cluster.stop();
    remove?.();
  });

  for (const id of Object.values(AuditAlarm)) {
    const { controls, title } = AUDIT_ALARMS[id];
    it(`${controls.join(", ")}: ${id} rings on each bad act, and on none that is close to it`, async () => {
      const { bad, good } = cases[id];
      // What makes a thing comes before what removes it, whichever of them is bad.
      const order = id === "guardrail-removed" || id === "certificate-approval" ? [...good] : [];
      const quiet = await record(order);
      assert.ok(bad.length > 0 && good.length > 0, title);
      for (const act of bad) {
        const events = ringing(id, await record([act]));
        const { threshold } = AUDIT_ALARMS[id];
        assert.ok(events.length > 0, `${act.slice(0, 4).join(" ")} does not ring`);
        if (threshold > 1) assert.deepEqual(events.map(shown), [shown(events[0] ?? assert.fail())], "counts once");
      }
      if (order.length === 0) quiet.push(...(await record(good)));
      assert.deepEqual(ringing(id, quiet).map(shown), []);
    });
  }

  it("NSA-LOG-23: controllers that make pods of a Deployment and clear a namespace ring none", async () => {
    const apps = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
    const labels = { app: "web" };
    const events = await log.eventsDuring(async () => {
      await cast.eks.json("POST", apps, {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web" },
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] },
          },
        },
      });
      await eventually("the pod", async () =>
        (await cast.eks.send("GET", `${CORE}/pods?labelSelector=app%3Dweb`)).text.includes('"name":"web-'),
      );
      await cast.eks.json("POST", "/api/v1/namespaces", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "brief" },
      });
      await cast.eks.send("DELETE", "/api/v1/namespaces/brief");
      await eventually("its end", async () => (await cast.eks.send("GET", "/api/v1/namespaces/brief")).status === 404);
    });
    seen.push(...events);
    const made = events.filter(({ verb, objectRef }) => verb === "create" && objectRef?.resource === "pods");
    assert.ok(made.some(({ user }) => user.username === "system:serviceaccount:kube-system:replicaset-controller"));
    assert.ok(
      events.some(({ verb, objectRef }) => verb === "deletecollection" && objectRef?.resource === "networkpolicies"),
    );
    const rung = Object.values(AuditAlarm).flatMap((id) =>
      ringing(id, events).map((event) => `${id}: ${shown(event)}`),
    );
    assert.deepEqual(rung, []);
  });

  it("NSA-LOG-23, NSA-LOG-22: people from elsewhere ring, also when they claim to come from here", async () => {
    const pattern = (...cidrs: string[]) =>
      filterPattern(unexpectedSource(cidrs.map((one) => addressPattern("", one))));
    const path = `${CORE}/pods`;
    const [here = [], claimed = [], workload = []] = [
      await record([["person", "GET", path, 200]]),
      await record([["proxied", "GET", path, 200]]),
      await record([["workload", "GET", path, 200]]),
    ];
    const rings = (events: readonly AuditEvent[], ...cidrs: string[]) =>
      events.some((event) => event.requestURI === path && matches(pattern(...cidrs), event));
    assert.ok(!rings(here, "10.0.0.0/8", "127.0.0.0/8"));
    assert.ok(!rings(here, "127.0.0.1/32"));
    assert.ok(rings(here, "10.0.0.0/8", "192.168.1.0/24"));
    assert.ok(rings(here, "127.0.1.0/24"));
    assert.ok(rings(claimed, "127.0.0.0/8"));
    assert.ok(!rings(workload, "10.0.0.0/8"));
  });

  /** With what EKS' authenticator adds to an event, and no certificate can carry; its form is that of events of real clusters. */
  const byRole = (event: AuditEvent, role: string, username = event.user.username) => ({
    ...event,
    user: {
      ...event.user,
      username,
      extra: {
        arn: [`arn:aws:sts::123456789012:assumed-role/${role}/ann`],
        canonicalArn: [`arn:aws:iam::123456789012:role/${role}`],
        sessionName: ["ann"],
      },
    },
  });

  it("NSA-LOG-23: any use of the emergency entry rings, whatever its user is called, and no other role's", async () => {
    const [event = assert.fail()] = (await record([["person", "GET", `${CORE}/pods`, 200]])).filter(
      ({ requestURI }) => requestURI === `${CORE}/pods`,
    );
    const pattern = filterPattern(breakGlassAlarm("arn:aws:iam::123456789012:role/emergency/break-glass"), [PIPELINE]);
    assert.equal(matches(pattern, byRole(event, "break-glass")), true);
    assert.equal(matches(pattern, byRole(event, "break-glass", "somebody")), true);
    assert.equal(matches(pattern, byRole(event, "break-glass-reader")), false);
    assert.equal(matches(pattern, event), false);
    const user = filterPattern(breakGlassAlarm("arn:aws:iam::123456789012:user/emergency/eve"));
    const extra = { canonicalArn: ["arn:aws:iam::123456789012:user/emergency/eve"] };
    assert.equal(matches(user, { ...event, user: { ...event.user, extra } }), true);
    assert.equal(matches(user, event), false);
  });

  it("NSA-LOG-23: no verdict rests on what CloudWatch does not document, or on bodies where the row says so", () => {
    assert.ok(seen.length > 100);
    for (const [id, row] of Object.entries(AUDIT_ALARMS)) {
      const pattern = filterPattern(row, [PIPELINE]);
      for (const event of seen) {
        const verdict = matches(pattern, event);
        assert.notEqual(verdict, undefined, `${id}: ${shown(event)}`);
        const { requestObject, responseObject, ...metadata } = event;
        if (!row.needsBody) assert.equal(matches(pattern, metadata), verdict, `${id}: ${shown(event)}`);
      }
    }
  });

  it("reads resources in the plural: the published example of a filter on Secrets never matches", () => {
    const reads = ringing("secret-read", seen);
    assert.ok(reads.length > 0);
    const published = '{ $.objectRef.resource = "secret" }';
    assert.deepEqual(
      seen.filter((event) => matches(published, event)),
      [],
    );
  });

  it("has a case for every row that needs a body, at the level at which EKS logs it", () => {
    for (const [id, { needsBody }] of Object.entries(AUDIT_ALARMS))
      if (needsBody)
        assert.ok(
          ringing(id as AuditAlarm, seen).every(({ level }) => level === "RequestResponse"),
          id,
        );
  });
});

async function certificateRequest(): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: "CN=nobody",
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  return Buffer.from(request.toString("pem")).toString("base64");
}
