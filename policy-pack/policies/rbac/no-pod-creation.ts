import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const POWERS = [{ verbs: ["create"], group: "", resource: "pods", named: "excused" }] as const;

/** rbac.authorization.k8s.io/v1: creating pods directly; controllers that make them are `no-workload-creation`. */
export const noPodCreation = definePolicy({
  id: "no-pod-creation",
  title: "Roles must not let subjects create pods",
  rationale: "Who creates pods can run them as any service account of the namespace and mount any of its Secrets.",
  remediation:
    "Give the right to a controller or a pipeline only, in a namespace that enforces Pod Security, and exempt that role.",
  fix: "leave the creation of pods to controllers",
  topic: "rbac",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-AUTH-11", "CIS-K8S-5.1.4", "CIS-EKS-4.1.4"],
  examples: {
    good: [
      {
        name: "reading pods",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] }],
            },
          },
        ],
      },
      {
        name: "deployments",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "patch"] }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "creating",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["create", "delete"] }],
            },
          },
        ],
        message:
          "rule must not allow create on pods (rules[0].resources[0]). Fix: leave the creation of pods to controllers.",
      },
      {
        name: "every verb",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["services", "pods"], verbs: ["*"] }],
            },
          },
        ],
        message:
          "rule must not allow create on pods (rules[0].resources[1]). Fix: leave the creation of pods to controllers.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
