import { ENDED_EKS_IMAGES } from "../../../controls/eks-versions.js";
import { NODE_GROUP, nodeGroupOf } from "../../aws/node-group.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** controls/eks-versions.ts has the dates. Without amiType AWS takes a supported image. */
export const noUnsupportedEksImages = definePolicy({
  id: "no-unsupported-eks-images",
  title: "Node groups must run an image that AWS still patches",
  rationale:
    "Nodes of an image without patches keep every flaw of their kernel and runtime, which is all that separates pods.",
  remediation: "Set amiType to AL2023_x86_64_STANDARD, BOTTLEROCKET_x86_64 or another supported one.",
  fix: "use AL2023, Bottlerocket or Auto Mode",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-UPG-01", "NSA-UPG-05"],
  examples: {
    good: [
      {
        name: "Bottlerocket",
        resources: [{ type: NODE_GROUP, props: { amiType: "BOTTLEROCKET_x86_64" } }],
        today: "2026-11-25",
      },
      {
        name: "the day before",
        resources: [{ type: NODE_GROUP, props: { amiType: "AL2_ARM_64" } }],
        today: "2025-11-25",
      },
      { name: "the default", resources: [{ type: NODE_GROUP, props: { clusterName: "prod" } }], today: "2026-11-25" },
    ],
    bad: [
      {
        name: "Amazon Linux 2",
        resources: [{ type: NODE_GROUP, props: { amiType: "AL2_x86_64" } }],
        today: "2026-11-25",
        message:
          "node group must not run an image without patches since 2025-11-26 (amiType). Fix: use AL2023, Bottlerocket or Auto Mode.",
      },
    ],
  },
  subject: "resource",
  types: [NODE_GROUP],
  check: (resource, { today }) =>
    onResource("node group", "amiType", () => {
      const type = nodeGroupOf(resource).amiType ?? "";
      const ended = ENDED_EKS_IMAGES.find(({ prefix, until }) => type.startsWith(prefix) && until <= today);
      return ended === undefined ? undefined : `must not run an image without patches since ${ended.until}`;
    }),
});
