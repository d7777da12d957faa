import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/** The field by which a resource is deleted with whatever is in it. */
const FIELDS: Readonly<Record<string, string>> = {
  "aws:ecr/repository:Repository": "forceDelete",
  "aws:s3/bucket:Bucket": "forceDestroy",
};

export const noForcedDeletion = definePolicy({
  id: "no-forced-deletion",
  title: "Repositories and buckets must not be deleted with what is in them",
  rationale:
    "A renamed resource or a destroyed stack takes every image that nodes would pull again, or every log, with it.",
  remediation: "Leave forceDelete or forceDestroy out, and empty what shall go by hand.",
  fix: "leave it out, or set it to false",
  topic: "aws",
  severity: "low",
  profile: "restricted",
  references: ["NSA-LOG-13", "NSA-POD-06"],
  fixable: true,
  examples: {
    good: [
      { name: "the default", resources: [{ type: "aws:ecr/repository:Repository", props: { name: "shop" } }] },
      { name: "a bucket without", resources: [{ type: "aws:s3/bucket:Bucket", props: { forceDestroy: false } }] },
    ],
    bad: [
      {
        name: "a repository with its images",
        resources: [{ type: "aws:ecr/repository:Repository", props: { name: "shop", forceDelete: true } }],
        message:
          "resource must not be deleted with what is in it (forceDelete). Fix: leave it out, or set it to false.",
      },
      {
        name: "a bucket with its objects",
        resources: [{ type: "aws:s3/bucket:Bucket", props: { forceDestroy: true } }],
        message:
          "resource must not be deleted with what is in it (forceDestroy). Fix: leave it out, or set it to false.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:ecr/repository:Repository", "aws:s3/bucket:Bucket"],
  check: (resource) => {
    const field = FIELDS[resource.type] ?? "";
    return onResource("resource", field, () =>
      resource.props[field] === true
        ? { must: "must not be deleted with what is in it", fix: set(field, false) }
        : undefined,
    );
  },
});
