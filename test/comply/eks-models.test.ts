import assert from "node:assert/strict";
import { violationsOf } from "../support/aws-models/index.js";
import { recordAwsResources } from "../support/aws-outputs.js";
import { documentsOf } from "../support/iam/documents.js";
import { policyFindings } from "../support/iam/linter.js";
import type { RecordedResource } from "../support/recorded-resources.js";
import { awsModels, describeWithModels } from "../support/tiers.js";
import { EKS_ANSWERS, EKS_EXAMPLES } from "./eks-examples.js";

async function ofAws(program: () => unknown): Promise<RecordedResource[]> {
  const recorded = await recordAwsResources(program, EKS_ANSWERS);
  // What is in the cluster is judged by a real API server, elsewhere.
  const resources = recorded.filter(({ type }) => !/^(?:kubernetes|pulumi):/.test(type));
  assert.notEqual(recorded.length, 0);
  return resources;
}

describeWithModels("components on EKS and AWS's own models", () => {
  for (const [name, example] of Object.entries(EKS_EXAMPLES))
    it(`${name} gives every property a value that the API takes`, async () => {
      const models = await awsModels();
      const resources = await ofAws(example);
      assert.deepEqual(
        resources.flatMap((resource) => violationsOf(models, resource)),
        [],
      );
    });
});

describe("components on EKS and IAM", () => {
  for (const [name, example] of Object.entries(EKS_EXAMPLES))
    it(`${name} writes policies of actions, resources and conditions that there are`, async () => {
      const documents = (await ofAws(example)).flatMap(documentsOf);
      const findings = await Promise.all(documents.map(policyFindings));
      assert.deepEqual(findings.flat(), []);
    });
});
