import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

/** A websocket is opened by GET, so that get is enough for a session in servers that do not ask for create as well. */
const POWERS = [
  ...["exec", "attach", "portforward", "proxy"].map(
    (subresource) => ({ verbs: ["get", "create"], group: "", resource: "pods", subresource, named: "counts" }) as const,
  ),
  {
    verbs: ["update", "patch"],
    group: "",
    resource: "pods",
    subresource: "ephemeralcontainers",
    named: "counts",
  } as const,
];

/** rbac.authorization.k8s.io/v1: subresources of pods that lead into a container. */
export const noPodExec = definePolicy({
  id: "no-pod-exec",
  title: "Roles must not let subjects into running containers",
  rationale:
    "A session by exec, attach, port-forward or an ephemeral container gives what the container has: its token, its Secrets, its network.",
  remediation: "Keep the right for a break-glass role that is granted for hours, with an audit alert on its use.",
  fix: "keep it for a break-glass role",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-11"],
  examples: {
    good: [
      {
        name: "logs",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get"] }],
            },
          },
        ],
      },
      {
        name: "pods/*, which grants no subresource",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods/*"], verbs: ["create"] }],
            },
          },
        ],
      },
      {
        name: "pods of another group",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["metrics.k8s.io"], resources: ["pods/exec"], verbs: ["create"] }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "exec",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods", "pods/exec"], verbs: ["get", "create"] }],
            },
          },
        ],
        message:
          "rule must not allow get, create on pods/exec (rules[0].resources[1]). Fix: keep it for a break-glass role.",
      },
      {
        name: "in named pods",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods/attach"], verbs: ["create"], resourceNames: ["web-0"] }],
            },
          },
        ],
        message:
          "rule must not allow create on pods/attach (rules[0].resources[0]). Fix: keep it for a break-glass role.",
      },
      {
        name: "the subresource of every resource",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["*"], resources: ["*/portforward"], verbs: ["create"] }],
            },
          },
        ],
        message:
          "rule must not allow create on pods/portforward (rules[0].resources[0]). Fix: keep it for a break-glass role.",
      },
      {
        name: "ephemeral containers",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["patch"] }],
            },
          },
        ],
        message:
          "rule must not allow patch on pods/ephemeralcontainers (rules[0].resources[0]). Fix: keep it for a break-glass role.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
