import { INSTANCE, LAUNCH_TEMPLATE } from "../../aws/machines.js";
import { eachVolumeOf, VOLUME } from "../../aws/volumes.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/**
 * Amazon EBS user guide, "How Amazon EBS encryption works": without a key the one of AWS is taken, which nobody can
 * deny to others or take away.
 */
export const requireVolumeKeys = definePolicy({
  id: "require-volume-keys",
  title: "Encrypted volumes must have a customer key",
  rationale:
    "Under the key of AWS whoever may copy a snapshot in the account may read it; a customer key says who may, and logs it.",
  remediation: "Set kmsKeyId to a KMS key whose policy lets the Auto Scaling role use it by grant.",
  fix: "set kmsKeyId to a key of your own",
  topic: "aws",
  severity: "medium",
  profile: "strict",
  references: ["NSA-CP-09"],
  examples: {
    good: [
      {
        name: "a key",
        resources: [
          {
            type: LAUNCH_TEMPLATE,
            props: {
              blockDeviceMappings: [
                { ebs: { encrypted: "true", kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1" } },
              ],
            },
          },
        ],
      },
      {
        name: "one that is not encrypted, which another policy refuses",
        resources: [{ type: VOLUME, props: { availabilityZone: "eu-central-1a" } }],
      },
    ],
    bad: [
      {
        name: "a launch template",
        resources: [{ type: LAUNCH_TEMPLATE, props: { blockDeviceMappings: [{ ebs: { encrypted: "true" } }] } }],
        message: "volume must set kmsKeyId (blockDeviceMappings[0].ebs). Fix: set kmsKeyId to a key of your own.",
      },
      {
        name: "an instance",
        resources: [{ type: INSTANCE, props: { rootBlockDevice: { encrypted: true } } }],
        message: "instance must set kmsKeyId (rootBlockDevice). Fix: set kmsKeyId to a key of your own.",
      },
    ],
  },
  subject: "resource",
  types: [LAUNCH_TEMPLATE, INSTANCE, VOLUME],
  check: (resource) =>
    eachVolumeOf(resource, (volume) =>
      volume !== undefined &&
      all(
        () => volume.encrypted === true,
        () => (volume.kmsKeyId ?? "") === "",
      )
        ? "must set kmsKeyId"
        : undefined,
    ),
});
