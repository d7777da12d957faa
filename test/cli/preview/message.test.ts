import assert from "node:assert/strict";
import { packMessage } from "../../../cli/preview/message.js";
import { undecided } from "../../../policy-pack/finding.js";
import { policies } from "../../../policy-pack/policies/index.js";
import type { Policy } from "../../../policy-pack/policy.js";
import { asPod, judgeAll, optionsOf } from "../../policy-pack/pods.js";

const KNOWN = new Map(policies.map((policy) => [policy.id, policy]));
const [first, second] = policies;

/** What is read out of a message as the engine has it: the description, the message, a line's end. */
const read = (policyName: string, message: string, description = "Why.", policyPackName = "rampart") =>
  packMessage(
    {
      policyName,
      policyPackName,
      message: `<{%reset%}>${description}\n${message}<{%reset%}>\n`,
      enforcementLevel: "mandatory",
    },
    "rampart",
    KNOWN,
  );

const examplesOf = (policy: Policy) =>
  policy.examples.bad.map((example) => ({
    resources: "resources" in example ? example.resources : ([asPod(example)] as const),
    options: optionsOf(example, policy),
  }));

describe("what the engine says of a violation", () => {
  // The engine says nothing of deletions.
  for (const policy of policies.filter(({ subject }) => subject !== "deletion"))
    it(`${policy.id}: has the message, the containers, and the field or one above it`, () => {
      for (const { resources, options } of examplesOf(policy))
        for (const { path, containers, message } of judgeAll(resources, [policy], options)) {
          const said = read(policy.id, message, policy.rationale);
          assert.deepEqual(
            { ...said, path: "" },
            { policy: policy.id, status: "violation", message, path: "", containers },
          );
          assert.ok(said.path !== "" && path.startsWith(said.path), `${said.path} of ${path}`);
        }
    });
});

describe("what the engine says of what is no violation", () => {
  const resource = { type: "kubernetes:core/v1:Pod", urn: "urn", name: "pod" };
  assert.ok(first && second);

  it("names the policy and the field, where one policy waits", () => {
    const { message } = undecided(first, resource, "spec.hostPID");
    assert.deepEqual(read("rampart-undecided", message), {
      policy: first.id,
      status: "undecided",
      message,
      path: "spec.hostPID",
      containers: [],
    });
  });

  it("names no policy, where several do", () => {
    const message = `spec is unknown until deployment; decided then: ${first.id}, ${second.id} and 3 more.`;
    assert.equal(read("rampart-undecided", message).policy, "undecided");
  });

  it("keeps what was not inspected, and checks that failed, apart from violations", () => {
    assert.equal(read("rampart-not-inspected", "The objects of a Helm release …").status, "not-inspected");
    const failed = read("rampart-error", `${first.id} failed on this resource (TypeError) and judged nothing.`);
    assert.deepEqual([failed.policy, failed.status], [first.id, "error"]);
  });

  it("takes messages of other packs as they are", () => {
    const said = read("no-web", "no web", "None.", "other");
    assert.deepEqual([said.policy, said.status, said.message], ["other/no-web", "violation", "None.\nno web"]);
  });
});
