import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/** All four are off where they are not stated. */
const FIELDS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/** aws.s3.BucketPublicAccessBlock and that of the account. */
export const requirePublicAccessBlock = definePolicy({
  id: "require-public-access-block",
  title: "Buckets must block public access in every way",
  rationale:
    "Each of the four closes one way to make a bucket of logs public; one that is left open is the one that is taken.",
  remediation: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
  fix: "set the field to true",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-13", "NSA-CLD-02"],
  fixable: true,
  examples: {
    good: [
      {
        name: "all four",
        resources: [
          {
            type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            props: {
              bucket: "audit-logs",
              blockPublicAcls: true,
              blockPublicPolicy: true,
              ignorePublicAcls: true,
              restrictPublicBuckets: true,
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "three of four",
        resources: [
          {
            type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            props: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true },
          },
        ],
        message: "buckets must set restrictPublicBuckets=true (restrictPublicBuckets). Fix: set the field to true.",
      },
      {
        name: "two that are open for the whole account",
        resources: [
          {
            type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
            props: { blockPublicAcls: true, blockPublicPolicy: false, ignorePublicAcls: true },
          },
        ],
        message:
          "buckets must set blockPublicPolicy=true (blockPublicPolicy); buckets must set restrictPublicBuckets=true (restrictPublicBuckets). Fix: set the field to true.",
      },
    ],
  },
  subject: "resource",
  types: [
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  ],
  check: (resource) =>
    FIELDS.flatMap((field) =>
      onResource("buckets", field, () =>
        resource.props[field] === true ? undefined : { must: `must set ${field}=true`, fix: set(field, true) },
      ),
    ),
});
