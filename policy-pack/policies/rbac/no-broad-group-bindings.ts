import { BINDINGS } from "../../kubernetes/rbac.js";
import { everybodysRole } from "../../kubernetes/rbac-bootstrap.js";
import { eachSubject } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** rbac.authorization.k8s.io/v1: the groups that the API server puts every caller in. */
export const noBroadGroupBindings = definePolicy({
  id: "no-broad-group-bindings",
  title: "Bindings must not be to everybody who is logged in, or to every service account",
  rationale: "In system:authenticated is every user and every pod, on some clouds everybody with an account there.",
  remediation: "Bind a group that your identity provider states, or the one service account that needs it.",
  fix: "bind a group of your own, or one service account",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-08"],
  examples: {
    good: [
      {
        name: "a group of one's own",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "auditors" }],
            },
          },
        ],
      },
      {
        name: "discovery, as Kubernetes itself binds it",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:discovery" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }],
            },
          },
        ],
      },
      {
        name: "one service account",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ kind: "ServiceAccount", name: "prometheus", namespace: "shop" }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "everybody",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }],
            },
          },
        ],
        message:
          "subject must not be everybody in system:authenticated (subjects[0].name). Fix: bind a group of your own, or one service account.",
      },
      {
        name: "every service account",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team" },
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:serviceaccounts" },
              ],
            },
          },
        ],
        message:
          "subject must not be everybody in system:serviceaccounts (subjects[1].name). Fix: bind a group of your own, or one service account.",
      },
    ],
  },
  subject: "object",
  kinds: BINDINGS,
  check: (object) =>
    unless(
      () => everybodysRole(object, "authenticated"),
      eachSubject(object, ({ kind, name }) =>
        (name === "system:authenticated" || name === "system:serviceaccounts") && kind === "Group"
          ? `must not be everybody in ${name}`
          : undefined,
      ),
    ),
});
