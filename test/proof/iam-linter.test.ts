import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { recordAwsResources } from "../support/aws-outputs.js";
import { documentsOf, type PolicyDocument, type PolicyKind } from "../support/iam/documents.js";
import { policyFindings } from "../support/iam/linter.js";
import { SampleCluster } from "./aws-models/sample/index.js";
import { ALLOW, BAD_STATEMENTS, GOOD_STATEMENTS } from "./iam-linter/statements.js";

function document(kind: PolicyKind | undefined, statement: object, max = 10_000): PolicyDocument {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return { ...(kind === undefined ? {} : { kind }), max, resource: "a", property: "policy", text };
}

describe("the IAM linter", () => {
  for (const [what, [kind, statement, ...expected]] of Object.entries(BAD_STATEMENTS))
    it(`tells of ${what}`, async () => {
      const findings = await policyFindings(document(kind, statement));
      assert.equal(findings.length, expected.length, findings.join("\n"));
      for (const [index, words] of expected.entries())
        assert.ok(findings[index]?.startsWith("a policy ") && findings[index].includes(words), findings[index]);
    });

  for (const [what, [kind, statement]] of Object.entries(GOOD_STATEMENTS))
    it(`lets ${what} pass`, async () => assert.deepEqual(await policyFindings(document(kind, statement)), []));

  it("tells of a policy that is longer than AWS takes, blanks not counted", async () => {
    const blanks = document("identity", ALLOW, 130);
    const spaced = { ...blanks, text: JSON.stringify(JSON.parse(blanks.text), null, 20) };
    assert.deepEqual(await policyFindings(spaced), []);
    assert.match(String(await policyFindings({ ...spaced, max: 100 })), /policy: has 116 characters, more than 100$/);
  });

  it("tells of what is no JSON", async () =>
    assert.deepEqual(await policyFindings({ ...document("trust", {}), text: "{" }), ["a policy: is no JSON"]));

  it("finds every policy that a program registers, and one that stands where none is known", async () => {
    const found = (await recordAwsResources(() => new SampleCluster("sample"))).flatMap(documentsOf);
    assert.deepEqual([...new Set(found.map(({ kind }) => kind))].sort(), [
      "endpoint",
      "identity",
      "resource",
      "session",
      "trust",
    ]);
    const policy = document("resource", { ...ALLOW, Principal: "*" }).text;
    const queue = await recordAwsResources(() => new aws.sqs.Queue("lost", { policy }));
    assert.deepEqual((await Promise.all(queue.flatMap(documentsOf).map(policyFindings))).flat(), [
      "aws:sqs/queue:Queue lost policy: nobody has said what kind of policy this is (iam/documents.ts)",
    ]);
  });
});
