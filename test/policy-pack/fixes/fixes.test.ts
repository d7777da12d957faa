import assert from "node:assert/strict";
import type { Edit, Path } from "../../../policy-pack/edit.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { inProfile, type PodExample } from "../../../policy-pack/policy.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { asCronJob, judge, optionsOf, places, withValue } from "../pods.js";
import { compliantBut } from "./compliant.js";
import { at, editsFor, fixableExamples, fixed, type Sample, samplesOf } from "./fixing.js";

const json = (value: unknown) => JSON.parse(JSON.stringify(value));
const examples = [...fixableExamples(policies)];
const pods = examples.flatMap(({ policy, example }) => ("spec" in example ? [{ policy, example }] : []));
const idsOf = (found: readonly { readonly policy: string }[]) => found.map(({ policy }) => policy);

/** The field that an edit is about: of an item that is removed, its list. */
const fieldOf = ({ path }: Edit): Path => (typeof path.at(-1) === "number" ? path.slice(0, -1) : path);
const leadsTo = (outer: readonly unknown[], inner: readonly unknown[]) =>
  outer.length <= inner.length && outer.every((step, index) => String(step) === String(inner[index]));

/** That two samples differ in the fields of the edits alone, and in the maps made around them. */
function assertOnlyEdited(before: Sample, after: Sample, edits: readonly Edit[]): void {
  const fields = edits.map(fieldOf);
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const)
    for (const place of places(from.props)) {
      if (fields.some((field) => leadsTo(field, place) || leadsTo(place, field))) continue;
      assert.deepEqual(at(to.props, place), at(from.props, place), place.join("."));
    }
  for (const edit of edits.filter((edit) => "remove" in edit && typeof edit.path.at(-1) === "number")) {
    const [list, rest] = [before, after].map(({ props }) => at(props, fieldOf(edit)) as unknown[]);
    const removed = edits
      .filter((other) => fieldOf(other).join() === fieldOf(edit).join())
      .map(({ path }) => path.at(-1));
    assert.deepEqual(
      rest,
      list?.filter((_, index) => !removed.includes(index)),
    );
  }
}

/** How many values are unknown; reading one raises. */
function unknowns(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(Object.getOwnPropertyDescriptors(value)).reduce(
    (sum, { get, value: inner }) => sum + (get === undefined ? unknowns(inner) : 1),
    0,
  );
}

describe("the fix of a bad example", () => {
  for (const { policy, example } of examples) {
    const options = optionsOf(example, policy);
    it(`${policy.id}: mends ${example.name}, and nothing else`, () => {
      for (const before of samplesOf(example)) {
        const edits = editsFor(before, [policy], options);
        const after = { ...before, props: json(fixed(before, [policy], options).props) };
        assert.deepEqual(judge(after, [policy], options), []);
        assertOnlyEdited(before, after, edits);
        const passed = (sample: Sample) => {
          const broken = idsOf(judge(sample, policies, options));
          return policies.filter(({ id }) => !broken.includes(id)).map(({ id }) => id);
        };
        const still = passed(after);
        assert.deepEqual(
          passed(before).filter((id) => !still.includes(id)),
          [],
        );
        assert.deepEqual(json(fixed(after, [policy], options).props), after.props, "a second fix changes nothing");
      }
    });

    it(`${policy.id}: neither fails nor writes over what is unknown in ${example.name}`, () => {
      for (const sample of samplesOf(example))
        for (const place of places(sample.props)) {
          const open = { ...sample, props: withValue(sample.props, place, UNKNOWN) };
          const after = fixed(open, policies, options);
          assert.equal(unknowns(after.props), 1, `${place.join(".")} unknown`);
        }
    });
  }

  for (const { policy, example } of pods) {
    const options = optionsOf(example, policy);
    it(`${policy.id}: leaves a pod that passes the default profile, after ${example.name}`, () => {
      const before = compliantBut(policy, example);
      const applicable = [...new Set([policy, ...policies.filter((each) => inProfile(each, "restricted"))])];
      assert.ok(idsOf(judge(before, applicable, options)).includes(policy.id));
      // What a person has to decide, and the example itself states.
      const beyond = example.name.endsWith("latest") ? ["no-latest-images"] : [];
      assert.deepEqual(idsOf(judge(fixed(before, applicable, options), applicable, options)), beyond);
    });

    it(`${policy.id}: is the same for ${example.name} at every depth`, () => {
      const [shallow] = samplesOf(example);
      assert.ok(shallow);
      const spec = (sample: Sample, ...path: Path) => json(at(fixed(sample, [policy], options).props, path));
      const expected = spec(shallow);
      const deployment = {
        type: "kubernetes:apps/v1:Deployment",
        props: { spec: { template: shallow.props } },
      };
      const list = {
        type: "kubernetes:core/v1:List",
        props: { items: [{}, { apiVersion: "v1", kind: "Pod", ...shallow.props }] },
      };
      const podList = { type: "kubernetes:core/v1:PodList", props: { items: [shallow.props, shallow.props] } };
      const jobSet = {
        type: "kubernetes:jobset.x-k8s.io/v1alpha2:JobSet",
        props: { spec: { replicatedJobs: [{}, { template: { spec: { template: shallow.props } } }] } },
      };
      assert.deepEqual(spec(deployment, "spec", "template"), expected);
      assert.deepEqual(
        spec(json({ ...asCronJob(example as PodExample) }), "spec", "jobTemplate", "spec", "template"),
        expected,
      );
      assert.deepEqual(spec(list, "items", 1), { apiVersion: "v1", kind: "Pod", ...expected });
      assert.deepEqual(spec(podList, "items"), [expected, expected]);
      assert.deepEqual(spec(jobSet, "spec", "replicatedJobs", 1, "template", "spec", "template"), expected);
    });
  }
});
