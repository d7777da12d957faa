import assert from "node:assert/strict";
import { policies } from "../../policy-pack/policies/index.js";
import type { PodExample, Policy, ResourcesExample } from "../../policy-pack/policy.js";
import { UNKNOWN } from "../../policy-pack/unknown.js";
import { asCronJob, asPod, judge, judgeAll, optionsOf, places, withValue } from "./pods.js";

const CRON = "spec.jobTemplate.spec.template.";

/** The resources of an example of any subject. */
const resourcesOf = (example: PodExample | ResourcesExample) =>
  "resources" in example ? example.resources : [asPod(example)];

/** Judges the example's resources, one value of which may be replaced. */
function judgeExample(policy: Policy, example: PodExample | ResourcesExample, replaced?: Replaced) {
  const resources = resourcesOf(example).map((resource, index) =>
    replaced?.index === index
      ? { ...resource, props: withValue(resource.props, replaced.place, replaced.value) }
      : resource,
  );
  return judgeAll(resources, [policy], optionsOf(example, policy));
}

interface Replaced {
  readonly index: number;
  readonly place: readonly string[];
  readonly value: unknown;
}

/** Values of the type of a known one, enough that one of them turns most verdicts. */
function othersLike(known: unknown): readonly unknown[] {
  switch (typeof known) {
    case "boolean":
      return [!known];
    case "number":
      return [0, 1, known + 1];
    case "string":
      return ["", "*", "other", "default", "ALL", "0"];
    default:
      return Array.isArray(known) ? [[], ["*"]] : [{}];
  }
}

const valueAt = (value: unknown, place: readonly string[]): unknown =>
  place.reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], value);

const statusOf = (findings: readonly { readonly status: string }[]): string | undefined => findings[0]?.status;

/** Every place in the example's resources. */
const placesOf = (example: PodExample | ResourcesExample) =>
  resourcesOf(example).flatMap(({ props }, index) => [...places(props)].map((place) => ({ index, place })));

for (const policy of policies) {
  const { good, bad } = policy.examples;
  const all = [...good, ...bad];
  describe(`${policy.references.join(", ")}: ${policy.id}`, () => {
    for (const example of good) it(`passes ${example.name}`, () => assert.deepEqual(judgeExample(policy, example), []));

    for (const example of bad)
      it(`refuses ${example.name}`, () => {
        const [finding, ...rest] = judgeExample(policy, example);
        assert.equal(finding?.message, example.message);
        assert.equal(finding?.status, "violation");
        assert.deepEqual(rest, []);
        assert.doesNotMatch(finding.path, /(?:^|\.)([A-Za-z]\w*(?:\.\w+)*)\.\1$/, "the path names its field twice");
        assert.ok(Buffer.byteLength(finding.message) < 300);
      });

    if (policy.subject === "workload")
      it("says the same of a pod that lies deep in a resource", () => {
        for (const example of policy.examples.good)
          assert.deepEqual(judge(asCronJob(example), [policy], optionsOf(example, policy)), [], example.name);
        for (const example of policy.examples.bad) {
          const [shallow] = judgeExample(policy, example);
          const [deep] = judge(asCronJob(example), [policy], optionsOf(example, policy));
          assert.equal(deep?.status, "violation");
          assert.deepEqual(deep?.containers, shallow?.containers);
          assert.equal(deep?.path, `${CRON}${shallow?.path}`);
          assert.ok(Buffer.byteLength(deep?.message ?? "") < 300);
        }
      });

    it("neither fails nor invents a violation where any value is unknown", () => {
      for (const example of all) {
        const known = judgeExample(policy, example);
        for (const { index, place } of placesOf(example)) {
          const found = judgeExample(policy, example, { index, place, value: UNKNOWN });
          const where = `${example.name} with ${place.join(".")} unknown`;
          assert.ok(!found.some(({ status }) => status === "error"), where);
          if (known.length === 0) assert.ok(!found.some(({ status }) => status === "violation"), where);
          else assert.notEqual(found.length, 0, `${where} must not pass`);
        }
      }
    });

    it("is undecided where an unknown value decides", () => {
      for (const example of all) {
        const known = judgeExample(policy, example);
        for (const { index, place } of placesOf(example)) {
          const decides = othersLike(valueAt(resourcesOf(example)[index]?.props, place)).some(
            (value) => statusOf(judgeExample(policy, example, { index, place, value })) !== statusOf(known),
          );
          const unknown = judgeExample(policy, example, { index, place, value: UNKNOWN });
          if (decides) assert.equal(statusOf(unknown), "undecided", `${example.name} with ${place.join(".")} unknown`);
        }
      }
    });

    it("takes any value of a wrong type", () => {
      for (const example of all)
        for (const { index, place } of placesOf(example))
          for (const value of [null, 0, "", "text", true, [], [null], {}, [[]], { length: 3 }, Number.NaN]) {
            const found = judgeExample(policy, example, { index, place, value });
            const where = `${example.name} with ${place.join(".")}=${JSON.stringify(value)}`;
            assert.ok(!found.some(({ status }) => status === "error" || status === "undecided"), where);
          }
    });

    it("never quotes a value", () => {
      for (const example of all)
        for (const { index, place } of placesOf(example))
          for (const { message } of judgeExample(policy, example, { index, place, value: "S3cr3t-Value!" }))
            assert.doesNotMatch(message, /S3cr3t/i, place.join("."));
    });
  });
}
