import { BINDINGS } from "../../kubernetes/rbac.js";
import { everybodysRole } from "../../kubernetes/rbac-bootstrap.js";
import { eachSubject } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";
import { unless } from "../../verdict.js";

/** rbac.authorization.k8s.io/v1: the identities of requests without credentials. */
export const noAnonymousBindings = definePolicy({
  id: "no-anonymous-bindings",
  title: "Bindings must not be to callers without credentials",
  rationale:
    "Whoever reaches the API server's port has the role, without a password, a token or a trace of who it was.",
  remediation: "Bind a group that your identity provider states, or a service account.",
  fix: "bind a group or a service account",
  topic: "rbac",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-AUTH-04"],
  examples: {
    good: [
      {
        name: "everybody who has credentials",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:basic-user" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }],
            },
          },
        ],
      },
      {
        name: "the version, as Kubernetes itself binds it",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: {
                apiGroup: "rbac.authorization.k8s.io",
                kind: "ClusterRole",
                name: "system:public-info-viewer",
              },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:unauthenticated" }],
            },
          },
        ],
      },
      {
        name: "the cluster's address, as kubeadm binds it",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: {
                apiGroup: "rbac.authorization.k8s.io",
                kind: "Role",
                name: "kubeadm:bootstrap-signer-clusterinfo",
              },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:anonymous" }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the group",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
              subjects: [
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "auditors" },
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:unauthenticated" },
              ],
            },
          },
        ],
        message:
          "subject must not be system:unauthenticated (subjects[1].name). Fix: bind a group or a service account.",
      },
      {
        name: "the user",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            props: {
              metadata: { name: "app" },
              roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
              subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:anonymous" }],
            },
          },
        ],
        message: "subject must not be system:anonymous (subjects[0].name). Fix: bind a group or a service account.",
      },
    ],
  },
  subject: "object",
  kinds: BINDINGS,
  check: (object) =>
    unless(
      () => everybodysRole(object, "unauthenticated"),
      eachSubject(object, ({ name }) =>
        name === "system:anonymous" || name === "system:unauthenticated" ? `must not be ${name}` : undefined,
      ),
    ),
});
