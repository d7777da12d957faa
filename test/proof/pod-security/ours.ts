import { POD_SECURITY_STANDARDS } from "../../../controls/index.js";
import { evaluator } from "../../../policy-pack/evaluate.js";
import { evaluationContext, type Policy } from "../../../policy-pack/policy.js";
import { plain } from "../../../policy-pack/unknown.js";
import type { Pod } from "./generator.js";
import type { Answer } from "./oracle.js";

/** Id of a check by the policy that is to be that check: the one that refers to it (catalogue.test.ts: exactly one). */
export function policyOfCheck(policies: readonly Policy[], check: string): Policy {
  const id = `PSS:${check}`;
  const control = POD_SECURITY_STANDARDS.find((standard) => standard.id === id);
  const [policy, ...others] = policies.filter(({ references }) => references.some((reference) => reference === id));
  if (control === undefined) throw new Error(`controls/pod-security-standards.ts lacks ${id}`);
  if (policy === undefined || others.length > 0) throw new Error(`${id} must be the reference of exactly one policy`);
  return policy;
}

/**
 * Our policies in the oracle's place: judges a pod at the minor versions `first` to `last`, one set of versions a check.
 * A finding that is no violation (`undecided`, `error`) is an error: everything about these pods is known.
 */
export function ourJudge(
  policies: readonly Policy[],
  checks: readonly string[],
  first: number,
  last: number,
): (pod: Pod) => Answer {
  const ofChecks = checks.map((check) => policyOfCheck(policies, check));
  const index = new Map(ofChecks.map(({ id }, position) => [id, position]));
  const versions = Array.from({ length: last - first + 1 }, (_, bit) => ({
    bit: 1 << bit,
    evaluate: evaluator(ofChecks, evaluationContext({ kubernetesVersion: `1.${first + bit}` })).resource,
  }));
  return (pod) => {
    const failures = checks.map(() => 0);
    const resource = { type: "kubernetes:core/v1:Pod", urn: "", name: "example", props: plain(pod) };
    for (const { bit, evaluate } of versions)
      for (const { policy, status, message } of evaluate(resource)) {
        const position = index.get(policy);
        if (status !== "violation" || position === undefined) return { error: `${policy}: ${status}: ${message}` };
        failures[position] = (failures[position] ?? 0) | bit;
      }
    return failures;
  };
}
