import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const POWERS = [
  { verbs: ["create", "update", "patch"], group: "", resource: "persistentvolumes", named: "excused" },
] as const;

/** rbac.authorization.k8s.io/v1: persistent volumes, whose source Pod Security does not see. */
export const noPersistentVolumeCreation = definePolicy({
  id: "no-persistent-volume-creation",
  title: "Roles must not let subjects create persistent volumes",
  rationale: "A hostPath volume gives the node's files to pods that Pod Security would not let mount them.",
  remediation: "Let people claim volumes of a StorageClass, and leave persistent volumes to its provisioner.",
  fix: "allow persistentvolumeclaims instead",
  topic: "rbac",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-AUTH-11", "CIS-K8S-5.1.9", "CIS-EKS-4.1.9"],
  examples: {
    good: [
      {
        name: "claims",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create"] }],
            },
          },
        ],
      },
      {
        name: "reading",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "list"] }],
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
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: [""], resources: ["persistentvolumes", "nodes"], verbs: ["create", "get"] }],
            },
          },
        ],
        message:
          "rule must not allow create on persistentvolumes (rules[0].resources[0]). Fix: allow persistentvolumeclaims instead.",
      },
      {
        name: "changing",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["", "apps"], resources: ["persistentvolumes"], verbs: ["patch"] }],
            },
          },
        ],
        message:
          "rule must not allow patch on persistentvolumes (rules[0].resources[0]). Fix: allow persistentvolumeclaims instead.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
