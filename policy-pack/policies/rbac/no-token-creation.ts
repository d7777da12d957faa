import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const POWERS = [
  { verbs: ["create"], group: "", resource: "serviceaccounts", subresource: "token", named: "excused" },
] as const;

/** rbac.authorization.k8s.io/v1: the TokenRequest API. */
export const noTokenCreation = definePolicy({
  id: "no-token-creation",
  title: "Roles must not let subjects make tokens of service accounts",
  rationale: "Who makes a token for an account has its rights, from anywhere, for as long as the token lives.",
  remediation: "Mount projected tokens; where a controller must request them, name the account in resourceNames.",
  fix: "name the account in resourceNames",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-06", "NSA-AUTH-11", "CIS-K8S-5.1.13", "CIS-EKS-4.1.12"],
  examples: {
    good: [
      {
        name: "accounts themselves",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["serviceaccounts"], verbs: ["create", "get"] }],
            },
          },
        ],
      },
      {
        name: "tokens of one account",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"], resourceNames: ["backup"] },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "tokens of every account",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }],
            },
          },
        ],
        message:
          "rule must not allow create on serviceaccounts/token (rules[0].resources[0]). Fix: name the account in resourceNames.",
      },
      {
        name: "by every resource",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: { metadata: { name: "app" }, rules: [{ apiGroups: [""], resources: ["*"], verbs: ["create"] }] },
          },
        ],
        message:
          "rule must not allow create on serviceaccounts/token (rules[0].resources[0]). Fix: name the account in resourceNames.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
