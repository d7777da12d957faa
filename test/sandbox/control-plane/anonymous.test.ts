import assert from "node:assert/strict";
import { KUBEADM_JOIN_PATH } from "../../../components/control-plane/index.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { Callers } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

/** Paths that stock Kubernetes answers to everybody, and some that only look like those that are open. */
const CLOSED = [
  "/version",
  "/version/",
  "/api",
  "/api/v1",
  "/apis",
  "/apis/apps/v1",
  "/openapi/v2",
  "/openapi/v3",
  "/openid/v1/jwks",
  "/.well-known/openid-configuration",
  "/metrics",
  "/metrics/slis",
  "/logs/",
  "/flagz",
  "/statusz",
  "/livez/",
  "/livez/etcd",
  "/LIVEZ",
  "/livez%2F..%2Fapi",
  "/readyz/kms-providers",
  "/healthz/ping",
  "/api/v1/namespaces/kube-public/configmaps",
  "/api/v1/namespaces/kube-public/configmaps/cluster-info/",
  "/api/v1/namespaces/kube-public/configmaps/kube-root-ca.crt",
  "/api/v1/namespaces/kube-system/configmaps/cluster-info",
  "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication",
];

const RBAC = "rbac.authorization.k8s.io";
/** Of kubeadm's own names, which the admission manifests let through. */
const SIGNER = { name: "kubeadm:bootstrap-signer-clusterinfo", namespace: "kube-public" };

describeWithTools("anonymous requests", () => {
  let cluster: EquippedCluster;
  let stranger: HttpsClient;
  let callers: Callers;

  before(async () => {
    cluster = await equippedCluster();
    callers = new Callers(cluster);
    stranger = callers.anonymous();
  });
  after(() => callers?.close());

  const statuses = async (client: HttpsClient, paths: readonly string[]) =>
    Object.fromEntries(await Promise.all(paths.map(async (path) => [path, (await client.send("GET", path)).status])));

  it("NSA-AUTH-04, CIS-K8S-1.2.1, V-242390: are refused on every path but those of health", async () => {
    const shared = new Callers(await sharedCluster());
    const everywhereElse = [...CLOSED, KUBEADM_JOIN_PATH];
    const wanted = Object.fromEntries(everywhereElse.map((path) => [path, 401]));
    assert.deepEqual(await statuses(shared.anonymous(), everywhereElse), wanted);
    shared.close();
  });

  it("NSA-AUTH-04: change nothing where they are answered", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      assert.equal((await stranger.send(method, "/livez")).status, 403, method);
    assert.equal((await stranger.send("GET", "/livez")).status, 200);
  });

  it("NSA-AUTH-04: read beside it what kubeadm's nodes join by, where that was asked for and RBAC has it too", async () => {
    const read = async () => (await stranger.send("GET", KUBEADM_JOIN_PATH)).status;
    assert.equal(await read(), 403, "known as a stranger, and without a right");
    const { api } = cluster;
    const made = {
      "/api/v1/namespaces/kube-public/configmaps": {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "cluster-info" },
        data: { kubeconfig: "{}" },
      },
      [`/apis/${RBAC}/v1/namespaces/kube-public/roles`]: {
        apiVersion: `${RBAC}/v1`,
        kind: "Role",
        metadata: SIGNER,
        rules: [{ apiGroups: [""], resources: ["configmaps"], resourceNames: ["cluster-info"], verbs: ["get"] }],
      },
      [`/apis/${RBAC}/v1/namespaces/kube-public/rolebindings`]: {
        apiVersion: `${RBAC}/v1`,
        kind: "RoleBinding",
        metadata: SIGNER,
        roleRef: { apiGroup: RBAC, kind: "Role", name: SIGNER.name },
        subjects: [{ apiGroup: RBAC, kind: "User", name: "system:anonymous" }],
      },
    };
    for (const [path, object] of Object.entries(made)) await api.json("POST", path, object);
    await eventually("the right", async () => (await read()) === 200);
    assert.deepEqual(await statuses(stranger, CLOSED), Object.fromEntries(CLOSED.map((path) => [path, 401])));
    for (const [path, { metadata }] of Object.entries(made)) await api.json("DELETE", `${path}/${metadata.name}`);
  });
});
