import assert from "node:assert/strict";
import type { Cluster } from "../../../sandbox/cluster.js";
import { NODE_NAME } from "../../../sandbox/control-plane/commands.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { type AuditEvent, AuditLog } from "../../support/audit-log.js";
import { Callers } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-audit";
const BASE = `/api/v1/namespaces/${NAMESPACE}`;
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const LEASES = "/apis/coordination.k8s.io/v1/namespaces";

/** What of an event a rule decides: its level, and which bodies it has. */
type Kept = "nothing" | "metadata" | "request" | "request and response";

const role = (name: string) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name },
  rules: [],
});
const LEASE = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name: "own" } };
const NOTE = {
  apiVersion: "v1",
  kind: "Event",
  metadata: { generateName: "note." },
  involvedObject: { apiVersion: "v1", kind: "Pod", namespace: NAMESPACE, name: "app" },
  reason: "Claim",
  source: { component: "claims" },
};
const SERVICE = { apiVersion: "v1", kind: "Service", metadata: { name: "app" }, spec: { ports: [{ port: 80 }] } };

describeWithTools("the audit log", () => {
  let shared: Cluster;
  let equipped: EquippedCluster;
  let callers: Readonly<Record<"shared" | "equipped", Callers>>;

  before(async () => {
    shared = await sharedCluster();
    equipped = await equippedCluster();
    callers = { shared: new Callers(shared), equipped: new Callers(equipped) };
    for (const { api } of [shared, equipped])
      await api.json("POST", "/api/v1/namespaces", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: NAMESPACE },
      });
  });
  after(async () => {
    for (const one of Object.values(callers ?? {})) one.close();
    for (const { api } of [shared, equipped]) await api?.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  /** The events of one user's requests, of which each has a user agent's path of its own. */
  async function keptOf(
    cluster: Cluster,
    client: HttpsClient,
    request: Parameters<HttpsClient["send"]>,
  ): Promise<Kept> {
    const [method, path] = request;
    const events = await new AuditLog(cluster).eventsDuring(() => client.send(...request));
    const own = events.filter(
      ({ requestURI, verb, user }) =>
        requestURI === path && isVerbOf(verb, method) && !user.username?.startsWith("system:serviceaccount:"),
    );
    assert.ok(own.every(({ stage }) => stage !== "RequestReceived"));
    // Whoever is not known is logged before there is an answer, and never again: that stage must not be left out.
    const [event, ...more] = own.filter(({ stage, responseStatus }) =>
      responseStatus?.code === 401 ? stage === "ResponseStarted" : stage === "ResponseComplete",
    );
    assert.deepEqual(more, [], `${method} ${path} is logged more than once`);
    return event === undefined ? "nothing" : bodiesOf(event);
  }

  async function table(
    rows: Readonly<
      Record<string, readonly [client: HttpsClient, method: string, path: string, body: object | undefined, kept: Kept]>
    >,
    cluster: Cluster,
  ) {
    const seen: Record<string, Kept> = {};
    for (const [what, [client, method, path, body]] of Object.entries(rows))
      seen[what] = await keptOf(cluster, client, [method, path, body]);
    assert.deepEqual(seen, Object.fromEntries(Object.entries(rows).map(([what, row]) => [what, row[4]])));
  }

  it("NSA-LOG-01, NSA-LOG-02, NSA-LOG-08, CIS-K8S-3.2.1, V-242403: keeps of each request what its rule says", async () => {
    const { api } = shared;
    const stranger = callers.shared.anonymous();
    const nobody = await callers.shared.certified("nobody", []);
    const node = await callers.shared.certified(`system:node:${NODE_NAME}`, ["system:nodes"]);
    const manager = await callers.shared.certified("system:kube-controller-manager", []);
    await table(
      {
        "health, asked by nobody": [stranger, "GET", "/livez", undefined, "metadata"],
        "the version, asked by nobody and refused": [stranger, "GET", "/version", undefined, "metadata"],
        "Secrets, asked by nobody and refused": [stranger, "GET", `${BASE}/secrets`, undefined, "metadata"],
        "health, asked by somebody": [nobody, "GET", "/readyz", undefined, "nothing"],
        "the version, asked by somebody": [nobody, "GET", "/version", undefined, "nothing"],
        "metrics, refused": [nobody, "GET", "/metrics", undefined, "metadata"],
        "Secrets, refused": [nobody, "GET", `${BASE}/secrets`, undefined, "metadata"],
        "a role, refused": [nobody, "POST", `${RBAC}/clusterroles`, role("claims-refused"), "request and response"],
        "the controller manager's own lease": [
          manager,
          "GET",
          `${LEASES}/kube-system/leases/kube-controller-manager`,
          undefined,
          "nothing",
        ],
        "another lease, by the controller manager": [
          manager,
          "GET",
          `${LEASES}/kube-system/leases/other`,
          undefined,
          "metadata",
        ],
        "a lease, by somebody": [api, "POST", `${LEASES}/${NAMESPACE}/leases`, LEASE, "metadata"],
        "an event, by a node": [node, "POST", `${BASE}/events`, NOTE, "nothing"],
        "an event, by somebody": [api, "POST", `${BASE}/events`, NOTE, "metadata"],
        "a node's heartbeat": [node, "GET", `${LEASES}/kube-node-lease/leases/${NODE_NAME}`, undefined, "metadata"],
        "a role that is made": [api, "POST", `${RBAC}/clusterroles`, role("claims-audit"), "request and response"],
        "a role that is read": [api, "GET", `${RBAC}/clusterroles/claims-audit`, undefined, "metadata"],
        "a role that is removed": [
          api,
          "DELETE",
          `${RBAC}/clusterroles/claims-audit`,
          undefined,
          "request and response",
        ],
        "a command in a container": [
          api,
          "POST",
          `${BASE}/pods/none/exec?command=id&container=app`,
          undefined,
          "request",
        ],
        "a binding around the scheduler": [
          api,
          "POST",
          `${BASE}/pods/none/binding`,
          { apiVersion: "v1", kind: "Binding", target: { kind: "Node", name: NODE_NAME } },
          "request",
        ],
        "a Service that is made": [api, "POST", `${BASE}/services`, SERVICE, "metadata"],
        "a namespace that is read": [api, "GET", `/api/v1/namespaces/${NAMESPACE}`, undefined, "metadata"],
      },
      shared,
    );
  });

  it("NSA-LOG-02, CIS-K8S-3.2.2: keeps every change of Kubernetes' own objects where that was asked for, and drops heartbeats", async () => {
    const { api } = equipped;
    const node = await callers.equipped.certified(`system:node:${NODE_NAME}`, ["system:nodes"]);
    await table(
      {
        "a Service that is made": [api, "POST", `${BASE}/services`, SERVICE, "request"],
        "a Service that is read": [api, "GET", `${BASE}/services/app`, undefined, "metadata"],
        "a role that is made and removed": [
          api,
          "POST",
          `${RBAC}/clusterroles?dryRun=All`,
          role("claims-audit"),
          "request and response",
        ],
        "a Secret that is made": [
          api,
          "POST",
          `${BASE}/secrets`,
          { apiVersion: "v1", kind: "Secret", metadata: { name: "app" } },
          "metadata",
        ],
        "a node's heartbeat": [node, "GET", `${LEASES}/kube-node-lease/leases/${NODE_NAME}`, undefined, "nothing"],
        "the lease of another node, refused": [
          node,
          "GET",
          `${LEASES}/kube-node-lease/leases/other`,
          undefined,
          "nothing",
        ],
        "itself, by a node": [node, "GET", `/api/v1/nodes/${NODE_NAME}`, undefined, "metadata"],
      },
      equipped,
    );
  });

  it("NSA-LOG-06, V-242403: says of each request who, from where, when, what and with what result", async () => {
    const nobody = await callers.shared.certified("nobody", ["visitors"]);
    const path = `${BASE}/secrets/none`;
    const [event] = (await new AuditLog(shared).eventsDuring(() => nobody.send("DELETE", path))).filter(
      ({ requestURI }) => requestURI === path,
    );
    assert.deepEqual(event?.user.username, "nobody");
    assert.deepEqual([...(event?.user.groups ?? [])].sort(), ["system:authenticated", "visitors"]);
    assert.deepEqual(event?.sourceIPs, ["127.0.0.1"]);
    assert.equal(event?.verb, "delete");
    assert.deepEqual(
      { ...event?.objectRef },
      { resource: "secrets", namespace: NAMESPACE, name: "none", apiVersion: "v1" },
    );
    assert.equal(event?.responseStatus?.code, 403);
    assert.equal(event?.annotations?.["authorization.k8s.io/decision"], "forbid");
    assert.ok(Math.abs(Date.now() - Date.parse(event?.requestReceivedTimestamp ?? "")) < 60_000);
  });
});

const VERBS: Readonly<Record<string, readonly string[]>> = {
  GET: ["get", "list", "watch"],
  POST: ["create", "post"],
  DELETE: ["delete", "deletecollection"],
};
const isVerbOf = (verb: string, method: string): boolean => VERBS[method]?.includes(verb) ?? false;

function bodiesOf({ level, requestObject, responseObject }: AuditEvent): Kept {
  if (responseObject !== undefined) assert.equal(level, "RequestResponse");
  if (level === "RequestResponse") return "request and response";
  if (level === "Request") return "request";
  assert.equal(requestObject, undefined);
  return "metadata";
}
