import { eachOf } from "../../kubernetes/containers.js";
import { coversPath, ROLES } from "../../kubernetes/rbac.js";
import { eachRule } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";
import { attempt } from "../../verdict.js";

const LISTS = [
  { list: "verbs", wildcard: (item: string) => (item === "*" ? "must not allow every verb" : undefined) },
  { list: "apiGroups", wildcard: (item: string) => (item === "*" ? "must not allow every API group" : undefined) },
  { list: "resources", wildcard: ofResources },
  { list: "nonResourceURLs", wildcard: (item: string) => (coversPath(item, "/") ? ofPaths(item) : undefined) },
] as const;

function ofResources(item: string): string | undefined {
  if (item === "*") return "must not allow every resource";
  return item.startsWith("*/") ? "must not allow a subresource of every resource" : undefined;
}

/** `/` alone is a path like any other. */
const ofPaths = (item: string): string | undefined => (item === "/" ? undefined : "must not allow every path");

/** rbac.authorization.k8s.io/v1: only what the authorizer itself takes for a wildcard (`RuleAllows`). */
export const noWildcardRules = definePolicy({
  id: "no-wildcard-rules",
  title: "Roles must not allow by wildcard",
  rationale: "A wildcard grants what is there today and what any later version or extension adds.",
  remediation: "List the API groups, resources and verbs that are needed.",
  fix: "list what is needed",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-08", "CIS-K8S-5.1.3", "CIS-EKS-4.1.3"],
  examples: {
    good: [
      {
        name: "what is needed",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: ["apps"], resources: ["deployments", "deployments/scale"], verbs: ["get", "patch"] },
              ],
            },
          },
        ],
      },
      {
        name: "paths below one",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ nonResourceURLs: ["/healthz", "/healthz/*"], verbs: ["get"] }],
            },
          },
        ],
      },
      {
        name: "a star that the authorizer takes for no wildcard",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["*.example.com"], resources: ["pods/*"], verbs: ["get*"] }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "verbs",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
                { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "*"] },
              ],
            },
          },
        ],
        message: "rule must not allow every verb (rules[1].verbs[1]). Fix: list what is needed.",
      },
      {
        name: "groups and resources",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: { metadata: { name: "app" }, rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get"] }] },
          },
        ],
        message:
          "rule must not allow every API group (rules[0].apiGroups[0]); rule must not allow every resource (rules[0].resources[0]). Fix: list what is needed.",
      },
      {
        name: "a subresource of every resource",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods", "*/scale"], verbs: ["get"] }],
            },
          },
        ],
        message:
          "rule must not allow a subresource of every resource (rules[0].resources[1]). Fix: list what is needed.",
      },
      {
        name: "every path",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: { metadata: { name: "app" }, rules: [{ nonResourceURLs: ["/*"], verbs: ["get"] }] },
          },
        ],
        message: "rule must not allow every path (rules[0].nonResourceURLs[0]). Fix: list what is needed.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) =>
    eachRule(object, (rule, path) =>
      LISTS.flatMap(({ list, wildcard }) =>
        eachOf(
          () => rule[list],
          (item, index) =>
            attempt(() => {
              const requirement = wildcard(item);
              return requirement === undefined
                ? undefined
                : { subject: "rule", path: `${path}.${list}[${index}]`, requirement };
            }),
        ),
      ),
    ),
});
