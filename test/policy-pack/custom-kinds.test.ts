import assert from "node:assert/strict";
import type { GroupKind } from "../../policy-pack/kubernetes/object.js";
import { isBuiltIn, POD_TEMPLATES, podTemplatePaths } from "../../policy-pack/kubernetes/pod-templates.js";
import { policies } from "../../policy-pack/policies/index.js";
import { UNKNOWN } from "../../policy-pack/unknown.js";
import { judge } from "./pods.js";

const privileged = policies.filter(({ id }) => id === "no-privileged-containers");
const FIELD = "securityContext.privileged";
const pod = (name = "app") => ({ containers: [{ name, image: "app:1", securityContext: { privileged: true } }] });
const template = (name?: string) => ({ spec: pod(name) });
const paths = (type: string, props: object, podTemplates = {}) =>
  judge({ type: `kubernetes:${type}`, props }, privileged, { podTemplates }).map(({ status, path }) => [status, path]);

describe("pods of custom kinds", () => {
  it("are found in every kind of the table, at each of its paths", () => {
    for (const key of Object.keys(POD_TEMPLATES) as GroupKind[])
      for (const steps of isBuiltIn(key) ? [] : podTemplatePaths(POD_TEMPLATES, key)) {
        const props = steps.reduceRight<object>(
          (inner, step) => (step === "*" ? [inner] : { [step]: inner }),
          template(),
        );
        const where = [...steps, "spec"].join(".").replaceAll(".*", "[0]");
        assert.deepEqual(
          paths(key.replace("/", "/v1:"), props),
          [["violation", `${where}.containers[0].${FIELD}`]],
          key,
        );
      }
  });

  it("are found in an Argo Rollout, a Knative Service and an OpenKruise CloneSet as they are written", () => {
    for (const type of [
      "argoproj.io/v1alpha1:Rollout",
      "serving.knative.dev/v1:Service",
      "apps.kruise.io/v1alpha1:CloneSet",
    ])
      assert.deepEqual(paths(type, { metadata: { name: "web" }, spec: { replicas: 1, template: template() } }), [
        ["violation", `spec.template.spec.containers[0].${FIELD}`],
      ]);
  });

  it("are each item of a list and each value of a map in the path", () => {
    const group = (name: string) => ({ groupName: name, template: template(name) });
    const spec = { headGroupSpec: { template: { spec: {} } }, workerGroupSpecs: [group("a"), UNKNOWN, group("b")] };
    const [finding] = judge({ type: "kubernetes:ray.io/v1:RayCluster", props: { spec } }, privileged);
    assert.deepEqual(finding?.containers, ["a", "b"]);
    assert.match(finding?.message ?? "", /workerGroupSpecs\[0\].*workerGroupSpecs\[2\]/);
    const podTemplates = { "kubeflow.org/PyTorchJob": ["spec", "pytorchReplicaSpecs", "*", "template"] };
    const props = { spec: { pytorchReplicaSpecs: { Master: { template: template() } } } };
    assert.deepEqual(paths("kubeflow.org/v1:PyTorchJob", props, podTemplates), [
      ["violation", `spec.pytorchReplicaSpecs.Master.template.spec.containers[0].${FIELD}`],
    ]);
    assert.deepEqual(paths("kubeflow.org/v1:PyTorchJob", { spec: { pytorchReplicaSpecs: UNKNOWN } }, podTemplates), [
      ["undecided", "spec.pytorchReplicaSpecs"],
    ]);
  });

  it("are found where the user's own table has them, and not in kinds that it lacks", () => {
    const props = { spec: { pod: template() } };
    assert.deepEqual(paths("example.com/v1:Widget", props, { "example.com/Widget": ["spec", "pod"] }), [
      ["violation", `spec.pod.spec.containers[0].${FIELD}`],
    ]);
    assert.deepEqual(paths("example.com/v1:Gadget", props, { "example.com/Widget": ["spec", "pod"] }), []);
  });

  it("are reported as not inspected where the table leads elsewhere", () => {
    const podTemplates = { "example.com/Widget": ["spec", "template", "spec"] };
    const props = { spec: { template: template(), other: UNKNOWN } };
    const [finding, ...rest] = judge({ type: "kubernetes:example.com/v1:Widget", props }, policies, { podTemplates });
    assert.deepEqual(rest, []);
    assert.equal(finding?.status, "not-inspected");
    assert.equal(
      finding?.message,
      "The pod is not where podTemplates has it for this kind but at spec.template.spec.containers, and was not inspected. Fix: correct podTemplates.",
    );
    assert.deepEqual(
      paths(
        "example.com/v1:WidgetList",
        { items: [{}, { spec: { a: [{}, { b: [1, { pod: pod() }] }] } }] },
        podTemplates,
      ),
      [["not-inspected", "items[1].spec.a[1].b[1].pod.containers"]],
    );
  });

  it("show no part of a path that might be a value", () => {
    const podTemplates = { "example.com/Widget": ["spec", "pod"] };
    const props = { spec: { "S3cr3t-Value!": template() } };
    const [finding] = judge({ type: "kubernetes:example.com/v1:Widget", props }, privileged, { podTemplates });
    assert.equal(finding?.status, "not-inspected");
    assert.doesNotMatch(finding?.message ?? "", /S3cr3t/);
  });

  it("are nobody's fault where an object refers to a workload elsewhere", () => {
    const spec = { workloadRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" } };
    assert.deepEqual(judge({ type: "kubernetes:argoproj.io/v1alpha1:Rollout", props: { spec } }, policies), []);
    assert.deepEqual(judge({ type: "kubernetes:argoproj.io/v1alpha1:Rollout", props: {} }, policies), []);
  });

  it("are undecided where the template is unknown", () => {
    const type = "argoproj.io/v1alpha1:Rollout";
    assert.deepEqual(paths(type, { spec: { template: UNKNOWN } }), [["undecided", "spec.template"]]);
    assert.deepEqual(paths(type, { spec: UNKNOWN }), [["undecided", "spec"]]);
  });
});
