import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** aws.cloudwatch.LogGroup: without a key of one's own it has one of AWS, which nobody can refuse or see used. */
export const requireLogEncryption = definePolicy({
  id: "require-log-encryption",
  title: "Log groups must be encrypted with a key of KMS",
  rationale:
    "Audit logs name accounts, secrets and hosts. With a key of your own its policy says who reads them, and CloudTrail who did.",
  remediation:
    "Set kmsKeyId to the ARN of a key whose policy lets logs.REGION.amazonaws.com use it for this log group, by a condition on kms:EncryptionContext:aws:logs:arn.",
  fix: "set kmsKeyId to the ARN of a key",
  topic: "aws",
  severity: "low",
  profile: "restricted",
  references: ["CIS-EKS-2.1.2", "NSA-LOG-03"],
  examples: {
    good: [
      {
        name: "a key of one's own",
        resources: [
          {
            type: "aws:cloudwatch/logGroup:LogGroup",
            props: {
              name: "/aws/eks/prod/cluster",
              kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no key",
        resources: [
          { type: "aws:cloudwatch/logGroup:LogGroup", props: { name: "/aws/eks/prod/cluster", retentionInDays: 90 } },
        ],
        message: "log group must be encrypted with a key of KMS (kmsKeyId). Fix: set kmsKeyId to the ARN of a key.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (resource) =>
    onResource("log group", "kmsKeyId", () =>
      resource.props.kmsKeyId ? undefined : "must be encrypted with a key of KMS",
    ),
});
