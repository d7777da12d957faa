import { eachOf } from "../../kubernetes/containers.js";
import { role } from "../../kubernetes/rbac.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";
import { attempt } from "../../verdict.js";

/** rbac.authorization.k8s.io/v1: aggregationRule, whose rules the controller fills in. */
export const restrictRoleAggregation = definePolicy({
  id: "restrict-role-aggregation",
  title: "Cluster roles must not aggregate every other role",
  rationale:
    "A selector that excludes nothing makes the role the sum of all roles, cluster-admin and those of the control plane included.",
  remediation: "Select the roles to add by a label of your own, such as `aggregate-to-monitoring: 'true'`.",
  fix: "select by a label of your own",
  topic: "rbac",
  severity: "critical",
  profile: "restricted",
  references: ["NSA-AUTH-08", "NSA-AUTH-11"],
  examples: {
    good: [
      {
        name: "by a label",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [],
              aggregationRule: { clusterRoleSelectors: [{ matchLabels: { "aggregate-to-monitoring": "true" } }] },
            },
          },
        ],
      },
      {
        name: "by an expression",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [],
              aggregationRule: {
                clusterRoleSelectors: [{ matchExpressions: [{ key: "team", operator: "In", values: ["shop"] }] }],
              },
            },
          },
        ],
      },
      {
        name: "no selector, which selects nothing",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: { metadata: { name: "app" }, rules: [], aggregationRule: { clusterRoleSelectors: [] } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "an empty selector",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [],
              aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }, {}] },
            },
          },
        ],
        message:
          "selector must not select every role (aggregationRule.clusterRoleSelectors[1]). Fix: select by a label of your own.",
      },
      {
        name: "all without a label",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [],
              aggregationRule: {
                clusterRoleSelectors: [{ matchExpressions: [{ key: "team", operator: "DoesNotExist" }] }],
              },
            },
          },
        ],
        message:
          "selector must not select every role (aggregationRule.clusterRoleSelectors[0]). Fix: select by a label of your own.",
      },
    ],
  },
  subject: "object",
  kinds: ["rbac.authorization.k8s.io/ClusterRole"],
  check: (object) =>
    eachOf(
      () => role(object.data)?.aggregationRule?.clusterRoleSelectors,
      ({ matchLabels, matchExpressions }, index) =>
        attempt(() => {
          // Only what must be there narrows: what must not be there excludes a few of all.
          const narrows =
            Object.keys(matchLabels ?? {}).length > 0 ||
            some(matchExpressions, ({ operator }) => operator === "In" || operator === "Exists");
          const path = `${object.prefix}aggregationRule.clusterRoleSelectors[${index}]`;
          return narrows ? undefined : { subject: "selector", path, requirement: "must not select every role" };
        }),
    ),
});
