import assert from "node:assert/strict";
import * as eks from "../../components/eks/index.js";
import { evaluate } from "../../policy-pack/evaluate.js";
import { policies } from "../../policy-pack/policies/index.js";
import { PROFILES } from "../../policy-pack/policy.js";
import { plain } from "../../policy-pack/unknown.js";
import { recordAwsResources } from "../support/aws-outputs.js";
import { EKS_ANSWERS, EKS_EXAMPLES, LOOSENED } from "./eks-examples.js";

const enforced = policies.filter(({ profile }) => profile !== PROFILES[2]);
const isComponent = (candidate: unknown): boolean => /^class .*ComponentResource/.test(String(candidate));

// Mocks tell nothing of where values come from: whatever relates two resources by their ids is judged on the engine, in
// test/stacks/eks.test.ts.
describe("components on EKS under the policy pack", () => {
  it("all have an example", () => {
    const exported = Object.entries(eks).filter(([, value]) => isComponent(value));
    assert.notEqual(exported.length, 0);
    const shown = new Set(Object.keys(EKS_EXAMPLES).map((name) => name.split(" ")[0]));
    assert.deepEqual(
      exported.map(([name]) => name).filter((name) => !shown.has(name)),
      [],
    );
  });

  for (const [name, example] of Object.entries(EKS_EXAMPLES).filter(([name]) => name !== "SampleCluster"))
    it(`${name} breaks ${LOOSENED[name]?.join(", ") ?? "no policy"} of the default profile`, async () => {
      const recorded = await recordAwsResources(example, EKS_ANSWERS);
      assert.notEqual(recorded.length, 0);
      const resources = recorded.map(({ type, name, inputs }) => ({
        type,
        name,
        urn: `urn:pulumi:dev::test::${type}::${name}`,
        props: plain(inputs),
      }));
      const found = evaluate(resources, enforced).filter(({ status }) => status === "violation" || status === "error");
      const unexpected = found.filter(({ policy }) => LOOSENED[name]?.includes(policy) !== true);
      assert.deepEqual(
        unexpected.map(({ resource, policy, message }) => [resource.urn, policy, message]),
        [],
      );
      assert.deepEqual([...new Set(found.map(({ policy }) => policy))].sort(), LOOSENED[name] ?? []);
    });
});
