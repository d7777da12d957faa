import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const RESOURCES = [
  "mutatingwebhookconfigurations",
  "validatingwebhookconfigurations",
  "mutatingadmissionpolicies",
  "mutatingadmissionpolicybindings",
  "validatingadmissionpolicies",
  "validatingadmissionpolicybindings",
];

const POWERS = RESOURCES.map(
  (resource) =>
    ({
      verbs: ["create", "update", "patch", "delete", "deletecollection"],
      group: "admissionregistration.k8s.io",
      resource,
      named: "excused",
    }) as const,
);

/** rbac.authorization.k8s.io/v1: admissionregistration.k8s.io, which every write passes. */
export const noAdmissionChanges = definePolicy({
  id: "no-admission-changes",
  title: "Roles must not let subjects change admission control",
  rationale:
    "Who changes a webhook or an admission policy sees every object that is written, can change it, or lets all of it pass.",
  remediation:
    "Leave it to the pipeline that installs them; a controller that renews certificates needs patch on its own one by name.",
  fix: "leave it to the pipeline, or name one configuration in resourceNames",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-11", "CIS-K8S-5.1.12", "CIS-EKS-4.1.11"],
  examples: {
    good: [
      {
        name: "reading",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                { apiGroups: ["admissionregistration.k8s.io"], resources: ["*"], verbs: ["get", "list", "watch"] },
              ],
            },
          },
        ],
      },
      {
        name: "a controller's own webhook",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["admissionregistration.k8s.io"],
                  resources: ["validatingwebhookconfigurations"],
                  verbs: ["patch"],
                  resourceNames: ["cert-manager-webhook"],
                },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "webhooks",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["admissionregistration.k8s.io"],
                  resources: ["mutatingwebhookconfigurations"],
                  verbs: ["create", "get"],
                },
              ],
            },
          },
        ],
        message:
          "rule must not allow create on mutatingwebhookconfigurations (rules[0].resources[0]). Fix: leave it to the pipeline, or name one configuration in resourceNames.",
      },
      {
        name: "the binding of a policy",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [{ apiGroups: ["*"], resources: ["validatingadmissionpolicybindings"], verbs: ["delete"] }],
            },
          },
        ],
        message:
          "rule must not allow delete on validatingadmissionpolicybindings (rules[0].resources[0]). Fix: leave it to the pipeline, or name one configuration in resourceNames.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
