import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const create = (group: string, resource: string) =>
  ({ verbs: ["create", "update", "patch"], group, resource, named: "excused" }) as const;

const POWERS = [
  ...["daemonsets", "deployments", "replicasets", "statefulsets"].map((resource) => create("apps", resource)),
  ...["cronjobs", "jobs"].map((resource) => create("batch", resource)),
  create("", "replicationcontrollers"),
];

/** rbac.authorization.k8s.io/v1: kinds whose controllers make pods. */
export const noWorkloadCreation = definePolicy({
  id: "no-workload-creation",
  title: "Roles must not let subjects create workloads",
  rationale: "Who creates a Deployment or a Job decides what its pods run as and mount, like one who creates pods.",
  remediation: "Deploy by a pipeline whose role is exempt, in namespaces that enforce Pod Security.",
  fix: "leave deployments to the pipeline",
  topic: "rbac",
  severity: "low",
  profile: "strict",
  references: ["NSA-AUTH-11"],
  examples: {
    good: [
      {
        name: "reading",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list"] }],
            },
          },
        ],
      },
      {
        name: "scaling",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["patch"] }],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "deployments",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "get"] }],
            },
          },
        ],
        message:
          "rule must not allow create on deployments (rules[0].resources[0]). Fix: leave deployments to the pipeline.",
      },
      {
        name: "every resource of a group",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
            props: { metadata: { name: "app" }, rules: [{ apiGroups: ["batch"], resources: ["*"], verbs: ["patch"] }] },
          },
        ],
        message:
          "rule must not allow patch on cronjobs (rules[0].resources[0]). Fix: leave deployments to the pipeline.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
