import { INSTANCE, LAUNCH_TEMPLATE, MACHINES } from "../../aws/machines.js";
import { eachVolumeOf, VOLUME } from "../../aws/volumes.js";
import { definePolicy } from "../../policy.js";

/**
 * Amazon EBS user guide, "Amazon EBS encryption": volumes are encrypted where that is set, or where the account says
 * so for all, which no program shows.
 */
export const requireEncryptedVolumes = definePolicy({
  id: "require-encrypted-volumes",
  title: "Volumes must be encrypted",
  rationale:
    "Volumes of nodes hold images, logs and the secrets that pods have mounted; unencrypted snapshots of them can be copied and read.",
  remediation:
    "Set encrypted to true for the root and every other volume; for machines whose image decides, state the root volume.",
  fix: "set encrypted=true for every volume",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["NSA-CP-09"],
  examples: {
    good: [
      {
        name: "a launch template",
        resources: [
          {
            type: LAUNCH_TEMPLATE,
            props: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 20 } }] },
          },
        ],
      },
      {
        name: "a volume",
        resources: [{ type: VOLUME, props: { availabilityZone: "eu-central-1a", encrypted: true } }],
      },
      {
        name: "an instance",
        resources: [
          {
            type: INSTANCE,
            props: {
              rootBlockDevice: { encrypted: true },
              ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: true }],
            },
          },
        ],
      },
      {
        name: "an instance whose launch template decides",
        resources: [{ type: INSTANCE, props: { launchTemplate: { id: "lt-1" } } }],
      },
    ],
    bad: [
      {
        name: "a launch template that leaves it to the image",
        resources: [{ type: LAUNCH_TEMPLATE, props: { imageId: "ami-1" } }],
        message:
          "launch template must state its root volume with encrypted=true (blockDeviceMappings). Fix: set encrypted=true for every volume.",
      },
      {
        name: "one of two",
        resources: [
          {
            type: LAUNCH_TEMPLATE,
            props: { blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { ebs: { volumeSize: 80 } }] },
          },
        ],
        message:
          "volume must set encrypted=true (blockDeviceMappings[1].ebs). Fix: set encrypted=true for every volume.",
      },
      {
        name: "a volume",
        resources: [{ type: VOLUME, props: { availabilityZone: "eu-central-1a" } }],
        message: "volume must set encrypted=true (encrypted). Fix: set encrypted=true for every volume.",
      },
      {
        name: "an instance",
        resources: [
          { type: INSTANCE, props: { ami: "ami-1", ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: false }] } },
        ],
        message:
          "instance must state its root volume with encrypted=true (rootBlockDevice); volume must set encrypted=true (ebsBlockDevices[0]). Fix: set encrypted=true for every volume.",
      },
    ],
  },
  subject: "resource",
  types: [...MACHINES, VOLUME],
  check: (resource) =>
    eachVolumeOf(resource, (volume) => {
      if (volume === undefined) return "must state its root volume with encrypted=true";
      return volume.encrypted === true ? undefined : "must set encrypted=true";
    }),
});
