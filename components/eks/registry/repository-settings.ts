import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account.js";
import { policyDocument } from "../policy-document.js";

/** Settings that every repository has, made by us or by ECR for a cache. */
export const encryption = (registryKeyArn: pulumi.Input<string>) => [{ encryptionType: "KMS", kmsKey: registryKeyArn }];

/** Days after which an image without a tag goes: what was replaced, or the parts of a broken push. */
const UNTAGGED_DAYS = 14;

/**
 * Which images go by themselves. ECR does not know which are running: keep more than are between two deployments.
 * @param images that are kept.
 */
export const lifecyclePolicy = (images: pulumi.Input<number>): pulumi.Output<string> =>
  pulumi.jsonStringify({
    rules: [
      {
        rulePriority: 1,
        description: `untagged for ${UNTAGGED_DAYS} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: UNTAGGED_DAYS,
        },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: "all but the newest",
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: images },
        action: { type: "expire" },
      },
    ],
  });

/** Who else may pull. Whoever is in the account needs IAM alone. */
export const pullPolicy = (
  { partition }: Account,
  principals: readonly pulumi.Input<string>[],
  accounts: readonly pulumi.Input<string>[],
): pulumi.Output<string> =>
  policyDocument([
    {
      Sid: "Pull",
      Effect: "Allow",
      Principal: {
        AWS: [...principals, ...accounts.map((account) => pulumi.interpolate`arn:${partition}:iam::${account}:root`)],
      },
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    },
  ]);
