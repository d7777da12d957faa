import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { integer } from "../../kubernetes/shape.js";
import { definePolicy, type Resource } from "../../policy.js";
import { all } from "../../unknown.js";

/** AWS rotates symmetric keys for encryption whose material is its own, and no others. */
const canRotate = ({ props }: Resource): boolean =>
  all(
    () => (props.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT",
    () => (props.keyUsage ?? "ENCRYPT_DECRYPT") === "ENCRYPT_DECRYPT",
    () => !props.customKeyStoreId,
  );

/** aws.kms.Key: rotation is off unless it is turned on; without a period it takes 365 days. */
export const requireKmsKeyRotation = definePolicy({
  id: "require-kms-key-rotation",
  title: "Keys of KMS must be rotated at least once a year",
  rationale: "Whatever is encrypted under one key for years is lost together when that key is.",
  remediation:
    "Set enableKeyRotation to true and rotationPeriodInDays to 90 to 365. Old material stays, so that nothing has to be encrypted again.",
  fix: "set enableKeyRotation to true and rotationPeriodInDays to 365 or less",
  topic: "aws",
  severity: "medium",
  profile: "baseline",
  references: ["NSA-SEC-04", "CIS-EKS-5.3.1"],
  settings: {
    maximumDays: {
      type: "integer",
      minimum: 90,
      maximum: 2560,
      default: 365,
      description: "Longest time in days between two rotations.",
    },
  },
  fixable: true,
  examples: {
    good: [
      {
        name: "rotation every year",
        resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true, rotationPeriodInDays: 365 } }],
      },
      { name: "the period of AWS", resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true } }] },
      {
        name: "a key for signatures, which AWS cannot rotate",
        resources: [
          { type: "aws:kms/key:Key", props: { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" } },
        ],
      },
      {
        name: "a key in a store of your own",
        resources: [{ type: "aws:kms/key:Key", props: { customKeyStoreId: "cks-0123456789abcdef0" } }],
      },
      {
        name: "a longer period that is set for the organisation",
        settings: { maximumDays: 730 },
        resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true, rotationPeriodInDays: 730 } }],
      },
    ],
    bad: [
      {
        name: "no word of rotation",
        resources: [{ type: "aws:kms/key:Key", props: { description: "EKS secrets", deletionWindowInDays: 30 } }],
        message:
          "key must be rotated (enableKeyRotation). Fix: set enableKeyRotation to true and rotationPeriodInDays to 365 or less.",
      },
      {
        name: "rotation off",
        resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: false } }],
        message:
          "key must be rotated (enableKeyRotation). Fix: set enableKeyRotation to true and rotationPeriodInDays to 365 or less.",
      },
      {
        name: "the longest period there is",
        resources: [{ type: "aws:kms/key:Key", props: { enableKeyRotation: true, rotationPeriodInDays: 2560 } }],
        message:
          "key must be rotated after 365 days at most (rotationPeriodInDays). Fix: set enableKeyRotation to true and rotationPeriodInDays to 365 or less.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:kms/key:Key"],
  check: (resource, _, { maximumDays }) => [
    ...onResource("key", "enableKeyRotation", () =>
      all(
        () => resource.props.enableKeyRotation !== true,
        () => canRotate(resource),
      )
        ? { must: "must be rotated", fix: set("enableKeyRotation", true) }
        : undefined,
    ),
    ...onResource("key", "rotationPeriodInDays", () =>
      all(
        () => (integer(resource.props.rotationPeriodInDays) ?? 0) > maximumDays,
        () => canRotate(resource),
      )
        ? {
            must: `must be rotated after ${maximumDays} days at most`,
            fix: set("rotationPeriodInDays", maximumDays),
          }
        : undefined,
    ),
  ],
});
