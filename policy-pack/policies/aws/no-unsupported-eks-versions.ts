import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { minorOf, supportOf } from "../../aws/versions.js";
import { definePolicy } from "../../policy.js";

/** controls/eks-versions.ts has the dates, from the release calendar of Amazon EKS. */
export const noUnsupportedEksVersions = definePolicy({
  id: "no-unsupported-eks-versions",
  title: "Clusters must run a version in standard support",
  rationale:
    "After standard support a version gets no fixes from Kubernetes itself, and add-ons and tools stop testing with it.",
  remediation: "Upgrade the cluster one minor version at a time, then its add-ons and nodes.",
  fix: "upgrade it to a version in standard support",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["NSA-UPG-01"],
  settings: {
    allowExtendedSupport: {
      type: "boolean",
      default: false,
      description: "Whether versions in extended support, which costs more, are taken as well.",
    },
    oldestVersion: {
      type: "string",
      default: "",
      pattern: "^(1\\.[0-9]+)?$",
      description: "The oldest minor version that the organisation takes, e.g. 1.34. Empty: any that AWS supports.",
    },
  },
  examples: {
    good: [
      {
        name: "a version in standard support",
        resources: [{ type: CLUSTER, props: { version: "1.34" } }],
        today: "2026-11-25",
      },
      {
        name: "one in extended support that is allowed",
        resources: [{ type: CLUSTER, props: { version: "1.32" } }],
        today: "2026-11-25",
        settings: { allowExtendedSupport: true },
      },
      {
        name: "one that is newer than our data",
        resources: [{ type: CLUSTER, props: { version: "1.44" } }],
        today: "2026-11-25",
      },
      {
        name: "none, which is the newest default of AWS at its creation",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"] } } }],
        today: "2026-11-25",
      },
    ],
    bad: [
      {
        name: "one in extended support",
        resources: [{ type: CLUSTER, props: { version: "1.33" } }],
        today: "2026-11-25",
        message:
          "cluster must not run a version whose standard support ended on 2026-07-29 (version). Fix: upgrade it to a version in standard support.",
      },
      {
        name: "one whose extended support has ended",
        resources: [{ type: CLUSTER, props: { version: "1.30" } }],
        today: "2026-11-25",
        settings: { allowExtendedSupport: true },
        message:
          "cluster must not run a version whose extended support ended on 2026-07-23 (version). Fix: upgrade it to a version in standard support.",
      },
      {
        name: "one from before our data",
        resources: [{ type: CLUSTER, props: { version: "1.27" } }],
        today: "2026-11-25",
        message:
          "cluster must not run a version that AWS no longer supports (version). Fix: upgrade it to a version in standard support.",
      },
      {
        name: "one that is older than the organisation takes",
        resources: [{ type: CLUSTER, props: { version: "1.34" } }],
        today: "2026-11-25",
        settings: { oldestVersion: "1.35" },
        message:
          "cluster must not run a version before oldestVersion (version). Fix: upgrade it to a version in standard support.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource, { today }, { allowExtendedSupport, oldestVersion }) =>
    onResource("cluster", "version", () => {
      const support = supportOf(clusterOf(resource).version);
      if (support === undefined) return undefined;
      const { minor, standardUntil, extendedUntil } = support;
      if (minor < (minorOf(oldestVersion) ?? 0)) return "must not run a version before oldestVersion";
      if (extendedUntil === "") return "must not run a version that AWS no longer supports";
      if (extendedUntil <= today) return `must not run a version whose extended support ended on ${extendedUntil}`;
      return standardUntil <= today && !allowExtendedSupport
        ? `must not run a version whose standard support ended on ${standardUntil}`
        : undefined;
    }),
});
