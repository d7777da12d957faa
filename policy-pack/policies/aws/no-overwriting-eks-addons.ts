import { ADDON, addonOf } from "../../aws/addon.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

const WHEN = ["resolveConflictsOnCreate", "resolveConflictsOnUpdate"] as const;

/** Amazon EKS API reference, "UpdateAddon": OVERWRITE resets what was changed in the cluster to the defaults. */
export const noOverwritingEksAddons = definePolicy({
  id: "no-overwriting-eks-addons",
  title: "Add-ons must not overwrite what was set in the cluster",
  rationale:
    "An update that overwrites drops hardening that somebody had made on the add-on in the cluster, and tells nobody.",
  remediation:
    "Set resolveConflictsOnCreate to NONE and resolveConflictsOnUpdate to NONE or PRESERVE, and bring settings into configurationValues.",
  fix: "set NONE or PRESERVE",
  topic: "aws",
  severity: "low",
  profile: "restricted",
  references: ["NSA-UPG-01"],
  examples: {
    good: [
      {
        name: "kept",
        resources: [
          {
            type: ADDON,
            props: { addonName: "coredns", resolveConflictsOnCreate: "NONE", resolveConflictsOnUpdate: "PRESERVE" },
          },
        ],
      },
      { name: "the default, which is NONE", resources: [{ type: ADDON, props: { addonName: "coredns" } }] },
    ],
    bad: [
      {
        name: "both",
        resources: [
          {
            type: ADDON,
            props: {
              addonName: "coredns",
              resolveConflictsOnCreate: "OVERWRITE",
              resolveConflictsOnUpdate: "OVERWRITE",
            },
          },
        ],
        message:
          "add-ons must not overwrite (resolveConflictsOnCreate, resolveConflictsOnUpdate). Fix: set NONE or PRESERVE.",
      },
      {
        name: "an update",
        resources: [{ type: ADDON, props: { addonName: "vpc-cni", resolveConflictsOnUpdate: "OVERWRITE" } }],
        message: "add-on must not overwrite (resolveConflictsOnUpdate). Fix: set NONE or PRESERVE.",
      },
    ],
  },
  subject: "resource",
  types: [ADDON],
  check: (resource) =>
    WHEN.flatMap((when) =>
      onResource("add-on", when, () =>
        addonOf(resource).onConflict(when) === "OVERWRITE" ? "must not overwrite" : undefined,
      ),
    ),
});
