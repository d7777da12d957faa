import { BINDINGS } from "../../kubernetes/rbac.js";
import { eachSubject } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

/** rbac.authorization.k8s.io/v1: the account that pods have unless they name one. */
export const noDefaultAccountBindings = definePolicy({
  id: "no-default-account-bindings",
  title: "Bindings must not be to the default service account",
  rationale: "Every pod of the namespace that names no account has the rights of the default one.",
  remediation: "Make a service account for the workload that needs the rights, and bind that.",
  fix: "bind a service account of the workload's own",
  topic: "rbac",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-22", "CIS-K8S-5.1.5", "CIS-EKS-4.1.5"],
  examples: {
    good: [
      {
        name: "an account of one's own",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ kind: "ServiceAccount", name: "prometheus", namespace: "shop" }],
            },
          },
        ],
      },
      {
        name: "a user who is called so",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "default" }],
            },
          },
        ],
      },
      {
        name: "a group whose name begins alike",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:serviceaccountsofmine" },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the account",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [
                { kind: "ServiceAccount", name: "prometheus", namespace: "shop" },
                { kind: "ServiceAccount", name: "default", namespace: "shop" },
              ],
            },
          },
        ],
        message:
          "subject must not be the default service account (subjects[1].name). Fix: bind a service account of the workload's own.",
      },
      {
        name: "the account by its user name",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [
                { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:serviceaccount:shop:default" },
              ],
            },
          },
        ],
        message:
          "subject must not be the default service account (subjects[0].name). Fix: bind a service account of the workload's own.",
      },
      {
        name: "every account of a namespace, it included",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:serviceaccounts:shop" }],
            },
          },
        ],
        message:
          "subject must not be the default service account (subjects[0].name). Fix: bind a service account of the workload's own.",
      },
    ],
  },
  subject: "object",
  kinds: BINDINGS,
  check: (object) =>
    eachSubject(object, ({ kind, name = "" }) => {
      const isDefault =
        (name === "default" && kind === "ServiceAccount") ||
        (/^system:serviceaccount:[^:]*:default$/.test(name) && kind === "User") ||
        (/^system:serviceaccounts:/.test(name) && kind === "Group");
      return isDefault ? "must not be the default service account" : undefined;
    }),
});
