import { ADDON, addonOf } from "../../aws/addon.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS API reference, "CreateAddon": without a version AWS takes its default of that day. */
export const requirePinnedEksAddons = definePolicy({
  id: "require-pinned-eks-addons",
  title: "Add-ons of clusters must have a stated version",
  rationale: "Without one the same program installs other code tomorrow, and nobody has decided to.",
  remediation:
    "Set addonVersion to what aws eks describe-addon-versions lists for the cluster's version, and raise it with each upgrade.",
  fix: "set addonVersion",
  topic: "aws",
  severity: "low",
  profile: "restricted",
  references: ["NSA-UPG-01"],
  examples: {
    good: [
      {
        name: "a version",
        resources: [{ type: ADDON, props: { addonName: "coredns", addonVersion: "v1.12.4-eksbuild.1" } }],
      },
    ],
    bad: [
      {
        name: "none",
        resources: [{ type: ADDON, props: { addonName: "coredns" } }],
        message: "add-on must set addonVersion (addonVersion). Fix: set addonVersion.",
      },
    ],
  },
  subject: "resource",
  types: [ADDON],
  check: (resource) =>
    onResource("add-on", "addonVersion", () =>
      addonOf(resource).version() === "" ? { missing: "must set addonVersion" } : undefined,
    ),
});
