import assert from "node:assert/strict";
import type { Cluster } from "../../../sandbox/cluster.js";
import { NODE_NAME } from "../../../sandbox/control-plane/commands.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { Callers } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-nodes";
const BASE = `/api/v1/namespaces/${NAMESPACE}`;
const OTHER = "claims-other-node";
const MERGE = "application/merge-patch+json";
const CONTAINER = {
  name: "app",
  image: "registry.example/app:1",
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};
const SECURE = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };

/** One request, and the status that it must have; where that is a refusal, also who refuses. */
interface Attempt {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly type?: string;
  readonly status: number;
  readonly says?: RegExp;
}

describeWithTools("a node, by its certificate", () => {
  let cluster: Cluster;
  let callers: Callers;
  let node: HttpsClient;
  let uid: string;

  before(async () => {
    cluster = await sharedCluster();
    callers = new Callers(cluster);
    node = await callers.certified(`system:node:${NODE_NAME}`, ["system:nodes"]);
    const create = (path: string, object: object) =>
      cluster.api.json<{ metadata: { uid: string } }>("POST", path, object);
    await create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    await create("/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: OTHER } });
    await create(`${BASE}/serviceaccounts`, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "app" } });
    for (const name of ["mounted", "other", "elsewhere"]) {
      await create(`${BASE}/secrets`, { apiVersion: "v1", kind: "Secret", metadata: { name } });
      await create(`${BASE}/configmaps`, { apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
    }
    ({ uid } = (await create(`${BASE}/pods`, podOn(NODE_NAME, "here", "mounted"))).metadata);
    await create(`${BASE}/pods`, podOn(OTHER, "there", "elsewhere"));
    await eventually("the pod's needs", async () => (await node.send("GET", `${BASE}/secrets/mounted`)).status === 200);
  });
  after(async () => {
    callers?.close();
    await cluster?.api.send("DELETE", `${BASE}/pods/there?gracePeriodSeconds=0`);
    await cluster?.api.send("DELETE", `/api/v1/nodes/${OTHER}`);
    await cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  const podOn = (nodeName: string, name: string, source: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: {
      nodeName,
      // Its token is what the node may ask for.
      serviceAccountName: "app",
      securityContext: SECURE,
      containers: [CONTAINER],
      volumes: [
        { name: "secret", secret: { secretName: source } },
        { name: "config", configMap: { name: source } },
      ],
    },
  });

  /** All attempts of a table, as they went and as they must go. */
  async function hold(attempts: readonly Attempt[]): Promise<void> {
    for (const { what, method, path, body, type, status, says } of attempts) {
      const response = await node.send(method, path, body, type);
      assert.equal(response.status, status, `${what}: ${response.text}`);
      if (says !== undefined) assert.match(response.text, says, `${what}: ${response.text}`);
    }
  }
  const label = (name: string, labels: object) => ({
    method: "PATCH",
    path: `/api/v1/nodes/${name}`,
    body: { metadata: { labels } },
    type: MERGE,
  });

  it("NSA-AUTH-07, CIS-K8S-1.2.7, V-242382: reads itself and what its pods need, and nothing else", async () => {
    const get = (what: string, path: string, status: number): Attempt => ({ what, method: "GET", path, status });
    await hold([
      get("itself", `/api/v1/nodes/${NODE_NAME}`, 200),
      get("another node", `/api/v1/nodes/${OTHER}`, 403),
      get("all nodes", "/api/v1/nodes", 403),
      get("itself in the list of nodes", `/api/v1/nodes?fieldSelector=metadata.name%3D${NODE_NAME}`, 200),
      get("its pods", `/api/v1/pods?fieldSelector=spec.nodeName%3D${NODE_NAME}`, 200),
      get("pods of another node", `/api/v1/pods?fieldSelector=spec.nodeName%3D${OTHER}`, 403),
      get("all pods", "/api/v1/pods", 403),
      get("its pod", `${BASE}/pods/here`, 200),
      get("a pod of another node", `${BASE}/pods/there`, 403),
      get("a Secret that its pod mounts", `${BASE}/secrets/mounted`, 200),
      get("a Secret that no pod mounts", `${BASE}/secrets/other`, 403),
      get("a Secret that a pod of another node mounts", `${BASE}/secrets/elsewhere`, 403),
      get("all Secrets of the namespace", `${BASE}/secrets`, 403),
      get("a ConfigMap that its pod mounts", `${BASE}/configmaps/mounted`, 200),
      get("a ConfigMap that no pod mounts", `${BASE}/configmaps/other`, 403),
      get("the roles", "/apis/rbac.authorization.k8s.io/v1/clusterroles", 403),
    ]);
  });

  it("CIS-K8S-1.2.14: changes itself alone, and never the labels by which pods choose nodes they trust", async () => {
    const restricted = /is not allowed to modify labels: node-restriction\.kubernetes\.io/;
    await hold([
      { what: "a label", ...label(NODE_NAME, { "example.com/rack": "1" }), status: 200 },
      { what: "that label again", ...label(NODE_NAME, { "example.com/rack": null }), status: 200 },
      {
        what: "a label of trust",
        ...label(NODE_NAME, { "node-restriction.kubernetes.io/pci": "yes" }),
        status: 403,
        says: restricted,
      },
      {
        what: "a label of Kubernetes'",
        ...label(NODE_NAME, { "node-role.kubernetes.io/control-plane": "" }),
        status: 403,
        says: /is not allowed to modify labels/,
      },
      { what: "a label of another node", ...label(OTHER, { "example.com/rack": "1" }), status: 403 },
      {
        what: "its own taints",
        method: "PATCH",
        path: `/api/v1/nodes/${NODE_NAME}`,
        body: { spec: { taints: [{ key: "a", effect: "NoSchedule" }] } },
        type: MERGE,
        status: 403,
        says: /is not allowed to modify taints/,
      },
      {
        what: "the state of another node",
        method: "PATCH",
        path: `/api/v1/nodes/${OTHER}/status`,
        body: { status: { phase: "Running" } },
        type: MERGE,
        status: 403,
      },
      { what: "its own removal", method: "DELETE", path: `/api/v1/nodes/${NODE_NAME}`, status: 403 },
      { what: "a pod of another node", method: "DELETE", path: `${BASE}/pods/there`, status: 403 },
    ]);
  });

  it("CIS-K8S-1.2.14: runs pods of its own making as mirrors only, on itself, without secrets and identities", async () => {
    const me = await cluster.api.json<{ metadata: { uid: string } }>("GET", `/api/v1/nodes/${NODE_NAME}`);
    const mirror = (
      name: string,
      {
        nodeName = NODE_NAME,
        annotations = { "kubernetes.io/config.mirror": "x" },
        ...spec
      }: Readonly<Record<string, unknown>> = {},
    ): Pick<Attempt, "method" | "path" | "body"> => ({
      method: "POST",
      path: `${BASE}/pods`,
      body: {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          name,
          annotations,
          ownerReferences: [
            { apiVersion: "v1", kind: "Node", name: NODE_NAME, uid: me.metadata.uid, controller: true },
          ],
        },
        spec: { nodeName, securityContext: SECURE, containers: [CONTAINER], ...spec },
      },
    });
    const volumes = (volume: object) => ({ volumes: [{ name: "v", ...volume }] });
    await hold([
      { what: "a mirror", ...mirror("mirror"), status: 201 },
      { what: "no mirror", ...mirror("real", { annotations: {} }), status: 403, says: /can only create mirror pods/ },
      {
        what: "a mirror of another node",
        ...mirror("far", { nodeName: OTHER }),
        status: 403,
        says: /can only create pods with spec.nodeName set to itself/,
      },
      {
        what: "a mirror with a Secret",
        ...mirror("secret", volumes({ secret: { secretName: "other" } })),
        status: 403,
        says: /can not create pods that reference configmaps|mirror pod may not reference/,
      },
      {
        what: "a mirror with a ConfigMap",
        ...mirror("config", volumes({ configMap: { name: "other" } })),
        status: 403,
        says: /can not create pods that reference configmaps|mirror pod may not reference/,
      },
      {
        what: "a mirror with an identity",
        ...mirror("identity", { serviceAccountName: "app" }),
        status: 403,
        says: /can not create pods that reference configmaps|mirror pod may not reference/,
      },
      { what: "its removal", method: "DELETE", path: `${BASE}/pods/mirror?gracePeriodSeconds=0`, status: 200 },
    ]);
  });

  it("NSA-AUTH-06, CIS-K8S-5.1.13: gets tokens for its pods alone", async () => {
    const token = (boundObjectRef?: object, account = "app", audiences?: readonly string[]) => ({
      method: "POST",
      path: `${BASE}/serviceaccounts/${account}/token`,
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { boundObjectRef, audiences } },
    });
    const reference = { kind: "Pod", apiVersion: "v1", name: "here", uid };
    await hold([
      { what: "for its pod", ...token(reference), status: 201 },
      { what: "for no pod", ...token(), status: 403, says: /not bound to a pod/ },
      {
        what: "for its pod at another server",
        ...token(reference, "app", ["vault"]),
        status: 403,
        says: /not authorized to request tokens for audience/,
      },
      { what: "for a pod of another node", ...token({ ...reference, name: "there" }), status: 403 },
      { what: "for an identity that none of its pods has", ...token(reference, "default"), status: 403 },
    ]);
  });

  it("CIS-K8S-1.2.14: is nobody without the group, and no other node by its name", async () => {
    const groupless = await callers.certified(`system:node:${NODE_NAME}`, []);
    assert.equal((await groupless.send("GET", `/api/v1/nodes/${NODE_NAME}`)).status, 403);
    const nameless = await callers.certified(NODE_NAME, ["system:nodes"]);
    assert.equal((await nameless.send("GET", `/api/v1/nodes/${NODE_NAME}`)).status, 403);
  });
});
