import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy, type Resource } from "../../policy.js";
import type { Verdict } from "../../verdict.js";

/** Fields with the value that they have where they are not stated, and what a trail lacks with the other one. */
const DEMANDS = [
  { field: "enableLogging", otherwise: true, must: "must be on" },
  { field: "isMultiRegionTrail", otherwise: false, must: "must log every region" },
  { field: "includeGlobalServiceEvents", otherwise: true, must: "must log IAM and STS" },
  { field: "enableLogFileValidation", otherwise: false, must: "must prove its files" },
] as const;

const onDemand = (resource: Resource, { field, otherwise, must }: (typeof DEMANDS)[number]): readonly Verdict[] =>
  onResource("trail", field, () =>
    (resource.props[field] ?? otherwise) === true ? undefined : { must, fix: set(field, true) },
  );

/** aws.cloudtrail.Trail: who called EKS, IAM and KMS. */
export const requireTrailIntegrity = definePolicy({
  id: "require-trail-integrity",
  title: "Trails of CloudTrail must log all regions and prove their files",
  rationale:
    "Whoever attacks works in the region that nobody logs; without digests nobody can tell whether files of the log were changed.",
  remediation:
    "Set isMultiRegionTrail and enableLogFileValidation to true, and leave enableLogging and includeGlobalServiceEvents on.",
  fix: "set the field to true",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-05", "NSA-LOG-13"],
  fixable: true,
  examples: {
    good: [
      {
        name: "all regions, with digests",
        resources: [
          {
            type: "aws:cloudtrail/trail:Trail",
            props: { s3BucketName: "trail", isMultiRegionTrail: true, enableLogFileValidation: true },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the defaults",
        resources: [{ type: "aws:cloudtrail/trail:Trail", props: { s3BucketName: "trail" } }],
        message:
          "trail must log every region (isMultiRegionTrail); trail must prove its files (enableLogFileValidation). Fix: set the field to true.",
      },
      {
        name: "a trail that is off, without IAM",
        resources: [
          {
            type: "aws:cloudtrail/trail:Trail",
            props: {
              isMultiRegionTrail: true,
              enableLogFileValidation: true,
              enableLogging: false,
              includeGlobalServiceEvents: false,
            },
          },
        ],
        message:
          "trail must be on (enableLogging); trail must log IAM and STS (includeGlobalServiceEvents). Fix: set the field to true.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) => DEMANDS.flatMap((demand) => onDemand(resource, demand)),
});
