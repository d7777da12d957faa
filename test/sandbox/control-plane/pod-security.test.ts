import assert from "node:assert/strict";
import type { Cluster } from "../../../sandbox/cluster.js";
import { type AuditEvent, AuditLog } from "../../support/audit-log.js";
import { sharedCluster } from "../../support/cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-pod-security";
const BASE = `/api/v1/namespaces/${NAMESPACE}`;

const CLEAN = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: "app",
      image: "registry.example/app:1",
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  ],
};
const ROOT = { containers: [{ name: "app", image: "registry.example/app:1" }] };

describeWithTools("Pod Security, in a namespace that says nothing", () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } };
    await cluster.api.json("POST", "/api/v1/namespaces", namespace);
  });
  after(() => cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`));

  /** Sends an object in a dry run: the answer, its warnings, and what the log says of it. */
  async function judge(path: string, object: { readonly metadata: object }) {
    let answer = { status: 0, warning: "" };
    const uri = `${path}?dryRun=All`;
    const events = await new AuditLog(cluster).eventsDuring(async () => {
      const { status, headers } = await cluster.api.send("POST", uri, object);
      answer = { status, warning: String(headers.warning ?? "") };
    });
    const [event] = events.filter(({ requestURI }: AuditEvent) => requestURI === uri);
    return { ...answer, annotations: event?.annotations ?? {} };
  }
  const pod = (spec: object) => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "app" }, spec });
  const deployment = (spec: object) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "app" },
    spec: {
      selector: { matchLabels: { app: "app" } },
      template: { metadata: { labels: { app: "app" } }, spec },
    },
  });
  const deployments = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;

  it("NSA-POD-09, V-254800: lets a pod through that meets the standard, and refuses one that does not, by name of the level", async () => {
    const clean = await judge(`${BASE}/pods`, pod(CLEAN));
    assert.equal(clean.status, 201);
    assert.equal(clean.warning, "");
    const refused = await judge(`${BASE}/pods`, pod(ROOT));
    assert.equal(refused.status, 403);
    for (const { annotations } of [clean, refused])
      assert.match(annotations["pod-security.kubernetes.io/enforce-policy"] ?? "", /^restricted:v1\.\d+$/);
  });

  it("NSA-POD-09, NSA-LOG-06: warns whoever makes a template of such pods, and logs it", async () => {
    const clean = await judge(deployments, deployment(CLEAN));
    assert.deepEqual([clean.status, clean.warning], [201, ""]);
    assert.equal(clean.annotations["pod-security.kubernetes.io/audit-violations"], undefined);
    const warned = await judge(deployments, deployment(ROOT));
    assert.equal(warned.status, 201);
    assert.match(
      warned.warning,
      /would violate PodSecurity \\"restricted:v1\.\d+\\": allowPrivilegeEscalation != false/,
    );
    assert.match(warned.annotations["pod-security.kubernetes.io/audit-violations"] ?? "", /runAsNonRoot != true/);
  });

  it("NSA-POD-09: leaves out the namespace of the cluster's own components", async () => {
    const { status, annotations } = await judge("/api/v1/namespaces/kube-system/pods", pod(ROOT));
    assert.equal(status, 201);
    assert.equal(annotations["pod-security.kubernetes.io/exempt"], "namespace");
  });
});
