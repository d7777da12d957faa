import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { supportOf } from "../../aws/versions.js";
import { daysBetween } from "../../exemptions/day.js";
import { definePolicy } from "../../policy.js";

/** controls/eks-versions.ts has the dates, from the release calendar of Amazon EKS. */
export const requireEksUpgradeInTime = definePolicy({
  id: "require-eks-upgrade-in-time",
  title: "Clusters must be upgraded before their standard support ends",
  rationale: "An upgrade takes weeks of tests; AWS makes it at a time of its own, or charges for the delay.",
  remediation: "Plan the upgrade: one minor version at a time, then add-ons and nodes.",
  fix: "upgrade it before that day",
  topic: "aws",
  severity: "low",
  profile: "restricted",
  references: ["NSA-UPG-01"],
  settings: {
    days: {
      type: "integer",
      default: 60,
      minimum: 0,
      maximum: 400,
      description: "How many days before the end of standard support a cluster is reported.",
    },
  },
  examples: {
    good: [
      { name: "months ahead", resources: [{ type: CLUSTER, props: { version: "1.35" } }], today: "2026-11-25" },
      {
        name: "a few days, where these are enough",
        resources: [{ type: CLUSTER, props: { version: "1.34" } }],
        today: "2026-11-25",
        settings: { days: 5 },
      },
      {
        name: "one that has ended, which another policy reports",
        resources: [{ type: CLUSTER, props: { version: "1.33" } }],
        today: "2026-11-25",
      },
    ],
    bad: [
      {
        name: "a week ahead",
        resources: [{ type: CLUSTER, props: { version: "1.34" } }],
        today: "2026-11-25",
        message:
          "cluster must not keep a version whose standard support ends on 2026-12-02 (version). Fix: upgrade it before that day.",
      },
      {
        name: "a long time ahead",
        resources: [{ type: CLUSTER, props: { version: "1.35" } }],
        today: "2026-11-25",
        settings: { days: 180 },
        message:
          "cluster must not keep a version whose standard support ends on 2027-03-27 (version). Fix: upgrade it before that day.",
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource, { today }, { days }) =>
    onResource("cluster", "version", () => {
      const until = supportOf(clusterOf(resource).version)?.standardUntil ?? "";
      if (until <= today) return undefined;
      return daysBetween(today, until) <= days
        ? `must not keep a version whose standard support ends on ${until}`
        : undefined;
    }),
});
