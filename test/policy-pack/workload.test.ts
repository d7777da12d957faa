import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { objectsOf } from "../../policy-pack/kubernetes/object.js";
import { BUILT_IN_POD_TEMPLATES, POD_TEMPLATES } from "../../policy-pack/kubernetes/pod-templates.js";
import { workloadsOf as workloadsIn } from "../../policy-pack/kubernetes/workload.js";
import { policies } from "../../policy-pack/policies/index.js";
import { plain, UNKNOWN } from "../../policy-pack/unknown.js";
import { judge } from "./pods.js";

const PRIVILEGED = { containers: [{ name: "shell", securityContext: { privileged: true } }] };
const privileged = policies.filter(({ id }) => id === "no-privileged-containers");
const workloadsOf = (type: string, props: object) =>
  objectsOf(type, plain(props)).flatMap((object) => workloadsIn(object, POD_TEMPLATES));
const paths = (type: string, props: object) => workloadsOf(type, props).map(({ path }) => path);

/** A resource of the kind whose pod has this spec. */
function carrying(kind: string, spec: object): object {
  const [, path = []] = Object.entries(BUILT_IN_POD_TEMPLATES).find(([key]) => key.endsWith(`/${kind}`)) ?? [];
  return [...path].reduceRight<object>((inner, step) => ({ [step]: inner }), { spec });
}

/** Type tokens of all resource classes of the Kubernetes SDK. */
function tokens(): string[] {
  const found = new Set<string>();
  for (const group of Object.values(kubernetes))
    for (const version of Object.values(group as object))
      for (const candidate of Object.values((version as object | null) ?? {})) {
        const token = (candidate as { __pulumiType?: unknown } | null)?.__pulumiType;
        if (typeof token === "string") found.add(token);
      }
  return [...found];
}

describe("workloads of a resource", () => {
  it("are found in every class of the SDK whose kind bears pods, and in its Patch and List", () => {
    const bearing = tokens().filter((token) =>
      Object.keys(BUILT_IN_POD_TEMPLATES).some((key) =>
        new RegExp(`:${key.replace(/.*\//, "")}(Patch|List)?$`).test(token),
      ),
    );
    assert.ok(bearing.length >= 40, `only ${bearing.length} tokens`);
    for (const token of bearing) {
      const kind = token.replace(/^.*:(\w+?)(Patch|List)?$/, "$1");
      const object = carrying(kind, PRIVILEGED);
      const props = token.endsWith("List") ? { items: [object] } : object;
      assert.equal(judge({ type: token, props }, privileged)[0]?.status, "violation", token);
    }
  });

  it("are none in other kinds and in other groups' kinds of the same name", () => {
    for (const token of tokens().filter((type) => workloadsOf(type, { items: [] }).length > 0))
      assert.match(
        token,
        /:(Pod|PodTemplate|ReplicationController|Deployment|ReplicaSet|StatefulSet|DaemonSet|Job|CronJob)(Patch)?$/,
      );
    assert.deepEqual(paths("kubernetes:batch.volcano.sh/v1alpha1:Job", carrying("Job", PRIVILEGED)), []);
    assert.deepEqual(paths("aws:s3/bucket:Bucket", {}), []);
  });

  it("are found in custom resources that are in fact built-in kinds", () => {
    assert.deepEqual(paths("kubernetes:v1:Pod", {}), ["spec"]);
    assert.deepEqual(paths("kubernetes:apps/v1beta2:Deployment", {}), ["spec.template.spec"]);
  });

  it("are each item of a list, which one unknown item does not hide", () => {
    const items = [
      { kind: "Secret" },
      { apiVersion: "apps/v1", kind: "Deployment", ...carrying("Deployment", PRIVILEGED) },
      { kind: "Pod", spec: UNKNOWN },
      { kind: "Pod", spec: PRIVILEGED },
    ];
    const [finding] = judge({ type: "kubernetes:core/v1:List", props: { items } }, privileged);
    assert.equal(
      finding?.message,
      'containers "shell", "shell" must not set securityContext.privileged=true (items[1].spec.template.spec.containers[0], items[3].spec.containers[0]). Fix: remove securityContext.privileged.',
    );
  });

  it("count an item of unknown content as undecided, and judge the others", () => {
    const type = "kubernetes:core/v1:PodList";
    assert.equal(judge({ type, props: { items: [UNKNOWN] } }, privileged)[0]?.status, "undecided");
    const [finding] = judge({ type, props: { items: [UNKNOWN, { spec: PRIVILEGED }] } }, privileged);
    assert.equal(finding?.status, "violation");
  });

  it("are judged in patches only by what is present", () => {
    const type = "kubernetes:apps/v1:DeploymentPatch";
    const restricted = policies.filter(({ profile }) => profile === "restricted");
    assert.deepEqual(judge({ type, props: carrying("Deployment", { containers: [{ name: "app" }] }) }, restricted), []);
    const props = carrying("Deployment", {
      containers: [{ name: "app", securityContext: { allowPrivilegeEscalation: true, capabilities: { drop: [] } } }],
    });
    assert.deepEqual(
      judge({ type, props }, restricted).map(({ policy }) => policy),
      ["no-privilege-escalation", "require-dropped-capabilities"],
    );
  });
});
