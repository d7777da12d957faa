import assert from "node:assert/strict";
import { exceededSums, podAmount } from "../../../cli/impact/amounts.js";
import { effectsOf, type NamespaceContent } from "../../../cli/impact/effects.js";
import { type ApiObject, type LabelSelector, type Pod, type PodSpec, selects } from "../../../cli/impact/objects.js";
import { podWorkload } from "../../../cli/impact/workloads.js";
import type { NamespacePlan } from "../../../controls/audit-phase.js";

const NANO = 1_000_000_000n;
const plan: NamespacePlan = { podSecurity: "restricted", podSecurityVersion: "v1.37", defaultDeny: true };
const cpu = (requests?: string, limits?: string) => ({
  resources: {
    ...(requests === undefined ? {} : { requests: { cpu: requests } }),
    ...(limits === undefined ? {} : { limits: { cpu: limits } }),
  },
});
const pod = (name: string, spec: Partial<PodSpec> = {}, phase = "Running"): Pod => ({
  metadata: { name, labels: { app: name } },
  spec: { containers: [], serviceAccountName: "own", ...spec },
  status: { phase },
});
const content = (pods: readonly Pod[], more: Partial<NamespaceContent> = {}): NamespaceContent => ({
  pods,
  workloads: pods.flatMap(podWorkload),
  networkPolicies: [],
  services: [],
  ...more,
});
const effects = (of: NamespaceContent, more: Partial<NamespacePlan> = {}) =>
  [...effectsOf({ name: "shop", plan: { ...plan, ...more } }, of)].map(({ kind, message, objects }) => [
    kind,
    message,
    ...objects,
  ]);

describe("what enforcing would bring into a namespace", () => {
  it("counts a pod as the quota does: containers together, or an init container beside the sidecars before it", () => {
    const amountOf = (spec: PodSpec) =>
      Number(podAmount(spec, "requests", "cpu", { requests: { cpu: "100m" } }) / 1_000_000n);
    assert.equal(amountOf({ containers: [cpu("250m"), cpu(undefined, "1"), cpu()] }), 1350);
    assert.equal(amountOf({ containers: [cpu("250m")], initContainers: [cpu("2")] }), 2000);
    const sidecar = { ...cpu("1"), restartPolicy: "Always" };
    assert.equal(amountOf({ containers: [cpu("250m")], initContainers: [sidecar, cpu("2")] }), 3000);
    assert.equal(amountOf({ containers: [cpu("3")], initContainers: [cpu("2"), sidecar] }), 4000);
    assert.equal(
      amountOf({ containers: [cpu("3")], resources: { requests: { cpu: "5" } }, overhead: { cpu: "250m" } }),
      5250,
    );
    assert.equal(podAmount({ containers: [cpu()] }, "limits", "cpu"), 0n * NANO);
  });

  it("finds sums that are exceeded already, of what runs", () => {
    const containers = [{ resources: { requests: { cpu: "600m", memory: "1.5Gi" } } }];
    const pods = [pod("a", { containers }), pod("b", { containers }), pod("c", { containers }, "Succeeded")];
    const sums = (quota: Record<string, string>) => exceededSums({ ...plan, quota }, pods, []);
    assert.deepEqual(sums({ "requests.cpu": "1200m", "requests.memory": "3Gi", pods: "2" }), []);
    assert.deepEqual(sums({ "requests.cpu": "1.1", "requests.memory": "3071Mi", pods: "1", "count/jobs": "0" }), [
      { resource: "requests.cpu", used: "1.2", allowed: "1.1" },
      { resource: "requests.memory", used: "3072Mi", allowed: "3071Mi" },
      { resource: "pods", used: "2", allowed: "1" },
    ]);
  });

  it("names pods that default-deny would cut off, by the direction that nothing opens", () => {
    const policy = (spec: object): ApiObject => ({ metadata: { name: "p" }, spec });
    const of = (app: string) => ({ podSelector: { matchLabels: { app } } });
    const networkPolicies = [
      policy({ ...of("in"), policyTypes: ["Ingress"] }),
      policy({ ...of("out"), policyTypes: ["Egress"] }),
      policy({ ...of("both"), egress: [{}] }),
    ];
    const pods = [
      ...["in", "out", "both", "none"].map((name) => pod(name)),
      pod("node", { hostNetwork: true }),
      pod("gone", {}, "Failed"),
    ];
    assert.deepEqual(effects(content(pods, { networkPolicies })), [
      ["cut-off", "no NetworkPolicy selects: 1 of 6 pods.", "Pod none"],
      ["cut-off", "no NetworkPolicy selects for ingress: 1 of 6 pods.", "Pod out"],
      ["cut-off", "no NetworkPolicy selects for egress: 1 of 6 pods.", "Pod in"],
    ]);
    assert.deepEqual(effects(content(pods), { defaultDeny: false }), []);
  });

  it("names what uses the token of the account default, unless that is locked already", () => {
    const pods = [
      pod("said", { serviceAccountName: "default", automountServiceAccountToken: true }),
      pod("unsaid", { serviceAccountName: undefined }),
      pod("own"),
    ];
    const defaultAccount = { metadata: { name: "default" }, automountServiceAccountToken: false };
    assert.deepEqual(effects(content(pods), { defaultDeny: false }), [
      ["no-token", "uses the token of the account default.", "Pod unsaid"],
    ]);
    assert.deepEqual(effects(content(pods, { defaultAccount }), { defaultDeny: false }), []);
  });

  it("reads selectors as the API server does", () => {
    const expression = (operator: string, values?: string[]): LabelSelector => ({
      matchExpressions: [{ key: "a", operator, values }],
    });
    const table: readonly (readonly [LabelSelector, boolean, boolean, boolean])[] = [
      // Selects: a=1, a=2, none.
      [{}, true, true, true],
      [{ matchLabels: { a: "1" } }, true, false, false],
      [expression("In", ["1", "3"]), true, false, false],
      [expression("NotIn", ["1"]), false, true, true],
      [expression("Exists"), true, true, false],
      [expression("DoesNotExist"), false, false, true],
      [{ matchLabels: { a: "1" }, ...expression("NotIn", ["1"]) }, false, false, false],
    ];
    for (const [selector, ...expected] of table)
      assert.deepEqual(
        [{ a: "1" }, { a: "2" }, undefined].map((labels) => selects(selector, labels)),
        expected,
        JSON.stringify(selector),
      );
  });
});
