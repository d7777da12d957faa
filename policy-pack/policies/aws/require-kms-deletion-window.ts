import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { integer } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

/** aws.kms.Key and its kin: `deletionWindowInDays` is 7 to 30, and 30 where it is not stated. */
export const requireKmsDeletionWindow = definePolicy({
  id: "require-kms-deletion-window",
  title: "Keys of KMS must wait 30 days before they are deleted",
  rationale:
    "What a deleted key has encrypted is lost for ever. The days in between are all that is left to notice and cancel.",
  remediation: "Leave deletionWindowInDays out, or set it to 30, the longest that KMS knows.",
  fix: "set deletionWindowInDays to 30",
  topic: "aws",
  severity: "medium",
  profile: "baseline",
  references: ["NSA-SEC-04"],
  settings: {
    minimumDays: {
      type: "integer",
      minimum: 7,
      maximum: 30,
      default: 30,
      description: "Shortest time in days between the deletion of a key and its end.",
    },
  },
  fixable: true,
  examples: {
    good: [
      { name: "the default", resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true } }] },
      { name: "30 days", resources: [{ type: "aws:kms/key:Key", props: { deletionWindowInDays: 30 } }] },
      {
        name: "two weeks where the organisation has set that",
        settings: { minimumDays: 14 },
        resources: [{ type: "aws:kms/key:Key", props: { deletionWindowInDays: 14 } }],
      },
    ],
    bad: [
      {
        name: "a week",
        resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true, deletionWindowInDays: 7 } }],
        message:
          "key must wait 30 days before its deletion (deletionWindowInDays). Fix: set deletionWindowInDays to 30.",
      },
      {
        name: "ten days for the replica of a key",
        resources: [
          {
            type: "aws:kms/replicaKey:ReplicaKey",
            props: {
              primaryKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
              deletionWindowInDays: 10,
            },
          },
        ],
        message:
          "key must wait 30 days before its deletion (deletionWindowInDays). Fix: set deletionWindowInDays to 30.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/externalKey:ExternalKey"],
  check: (resource, _, { minimumDays }) =>
    onResource("key", "deletionWindowInDays", () =>
      (integer(resource.props.deletionWindowInDays) ?? 30) < minimumDays
        ? {
            must: `must wait ${minimumDays} days before its deletion`,
            fix: set("deletionWindowInDays", minimumDays),
          }
        : undefined,
    ),
});
