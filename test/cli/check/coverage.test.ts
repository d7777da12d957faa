import assert from "node:assert/strict";
import { type ControlCoverage, coverageOf, hadSomethingToJudge } from "../../../cli/check/coverage.js";
import type { CheckReport } from "../../../cli/check/report.js";
import { FRAMEWORKS } from "../../../controls/index.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { NO_CONFIGURATION, select } from "../../../policy-pack/selection.js";
import { EXEMPTION, finding, report } from "../reports/report.js";

const controls = (of: CheckReport): ReadonlyMap<string, ControlCoverage> =>
  new Map(coverageOf(of, policies).flatMap((framework) => framework.controls.map((control) => [control.id, control])));
const state = (of: CheckReport, id: string): string | undefined => controls(of).get(id)?.state;

const PRIVILEGED = "PSS:privileged";

describe("what a check says of a control", () => {
  it("is said of every control of every framework, once", () => {
    const coverage = coverageOf(report(), policies);
    assert.deepEqual(
      coverage.map(({ name, controls }) => [name, controls.length]),
      Object.entries(FRAMEWORKS).map(([name, { controls }]) => [name, controls.length]),
    );
  });

  it("is met where the policies that serve it judged something and found nothing", () => {
    assert.equal(state(report(), PRIVILEGED), "met");
    assert.deepEqual(controls(report()).get(PRIVILEGED)?.policies, ["no-privileged-containers"]);
  });

  it("is violated, whatever else is, and a known violation is one", () => {
    const others = [finding({ status: "undecided" }), finding({ status: "exempt", exemption: EXEMPTION })];
    assert.equal(state(report({ findings: [...others, finding()] }), PRIVILEGED), "violated");
    assert.equal(state(report({ findings: [finding({ inBaseline: true })] }), PRIVILEGED), "violated");
    assert.equal(state(report({ findings: [finding({ enforcement: "advisory" })] }), PRIVILEGED), "violated");
  });

  it("is exempt, not met, where somebody answers for it", () => {
    assert.equal(
      state(report({ findings: [finding({ status: "exempt", exemption: EXEMPTION })] }), PRIVILEGED),
      "exempt",
    );
  });

  it("is not judged where a verdict could not be reached", () => {
    for (const status of ["undecided", "not-inspected", "error"] as const)
      assert.equal(state(report({ findings: [finding({ status })] }), PRIVILEGED), "not-judged", status);
  });

  it("is not judged where nothing is of a kind that its policies judge, or nobody knows", () => {
    for (const [types, because] of [
      [new Set(["kubernetes:core/v1:ConfigMap"]), "Nothing here is of a kind that its policies judge."],
      [new Set<string>(), "Nothing here is of a kind that its policies judge."],
      [undefined, "It is not known what its policies judged."],
    ] as const) {
      const control = controls(report({ types })).get(PRIVILEGED);
      assert.deepEqual([control?.state, control?.because], ["not-judged", because]);
    }
  });

  it("is not judged where its policies are off", () => {
    const levels = { "no-privileged-containers": "disabled" } as const;
    const control = controls(report({ selection: select(policies, { ...NO_CONFIGURATION, levels }) })).get(PRIVILEGED);
    assert.equal(control?.state, "not-judged");
    assert.equal(control?.because, "Its policies are off in this check.");
  });

  it("is out of reach with the reason, or without a policy", () => {
    const served = new Set(policies.flatMap(({ references }) => references as readonly string[]));
    const all = controls(report());
    for (const { controls } of Object.values(FRAMEWORKS))
      for (const control of controls) {
        if (served.has(control.id)) continue;
        const { state, because } = all.get(control.id) ?? {};
        assert.equal(state, control.reach === "out-of-reach" ? "out-of-reach" : "no-policy", control.id);
        if (control.reach === "out-of-reach") assert.equal(because, control.reason);
      }
  });
});

describe("whether a policy had something to judge", () => {
  const CASES: readonly (readonly [string, string, boolean])[] = [
    ["no-host-ports", "kubernetes:batch/v1:CronJob", true],
    ["no-host-ports", "kubernetes:argoproj.io/v1alpha1:Rollout", true],
    ["no-host-ports", "kubernetes:core/v1:ConfigMap", false],
    ["no-host-ports", "aws:eks/cluster:Cluster", false],
    ["no-node-proxy", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", true],
    ["no-node-proxy", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch", true],
    ["no-node-proxy", "kubernetes:apps/v1:Deployment", false],
  ];
  for (const [id, type, expected] of CASES)
    it(`${id}: ${expected ? "yes" : "no"}, of ${type}`, () => {
      const policy = policies.find((one) => one.id === id);
      assert.ok(policy);
      assert.equal(hadSomethingToJudge(policy, report({ types: new Set([type]) })), expected);
    });

  it("no, of a policy that the Kubernetes version does not have", () => {
    const since = policies.find((policy) => policy.since !== undefined);
    assert.ok(since);
    const selection = select(policies, { ...NO_CONFIGURATION, kubernetesVersion: "1.25" });
    assert.equal(hadSomethingToJudge(since, report({ selection })), false);
  });
});
