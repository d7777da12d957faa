import assert from "node:assert/strict";
import { leftOut } from "../../../components/baseline/cluster-baseline/left-out.js";
import { ClusterBaseline, EnforcementMode, type InspectedCluster } from "../../../components/index.js";
import { recordResources } from "../../support/recorded-resources.js";

const sums = { pods: 0, cpu: 0, memory: 0, memoryLimit: 0 };
const cluster = (...served: string[]): InspectedCluster => ({
  context: "old",
  clusterName: "old",
  server: "https://k8s.example.com",
  id: "1",
  version: "1.29",
  served,
  namespaces: ["default", "kube-system", "kube-public", "kube-node-lease"].map((name) => ({
    name,
    labels: {},
    annotations: {},
    sums,
  })),
});
const EVERYTHING = { admission: { writeDefaults: true }, systemNetwork: {}, clusterNetwork: {} };
const mode = EnforcementMode.Enforce;

describe("what a baseline leaves out", () => {
  it("is named with its reason where the server is too old, or serves no definition", () => {
    assert.deepEqual(leftOut({ mode, cluster: cluster(), ...EVERYTHING }).reasons, [
      "Left out: the admission policies; the server does not serve ValidatingAdmissionPolicy, which Kubernetes has since 1.30.",
      "Left out: the defaults that the API server writes; the server does not serve MutatingAdmissionPolicy, which Kubernetes has since 1.36.",
      "Left out: the cluster's network rules; the server does not serve ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2).",
    ]);
  });

  it("is nothing where the server has all, or nobody looked", () => {
    const all = cluster("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy", "ClusterNetworkPolicy");
    for (const found of [all, undefined]) {
      const { parts, reasons } = leftOut({ mode, ...(found === undefined ? {} : { cluster: found }), ...EVERYTHING });
      assert.deepEqual(reasons, []);
      assert.ok(Object.values(parts).every(Boolean));
    }
  });

  it("is not made", async () => {
    const kinds = async (...served: string[]) => {
      const args = { mode, cluster: cluster(...served), admission: EVERYTHING.admission };
      const recorded = await recordResources(() => new ClusterBaseline("baseline", args));
      return new Set(recorded.map(({ type }) => type.split(":").at(-1)).filter((kind) => kind?.includes("Admission")));
    };
    assert.deepEqual([...(await kinds())], []);
    assert.deepEqual([...(await kinds("ValidatingAdmissionPolicy"))].sort(), [
      "ValidatingAdmissionPolicy",
      "ValidatingAdmissionPolicyBinding",
    ]);
  });
});
