import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { policies } from "../../policy-pack/policies/index.js";
import type { Policy, WorkloadPolicy } from "../../policy-pack/policy.js";
import { describeWithOracle, oracle } from "../support/tiers.js";
import { provePodSecurity } from "./pod-security/agreement.js";
import { describeProof, isProven } from "./pod-security/report.js";

const PODS = 20_000;

describeWithOracle("pod-security", "the policies against k8s.io/pod-security-admission", () => {
  it(`PSS:*: agree on ${PODS.toLocaleString("en-US")} random pods, at every version and level`, async function () {
    this.timeout(0);
    const seed = randomInt(2 ** 31);
    const proof = await provePodSecurity({ oracle: (await oracle("pod-security")).path, pods: PODS, seed });
    const report = describeProof(proof, seed);
    console.log(report.replaceAll(/^/gm, "      "));
    assert.ok(isProven(proof), report);
  });

  it("are told of by a policy that judges one version wrongly, with the least pod that shows it", async function () {
    this.timeout(0);
    const { path } = await oracle("pod-security");
    const wrong = policies.map((policy) => (policy.id === "restrict-sysctls" ? frozenAt(policy, 28) : policy));
    const { disagreement } = await provePodSecurity({
      oracle: path,
      pods: PODS,
      seed: randomInt(2 ** 31),
      policies: wrong,
    });
    assert.equal(disagreement?.check, "sysctls");
    const { spec } = disagreement.pod as {
      readonly spec: { readonly securityContext?: { readonly sysctls?: unknown[] } };
    };
    assert.deepEqual(Object.keys(spec), ["securityContext"]);
    assert.equal(spec.securityContext?.sysctls?.length, 1);
  });
});

/** The policy, judging newer versions of Kubernetes as the given one. */
function frozenAt(policy: Policy, minor: number): Policy {
  if (policy.subject !== "workload") throw new Error(`${policy.id} must judge workloads`);
  const check: WorkloadPolicy["check"] = (workload, context, settings) =>
    policy.check(workload, { ...context, kubernetesMinor: Math.min(context.kubernetesMinor, minor) }, settings);
  return { ...policy, check };
}
