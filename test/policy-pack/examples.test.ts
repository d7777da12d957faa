import assert from "node:assert/strict";
import { policies } from "../../policy-pack/policies/index.js";
import { UNKNOWN } from "../../policy-pack/unknown.js";
import { asCronJob, asPod, judge, places, withValue } from "./pods.js";

const CRON = "spec.jobTemplate.spec.template.";

for (const policy of policies) {
  if (policy.subject !== "workload") continue;
  const { good, bad } = policy.examples;
  describe(`${policy.references.join(", ")}: ${policy.id}`, () => {
    for (const example of good)
      it(`passes ${example.name}`, () => {
        for (const shape of [asPod, asCronJob])
          assert.deepEqual(judge(shape(example), [policy], example.kubernetesVersion), []);
      });

    for (const example of bad)
      it(`refuses ${example.name}`, () => {
        const [finding, ...rest] = judge(asPod(example), [policy], example.kubernetesVersion);
        assert.equal(finding?.message, example.message);
        assert.equal(finding?.status, "violation");
        assert.deepEqual(rest, []);
        const [deep] = judge(asCronJob(example), [policy], example.kubernetesVersion);
        assert.equal(deep?.status, "violation");
        assert.deepEqual(deep?.containers, finding?.containers);
        assert.equal(deep?.path, `${CRON}${finding?.path}`);
        assert.ok(Buffer.byteLength(deep?.message ?? "") < 300);
      });

    it("neither fails nor invents a violation where any value is unknown", () => {
      for (const example of [...good, ...bad]) {
        const resource = asPod(example);
        const [known] = judge(resource, [policy], example.kubernetesVersion);
        for (const place of places(resource.props)) {
          const props = withValue(resource.props, place, UNKNOWN);
          const [finding] = judge({ ...resource, props }, [policy], example.kubernetesVersion);
          const where = `${example.name} with ${place.join(".")} unknown`;
          assert.notEqual(finding?.status, "error", where);
          if (known === undefined) assert.notEqual(finding?.status, "violation", where);
          else assert.notEqual(finding, undefined, `${where} must not pass`);
        }
      }
    });

    it("never quotes a value", () => {
      for (const example of [...good, ...bad]) {
        const resource = asPod(example);
        for (const place of places(resource.props)) {
          const props = withValue(resource.props, place, "S3cr3t-Value!");
          for (const { message } of judge({ ...resource, props }, [policy], example.kubernetesVersion))
            assert.doesNotMatch(message, /S3cr3t/i, place.join("."));
        }
      }
    });
  });
}
