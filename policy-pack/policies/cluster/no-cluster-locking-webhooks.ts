import {
  eachWebhook,
  type LabelSelector,
  WEBHOOK_CONFIGURATIONS,
  type WebhookRule,
} from "../../kubernetes/admission.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

/** What the cluster needs in kube-system to come back: pods, and the leases by which controllers elect a leader. */
const VITAL = [
  { group: "", resource: "pods" },
  { group: "coordination.k8s.io", resource: "leases" },
];

/** Label that the API server gives every namespace. */
const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/** admissionregistration/v1 RuleWithOperations: `*` and `*` + `/*` cover every resource. */
const coversVital = ({ apiGroups, resources, operations, scope }: WebhookRule): boolean =>
  scope !== "Cluster" &&
  some(operations, (operation) => operation !== "CONNECT") &&
  VITAL.some(
    ({ group, resource }) =>
      some(apiGroups, (name) => name === "*" || name === group) &&
      some(resources, (name) => name === "*" || name === "*/*" || name === resource),
  );

/**
 * Whether the selector certainly takes kube-system in, of which only the label with its name is known: a requirement on
 * another label may leave it out.
 */
const selectsSystem = (selector: LabelSelector | undefined): boolean =>
  !some(
    Object.keys(selector?.matchLabels ?? {}),
    (key) => key !== NAMESPACE_NAME || !isSystem(selector?.matchLabels?.[key]),
  ) &&
  !some(selector?.matchExpressions, ({ key, operator, values }) =>
    key !== NAMESPACE_NAME
      ? true
      : operator === "NotIn"
        ? some(values, isSystem)
        : operator === "In"
          ? !some(values, isSystem)
          : operator === "DoesNotExist",
  );

const isSystem = (namespace: string | undefined): boolean => namespace === "kube-system";

const isEmpty = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;

/** Kubernetes "Admission Webhook Good Practices": avoid matching kube-system and the webhook's own namespace. */
export const noClusterLockingWebhooks = definePolicy({
  id: "no-cluster-locking-webhooks",
  title: "Admission webhooks that fail closed must not judge the pods of kube-system",
  rationale:
    "When such a webhook is down, the cluster can start neither its own system pods nor the pods of the webhook.",
  remediation:
    "Leave kube-system and the webhook's own namespace out by namespaceSelector, or narrow the rules, the objectSelector or the matchConditions.",
  fix: "leave kube-system out by namespaceSelector",
  topic: "cluster",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-08"],
  examples: {
    good: [
      {
        name: "kube-system and the own namespace left out by name",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
            props: {
              webhooks: [
                {
                  name: "pods.example.com",
                  failurePolicy: "Fail",
                  rules: [{ apiGroups: ["*"], resources: ["*"], operations: ["*"] }],
                  namespaceSelector: {
                    matchExpressions: [
                      { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system", "policy"] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
      {
        name: "a label that namespaces must have",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
            props: {
              webhooks: [
                {
                  name: "inject.example.com",
                  rules: [{ apiGroups: [""], resources: ["pods"], operations: ["CREATE"] }],
                  namespaceSelector: { matchLabels: { inject: "enabled" } },
                },
              ],
            },
          },
        ],
      },
      {
        name: "own kinds only, and a webhook that fails open",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
            props: {
              webhooks: [
                {
                  name: "shops.example.com",
                  rules: [{ apiGroups: ["example.com"], resources: ["*"], operations: ["CREATE"] }],
                },
                {
                  name: "pods.example.com",
                  failurePolicy: "Ignore",
                  rules: [{ apiGroups: [""], resources: ["pods"], operations: ["CREATE"] }],
                },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "everything in every namespace",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
            props: {
              webhooks: [
                { name: "all.example.com", rules: [{ apiGroups: ["*"], resources: ["*/*"], operations: ["*"] }] },
              ],
            },
          },
        ],
        message:
          'webhook "all.example.com" must not fail closed on pods or leases of kube-system (webhooks[0].rules). Fix: leave kube-system out by namespaceSelector.',
      },
      {
        name: "only another namespace left out",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
            props: {
              webhooks: [
                {
                  name: "pods.example.com",
                  failurePolicy: "Fail",
                  rules: [
                    { apiGroups: ["apps"], resources: ["deployments"], operations: ["CREATE"] },
                    { apiGroups: [""], resources: ["pods"], operations: ["CREATE"] },
                  ],
                  namespaceSelector: {
                    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["policy"] }],
                  },
                },
              ],
            },
          },
        ],
        message:
          'webhook "pods.example.com" must not fail closed on pods or leases of kube-system (webhooks[0].rules). Fix: leave kube-system out by namespaceSelector.',
      },
    ],
  },
  subject: "object",
  kinds: WEBHOOK_CONFIGURATIONS,
  check: (object) =>
    eachWebhook(object, "rules", (webhook) =>
      some(webhook.rules, coversVital) &&
      webhook.failurePolicy !== "Ignore" &&
      isEmpty(webhook.objectSelector) &&
      (webhook.matchConditions ?? []).length === 0 &&
      selectsSystem(webhook.namespaceSelector)
        ? "must not fail closed on pods or leases of kube-system"
        : undefined,
    ),
});
