import { ASSOCIATION, associationOf } from "../../aws/access.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { all, some } from "../../unknown.js";

/** AmazonEKSClusterAdminPolicy has a policy of its own. */
const CHANGES = /\/AmazonEKS(?:Edit|Admin)Policy$/;

/** Amazon EKS user guide, "Associate access policies with access entries": a scope is the cluster, or namespaces. */
export const restrictEksAccessScope = definePolicy({
  id: "restrict-eks-access-scope",
  title: "Access policies of people who change things must be for namespaces",
  rationale: "Who may edit in every namespace may so in those of other teams, and in the next ones too.",
  remediation: "Set accessScope.type to namespace and list the namespaces.",
  fix: "set accessScope to type namespace, with namespaces",
  topic: "aws",
  severity: "medium",
  profile: "strict",
  references: ["NSA-AUTH-10", "NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "namespaces",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
              accessScope: { type: "namespace", namespaces: ["shop"] },
            },
          },
        ],
      },
      {
        name: "who only looks",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "an editor of everything",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
        message:
          "association must not be for the whole cluster (accessScope.type). Fix: set accessScope to type namespace, with namespaces.",
      },
      {
        name: "namespaces, and an asterisk",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
              accessScope: { type: "namespace", namespaces: ["*"] },
            },
          },
        ],
        message:
          "association must not be for every namespace (accessScope.namespaces). Fix: set accessScope to type namespace, with namespaces.",
      },
    ],
  },
  subject: "resource",
  types: [ASSOCIATION],
  check: (resource) => {
    const { policyArn, scope, namespaces } = associationOf(resource);
    return [
      ...onResource("association", "accessScope.type", () =>
        all(
          () => CHANGES.test(policyArn()),
          () => scope() === "cluster",
        )
          ? "must not be for the whole cluster"
          : undefined,
      ),
      ...onResource("association", "accessScope.namespaces", () =>
        all(
          () => CHANGES.test(policyArn()),
          () => scope() === "namespace",
          () => some(namespaces(), (each) => each === "*"),
        )
          ? "must not be for every namespace"
          : undefined,
      ),
    ];
  },
});
