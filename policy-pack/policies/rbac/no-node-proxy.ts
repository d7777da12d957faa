import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

/** Even get is enough: the kubelet runs commands by a websocket, which is opened by GET. */
const POWERS = [
  {
    verbs: ["get", "create", "update", "patch", "delete"],
    group: "",
    resource: "nodes",
    subresource: "proxy",
    named: "counts",
  },
] as const;

/** rbac.authorization.k8s.io/v1: the API of the kubelet behind the API server. */
export const noNodeProxy = definePolicy({
  id: "no-node-proxy",
  title: "Roles must not let subjects talk to kubelets through nodes/proxy",
  rationale:
    "The subresource nodes/proxy leads to the kubelet's own API, which runs commands in every pod of the node and is not in the audit log.",
  remediation: "Allow nodes/metrics, nodes/stats, nodes/log or nodes/healthz instead, which the kubelet tells apart.",
  fix: "allow nodes/metrics, nodes/stats or nodes/log instead",
  topic: "rbac",
  severity: "critical",
  profile: "restricted",
  references: ["NSA-AUTH-11", "CIS-K8S-5.1.10", "CIS-EKS-4.1.10"],
  examples: {
    good: [
      {
        name: "metrics",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["nodes", "nodes/metrics", "nodes/stats"], verbs: ["get"] }],
            },
          },
        ],
      },
      {
        name: "the proxy of services",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["services/proxy"], verbs: ["get"] }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "reading",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["nodes/metrics", "nodes/proxy"], verbs: ["get"] }],
            },
          },
        ],
        message:
          "rule must not allow get on nodes/proxy (rules[0].resources[1]). Fix: allow nodes/metrics, nodes/stats or nodes/log instead.",
      },
      {
        name: "the proxy of everything",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["*/proxy"], verbs: ["create", "get"] }],
            },
          },
        ],
        message:
          "rule must not allow get, create on nodes/proxy (rules[0].resources[0]). Fix: allow nodes/metrics, nodes/stats or nodes/log instead.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
