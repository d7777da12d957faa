import type { PodExample, Policy } from "../../../policy-pack/policy.js";
import { COMPLIANT_CONTAINER, COMPLIANT_POD, judge, optionsOf } from "../pods.js";
import { editsFor, merged, type Sample, samplesOf, without } from "./fixing.js";

const { hostUsers: _, ...BASE } = COMPLIANT_POD;
const LISTS = ["initContainers", "containers", "ephemeralContainers"] as const;

/** A pod that passes every policy of the default profile, but for what is wrong in the example. */
export function compliantBut(policy: Policy, example: PodExample): Sample {
  const options = optionsOf(example, policy);
  const { metadata, spec } = example;
  const pod: Record<string, unknown> = { ...(merged(BASE, spec) as object) };
  for (const list of LISTS) {
    const containers = (spec as Readonly<Record<string, readonly object[] | undefined>>)[list];
    const { resources: __, ...ephemeral } = COMPLIANT_CONTAINER;
    const base = list === "ephemeralContainers" ? ephemeral : COMPLIANT_CONTAINER;
    if (containers !== undefined) pod[list] = containers.map((container) => merged(base, container));
  }
  const sample = {
    type: "kubernetes:core/v1:Pod",
    props: { metadata: { name: "example", namespace: "shop", ...metadata }, spec: pod },
  };
  if (judge(sample, [policy], options).length > 0) return sample;
  // What is wrong is that something is missing, which the base has.
  const [own] = samplesOf(example);
  const missing = own === undefined ? [] : editsFor(own, [policy], options);
  return { ...sample, props: missing.reduce((props, { path }) => without(props, path), sample.props) };
}
