import assert from "node:assert/strict";
import { forcesReplacement, sameGroup } from "../../../../sandbox/plugins/kubernetes/immutable-fields.js";

const CASES: readonly [apiVersion: string, kind: string, path: string, replaces: boolean][] = [
  ["v1", "Namespace", "metadata.name", true],
  ["v1", "Namespace", "metadata.labels.name", false],
  ["example.com/v1", "Thing", "kind", true],
  ["example.com/v1", "Thing", "spec.selector", false],
  ["v1", "ConfigMap", 'binaryData["a.bin"]', true],
  ["v1", "ConfigMap", "immutable", false],
  ["v1", "Secret", "type", true],
  ["v1", "Secret", "database", false],
  ["v1", "Pod", "spec.containers[0].image", true],
  ["v1", "Pod", "spec.tolerations[0]", false],
  ["v1", "Service", "spec.clusterIP", true],
  ["v1", "Service", "spec.clusterIPs", false],
  ["v1", "Service", "spec.type", false],
  ["v1", "PersistentVolumeClaim", "spec.resources.requests.storage", false],
  ["v1", "PersistentVolumeClaim", "spec.accessModes[0]", true],
  ["apps/v1", "Deployment", "spec.selector.matchLabels.app", true],
  ["apps/v1", "Deployment", "spec.template.spec.containers[0].image", false],
  ["apps/v1", "StatefulSet", "spec.volumeClaimTemplates[0].spec", true],
  ["batch/v1", "Job", "spec.template.metadata.labels.a", true],
  ["batch/v1", "CronJob", "spec.schedule", false],
  ["rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef.name", true],
  ["rbac.authorization.k8s.io/v1", "RoleBinding", "subjects[0].name", false],
];

describe("Kubernetes provider: immutable fields", () => {
  for (const [apiVersion, kind, path, replaces] of CASES)
    it(`${kind} ${path}: ${replaces ? "a new object" : "in place"}`, () =>
      assert.equal(forcesReplacement(apiVersion, kind, path), replaces));

  it("tells groups apart, not versions", () => {
    assert.ok(sameGroup("apps/v1", "apps/v1beta1"));
    assert.ok(sameGroup("v1", "v2"));
    assert.ok(!sameGroup("v1", "apps/v1"));
  });
});
