import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { child } from "../../kubernetes/object.js";
import { definePolicy } from "../../policy.js";

/** aws.ecr.Repository; where the registry scans by a configuration of its own, ECR reads no more of it. */
export const requireImageScanning = definePolicy({
  id: "require-image-scanning",
  title: "Repositories of Amazon ECR must scan what is pushed",
  rationale: "Known holes in an image are found when it is pushed, or by whoever uses them.",
  remediation:
    "Set imageScanningConfiguration.scanOnPush to true; for continuous scans by Inspector add aws.ecr.RegistryScanningConfiguration with scanType ENHANCED.",
  fix: "set imageScanningConfiguration.scanOnPush to true",
  topic: "aws",
  severity: "medium",
  profile: "baseline",
  references: ["CIS-EKS-5.1.1", "NSA-POD-07"],
  fixable: true,
  examples: {
    good: [
      {
        name: "a scan on push",
        resources: [
          {
            type: "aws:ecr/repository:Repository",
            props: { name: "shop", imageScanningConfiguration: { scanOnPush: true } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no word of it",
        resources: [{ type: "aws:ecr/repository:Repository", props: { name: "shop" } }],
        message:
          "repository must scan what is pushed (imageScanningConfiguration.scanOnPush). Fix: set imageScanningConfiguration.scanOnPush to true.",
      },
      {
        name: "no scan",
        resources: [
          { type: "aws:ecr/repository:Repository", props: { imageScanningConfiguration: { scanOnPush: false } } },
        ],
        message:
          "repository must scan what is pushed (imageScanningConfiguration.scanOnPush). Fix: set imageScanningConfiguration.scanOnPush to true.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:ecr/repository:Repository"],
  check: (resource) =>
    onResource("repository", "imageScanningConfiguration.scanOnPush", () =>
      child(resource.props.imageScanningConfiguration, "scanOnPush") === true
        ? undefined
        : { must: "must scan what is pushed", fix: set("imageScanningConfiguration.scanOnPush", true) },
    ),
});
