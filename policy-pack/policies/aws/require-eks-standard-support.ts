import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS API reference, "UpgradePolicyRequest": EXTENDED unless it is set. */
export const requireEksStandardSupport = definePolicy({
  id: "require-eks-standard-support",
  title: "Clusters must be upgraded when standard support ends",
  rationale: "Under the default a forgotten cluster runs on for a year with the old version, at six times the price.",
  remediation:
    "Set upgradePolicy.supportType to STANDARD: AWS then upgrades the control plane at the end of standard support.",
  fix: "set upgradePolicy.supportType=STANDARD",
  topic: "aws",
  severity: "low",
  profile: "restricted",
  references: ["NSA-UPG-01"],
  fixable: true,
  examples: {
    good: [
      {
        name: "standard support",
        resources: [{ type: CLUSTER, props: { upgradePolicy: { supportType: "STANDARD" } } }],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [{ type: CLUSTER, props: { version: "1.35" } }],
        message: "cluster must set supportType=STANDARD (upgradePolicy). Fix: set upgradePolicy.supportType=STANDARD.",
      },
      {
        name: "extended support",
        resources: [{ type: CLUSTER, props: { upgradePolicy: { supportType: "EXTENDED" } } }],
        message: "cluster must set supportType=STANDARD (upgradePolicy). Fix: set upgradePolicy.supportType=STANDARD.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) =>
    onResource("cluster", "upgradePolicy", () =>
      clusterOf(resource).upgradePolicy?.supportType === "STANDARD"
        ? undefined
        : { missing: "must set supportType=STANDARD", fix: set("upgradePolicy.supportType", "STANDARD") },
    ),
});
