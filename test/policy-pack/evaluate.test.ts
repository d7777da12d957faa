import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../policy-pack/evaluate.js";
import { BUILT_IN_POD_TEMPLATES } from "../../policy-pack/kubernetes/pod-templates.js";
import { policies } from "../../policy-pack/policies/index.js";
import { noPrivilegedContainers } from "../../policy-pack/policies/workload/no-privileged-containers.js";
import { evaluationContext, type Policy } from "../../policy-pack/policy.js";
import { plain, UNKNOWN } from "../../policy-pack/unknown.js";
import { COMPLIANT_POD, judge } from "./pods.js";

const pod = (spec: object) => ({ type: "kubernetes:core/v1:Pod", props: { spec } });
const only = (id: string) => policies.filter((policy) => policy.id === id);

describe("evaluation", () => {
  it("turns a check that throws into an error finding without the exception's text, and goes on", () => {
    const [first] = policies;
    const broken = {
      ...only("no-host-ports")[0],
      check: () => {
        throw new Error("the password is hunter2");
      },
    } as unknown as Policy;
    const found = judge(pod({ hostPID: true }), [broken, ...only("no-host-namespaces")]);
    assert.deepEqual(
      found.map(({ policy, status }) => [policy, status]),
      [
        ["no-host-ports", "error"],
        ["no-host-namespaces", "violation"],
      ],
    );
    assert.doesNotMatch(found[0]?.message ?? "", /hunter2/);
    assert.ok(first);
  });

  it("reports a violation that is certain although other values are unknown", () => {
    const privileged = { name: "shell", securityContext: { privileged: true } };
    for (const containers of [
      [{ name: "a", securityContext: UNKNOWN }, privileged],
      [UNKNOWN, privileged],
      [{ ...privileged, name: UNKNOWN }],
    ])
      assert.equal(judge(pod({ containers }), only("no-privileged-containers"))[0]?.status, "violation");
    const initContainers = [privileged];
    const spec = { containers: UNKNOWN, initContainers };
    assert.equal(judge(pod(spec), only("no-privileged-containers"))[0]?.status, "violation");
    const added = { add: [UNKNOWN, "SYS_ADMIN"] };
    const capable = { containers: [{ name: "a", securityContext: { capabilities: added } }] };
    assert.match(judge(pod(capable), only("restrict-added-capabilities"))[0]?.message ?? "", /SYS_ADMIN/);
    const ports = [{ hostPort: UNKNOWN }, { hostPort: 80 }];
    assert.equal(judge(pod({ containers: [{ name: "a", ports }] }), only("no-host-ports"))[0]?.status, "violation");
    assert.equal(judge(pod({ hostPID: UNKNOWN, hostIPC: true }), only("no-host-namespaces"))[0]?.status, "violation");
  });

  it("finds nothing in a pod that does everything asked for", () => {
    const { type, props } = pod(COMPLIANT_POD);
    assert.deepEqual(judge({ type, props: { ...props, metadata: { namespace: "shop" } } }, policies), []);
  });

  it("says which value leaves a policy undecided", () => {
    const [finding, ...rest] = judge(pod({ hostPID: UNKNOWN }), only("no-host-namespaces"));
    assert.deepEqual(rest, []);
    assert.equal(finding?.status, "undecided");
    assert.equal(finding?.message, "spec.hostPID is unknown until deployment: no-host-namespaces is decided then.");
  });

  it("leaves a policy undecided where what would excuse its violation is unknown", () => {
    const spec = { os: { name: UNKNOWN }, containers: [{ name: "app" }] };
    assert.equal(judge(pod(spec), only("no-privilege-escalation"))[0]?.status, "undecided");
    assert.equal(
      judge(pod({ ...spec, os: { name: "linux" } }), only("no-privilege-escalation"))[0]?.status,
      "violation",
    );
  });

  it("says of what a controller deploys that it was not inspected, wherever it stands", () => {
    const release = { apiVersion: "helm.toolkit.fluxcd.io/v2", kind: "HelmRelease", spec: { chart: {} } };
    for (const resource of [
      { type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease", props: release },
      { type: "kubernetes:argoproj.io/v1alpha1:Application", props: { spec: {} } },
      { type: "kubernetes:core/v1:List", props: { items: [{ apiVersion: "v1", kind: "Namespace" }, release] } },
    ]) {
      const [finding, ...rest] = judge(resource, [noPrivilegedContainers]);
      assert.equal(finding?.status, "not-inspected", resource.type);
      assert.match(finding?.message ?? "", /were not inspected/);
      assert.deepEqual(rest, []);
    }
    // The same kind of another group is another thing.
    assert.deepEqual(
      judge({ type: "kubernetes:app.k8s.io/v1beta1:Application", props: {} }, [noPrivilegedContainers]),
      [],
    );
  });

  it("says of a Helm release that it was not inspected", () => {
    const found = judge({ type: "kubernetes:helm.sh/v3:Release", props: { chart: "nginx" } }, policies);
    assert.deepEqual(
      found.map(({ status }) => status),
      ["not-inspected"],
    );
  });

  it("takes 10,000 containers in one short message", () => {
    const containers = Array.from({ length: 10_000 }, (_, i) => ({
      name: `container-${i}`,
      securityContext: { privileged: true },
    }));
    const [finding] = judge(pod({ containers }), only("no-privileged-containers"));
    assert.equal(finding?.containers.length, 10_000);
    assert.ok(Buffer.byteLength(finding?.message ?? "") < 300);
    assert.match(finding?.message ?? "", /and 99\d\d more/);
  });

  it("keeps messages under 300 bytes with the longest names in the deepest place", () => {
    const name = "x".repeat(63);
    const securityContext = {
      privileged: true,
      procMount: "Unmasked",
      seccompProfile: {},
      appArmorProfile: {},
      seLinuxOptions: { type: "spc_t" },
      capabilities: { add: ["CHECKPOINT_RESTORE", "DAC_READ_SEARCH", "LINUX_IMMUTABLE", "NONE"] },
    };
    const container = { name, securityContext, ports: [{ hostPort: 1 }] };
    const template = { spec: { containers: [container, { ...container, name: "y".repeat(63) }] } };
    const items = [{ spec: { jobTemplate: { spec: { template } } } }];
    for (const finding of judge({ type: "kubernetes:batch/v1:CronJobList", props: { items } }, policies)) {
      assert.ok(Buffer.byteLength(finding.message) < 300, finding.message);
      assert.match(finding.message, /\. Fix: .+\.$/);
    }
  });

  it("takes any object as any kind", () => {
    const kind = fc.constantFrom(...Object.keys(BUILT_IN_POD_TEMPLATES));
    fc.assert(
      fc.property(
        kind,
        fc.object({
          key: fc.constantFrom("spec", "template", "containers", "items", "volumes", "__proto__", "metadata"),
          maxDepth: 6,
        }),
        (name, props) => {
          const found = judge({ type: `kubernetes:${name.replace("/", "/v1:")}`, props }, policies);
          assert.ok(!found.some(({ status }) => status === "error"));
        },
      ),
    );
  });

  it("reads the SDK's sentinels of every kind as unknown", () => {
    const sentinels = [
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];
    for (const sentinel of sentinels)
      assert.equal(judge(pod({ hostPID: sentinel }), only("no-host-namespaces"))[0]?.status, "undecided");
  });

  it("refuses a Kubernetes version that it cannot judge by", () => {
    for (const version of ["1.24", "2.0", "latest", "", "1.x"])
      assert.throws(() => evaluationContext({ kubernetesVersion: version }), {
        name: "RangeError",
        message: /1\.25 on/,
      });
    assert.equal(evaluationContext({ kubernetesVersion: "v1.30.4" }).kubernetesMinor, 30);
  });

  it("does not change what it judges", () => {
    const props = plain({ spec: { containers: [{ name: "app", ports: [{ hostPort: 1 }] }] } });
    const before = JSON.stringify(props);
    evaluate([{ type: "kubernetes:core/v1:Pod", urn: "", name: "", props }], policies);
    assert.equal(JSON.stringify(props), before);
  });
});
