import { ASSOCIATION, associationOf } from "../../aws/access.js";
import { onResource } from "../../aws/verdicts.js";
import { fits } from "../../exemptions/match.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** Amazon EKS user guide, "Review access policy permissions": AmazonEKSClusterAdminPolicy is cluster-admin. */
export const restrictEksClusterAdmins = definePolicy({
  id: "restrict-eks-cluster-admins",
  title: "Administrators of clusters must be named",
  rationale:
    "An administrator of the cluster reads every secret and is root on every node; a whole account as one is everybody whom its IAM lets.",
  remediation:
    "Associate AmazonEKSClusterAdminPolicy with a role that few can take, list these roles in allowedPrincipals, and give others a narrower policy.",
  fix: "name the administrators, or associate a narrower policy",
  topic: "aws",
  severity: "high",
  profile: "baseline",
  references: ["CIS-EKS-4.1.1", "NSA-AUTH-08"],
  settings: {
    allowedPrincipals: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "ARNs of those who may be administrators, in which * stands for any text. Empty: any but the root of an account.",
    },
  },
  examples: {
    good: [
      {
        name: "a role",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              clusterName: "prod",
              principalArn: "arn:aws:iam::111122223333:role/administrator",
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
      },
      {
        name: "a role that is allowed",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              principalArn:
                "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef",
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
        settings: { allowedPrincipals: ["arn:aws:iam::111122223333:role/aws-reserved/*/AWSReservedSSO_Admin_*"] },
      },
      {
        name: "another policy",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              principalArn: "arn:aws:iam::111122223333:role/viewer",
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
        settings: { allowedPrincipals: ["arn:aws:iam::111122223333:role/administrator"] },
      },
    ],
    bad: [
      {
        name: "the root of the account",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              principalArn: "arn:aws:iam::111122223333:root",
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
        message:
          "association must not make the root of an account administrator (principalArn). Fix: name the administrators, or associate a narrower policy.",
      },
      {
        name: "a role that is not allowed",
        resources: [
          {
            type: ASSOCIATION,
            props: {
              principalArn: "arn:aws:iam::111122223333:role/developer",
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              accessScope: { type: "cluster" },
            },
          },
        ],
        settings: { allowedPrincipals: ["arn:aws:iam::111122223333:role/administrator"] },
        message:
          "association must not make administrator who is not in allowedPrincipals (principalArn). Fix: name the administrators, or associate a narrower policy.",
      },
    ],
  },
  subject: "resource",
  types: [ASSOCIATION],
  check: (resource, _, { allowedPrincipals }) =>
    onResource("association", "principalArn", () => {
      const { policyArn, principalArn } = associationOf(resource);
      const ifAdmin = (holds: (principal: string) => boolean): boolean =>
        all(
          () => policyArn().endsWith("/AmazonEKSClusterAdminPolicy"),
          () => holds(principalArn()),
        );
      if (ifAdmin((principal) => principal.endsWith(":root")))
        return "must not make the root of an account administrator";
      const isAllowed = (principal: string): boolean => allowedPrincipals.some((pattern) => fits(pattern, principal));
      return allowedPrincipals.length > 0 && ifAdmin((principal) => !isAllowed(principal))
        ? "must not make administrator who is not in allowedPrincipals"
        : undefined;
    }),
});
