import { onResource } from "../../aws/verdicts.js";
import { child } from "../../kubernetes/object.js";
import { list, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

const ENTRY = "aws:eks/accessEntry:AccessEntry";
const groups = list(text);

/**
 * Amazon EKS user guide, "Create access entries": groups that begin with `system:` are refused, `system:masters`
 * among them. Entries for nodes have theirs from AWS.
 */
export const noEksSystemGroups = definePolicy({
  id: "no-eks-system-groups",
  title: "Access entries must not name groups of the system",
  rationale:
    "A member of system:masters passes every check of the API server, and nothing in the cluster can take that back.",
  remediation: "Give the entry a group of your own and bind that by RBAC, or associate an access policy.",
  fix: "name a group of your own, and bind it by RBAC",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["CIS-EKS-4.1.1", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "a group of one's own",
        resources: [
          {
            type: ENTRY,
            props: {
              clusterName: "prod",
              principalArn: "arn:aws:iam::111122223333:role/developer",
              kubernetesGroups: ["developers"],
            },
          },
        ],
      },
      {
        name: "none",
        resources: [
          { type: ENTRY, props: { clusterName: "prod", principalArn: "arn:aws:iam::111122223333:role/developer" } },
        ],
      },
    ],
    bad: [
      {
        name: "masters",
        resources: [
          {
            type: ENTRY,
            props: {
              clusterName: "prod",
              principalArn: "arn:aws:iam::111122223333:role/developer",
              kubernetesGroups: ["developers", "system:masters"],
            },
          },
        ],
        message:
          "access entry must not be in groups that begin with system: (kubernetesGroups). Fix: name a group of your own, and bind it by RBAC.",
      },
      {
        name: "everybody who is known",
        resources: [
          {
            type: ENTRY,
            props: {
              clusterName: "prod",
              principalArn: "arn:aws:iam::111122223333:role/developer",
              kubernetesGroups: ["system:authenticated"],
            },
          },
        ],
        message:
          "access entry must not be in groups that begin with system: (kubernetesGroups). Fix: name a group of your own, and bind it by RBAC.",
      },
    ],
  },
  subject: "resource",
  types: [ENTRY],
  check: ({ props }) =>
    onResource("access entry", "kubernetesGroups", () =>
      some(groups(child(props, "kubernetesGroups")), (group) => group.startsWith("system:"))
        ? "must not be in groups that begin with system:"
        : undefined,
    ),
});
