import { onResource } from "../../aws/verdicts.js";
import { type Edit, remove, set } from "../../edit.js";
import { child } from "../../kubernetes/object.js";
import { text } from "../../kubernetes/shape.js";
import { definePolicy, type Resource } from "../../policy.js";
import { all, some } from "../../unknown.js";

const filtersOf = ({ props }: Resource): readonly unknown[] => {
  const filters = props.imageTagMutabilityExclusionFilters;
  return Array.isArray(filters) ? filters : [];
};

/** Exclusions such as `latest` are one's own affair; `*` excludes everything. */
const excludesEverything = (resource: Resource): boolean =>
  some(filtersOf(resource), (filter) => /^\*+$/.test(text(child(filter, "filter")) ?? ""));

/** Filters are for the two modes with exclusions only: ECR refuses them beside IMMUTABLE. */
const immutable = (resource: Resource): readonly Edit[] => [
  set("imageTagMutability", "IMMUTABLE"),
  ...(filtersOf(resource).length === 0 ? [] : [remove("imageTagMutabilityExclusionFilters")]),
];

/** aws.ecr.Repository: MUTABLE is the default. */
export const requireImmutableImageTags = definePolicy({
  id: "require-immutable-image-tags",
  title: "Repositories of Amazon ECR must have immutable tags",
  rationale:
    "Whoever may push can put another image under a tag that was reviewed and scanned; nodes pull it with the next start.",
  remediation:
    "Set imageTagMutability to IMMUTABLE, or to IMMUTABLE_WITH_EXCLUSION with filters for the few tags that must move.",
  fix: "set imageTagMutability to IMMUTABLE",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-06"],
  fixable: true,
  examples: {
    good: [
      {
        name: "immutable tags",
        resources: [
          { type: "aws:ecr/repository:Repository", props: { name: "shop", imageTagMutability: "IMMUTABLE" } },
        ],
      },
      {
        name: "all but those of caches",
        resources: [
          {
            type: "aws:ecr/repository:Repository",
            props: {
              imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
              imageTagMutabilityExclusionFilters: [{ filter: "cache-*", filterType: "WILDCARD" }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [{ type: "aws:ecr/repository:Repository", props: { name: "shop" } }],
        message: "repository must have immutable tags (imageTagMutability). Fix: set imageTagMutability to IMMUTABLE.",
      },
      {
        name: "tags that move but for some",
        resources: [
          {
            type: "aws:ecr/repository:Repository",
            props: { imageTagMutability: "MUTABLE_WITH_EXCLUSION" },
          },
        ],
        message: "repository must have immutable tags (imageTagMutability). Fix: set imageTagMutability to IMMUTABLE.",
      },
      {
        name: "an exclusion of every tag, in repositories that a template makes",
        resources: [
          {
            type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
            props: {
              prefix: "docker-hub",
              imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
              imageTagMutabilityExclusionFilters: [{ filter: "*", filterType: "WILDCARD" }],
            },
          },
        ],
        message:
          "repository must not exclude every tag (imageTagMutabilityExclusionFilters). Fix: set imageTagMutability to IMMUTABLE.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:ecr/repository:Repository", "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"],
  check: (resource) => [
    ...onResource("repository", "imageTagMutability", () =>
      /^IMMUTABLE/.test(text(resource.props.imageTagMutability) ?? "")
        ? undefined
        : { must: "must have immutable tags", fix: immutable(resource) },
    ),
    ...onResource("repository", "imageTagMutabilityExclusionFilters", () =>
      all(
        () => resource.props.imageTagMutability === "IMMUTABLE_WITH_EXCLUSION",
        () => excludesEverything(resource),
      )
        ? { must: "must not exclude every tag", fix: immutable(resource) }
        : undefined,
    ),
  ],
});
