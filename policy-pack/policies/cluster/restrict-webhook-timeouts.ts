import { set } from "../../edit.js";
import { eachWebhook, WEBHOOK_CONFIGURATIONS } from "../../kubernetes/admission.js";
import { definePolicy } from "../../policy.js";

/** What admissionregistration.k8s.io/v1 assumes where nothing is stated. */
const DEFAULT_SECONDS = 10;

/** admissionregistration/v1 allows 1 to 30 seconds; a webhook runs in the middle of each request that it matches. */
export const restrictWebhookTimeouts = definePolicy({
  id: "restrict-webhook-timeouts",
  title: "Admission webhooks must answer within the allowed time",
  rationale: "Each request waits for its webhooks: a slow one makes the API server slow for everybody.",
  remediation: "Set timeoutSeconds to the allowed time or less.",
  fix: "lower timeoutSeconds",
  topic: "cluster",
  severity: "low",
  profile: "restricted",
  references: ["NSA-POD-08"],
  fixable: true,
  settings: {
    maximumSeconds: {
      type: "integer",
      minimum: 1,
      maximum: 30,
      default: DEFAULT_SECONDS,
      description: "Longest timeoutSeconds of a webhook.",
    },
  },
  examples: {
    good: [
      {
        name: "a short time",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
            props: { webhooks: [{ name: "pods.example.com", timeoutSeconds: 5 }, { name: "roles.example.com" }] },
          },
        ],
      },
      {
        name: "a longer time that is allowed",
        settings: { maximumSeconds: 20 },
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
            props: { webhooks: [{ name: "pods.example.com", timeoutSeconds: 20 }] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the longest time",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
            props: { webhooks: [{ name: "roles.example.com" }, { name: "pods.example.com", timeoutSeconds: 30 }] },
          },
        ],
        message:
          'webhook "pods.example.com" must not wait longer than 10 seconds (webhooks[1].timeoutSeconds). Fix: lower timeoutSeconds.',
      },
      {
        name: "the default where less is allowed",
        settings: { maximumSeconds: 3 },
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
            props: { webhooks: [{ name: "pods.example.com" }] },
          },
        ],
        message:
          'webhook "pods.example.com" must not wait longer than 3 seconds (webhooks[0].timeoutSeconds). Fix: lower timeoutSeconds.',
      },
    ],
  },
  subject: "object",
  kinds: WEBHOOK_CONFIGURATIONS,
  check: (object, _context, { maximumSeconds }) =>
    eachWebhook(object, "timeoutSeconds", ({ timeoutSeconds }) => {
      const requirement = `must not wait longer than ${maximumSeconds} seconds`;
      const fix = set("timeoutSeconds", maximumSeconds);
      if (timeoutSeconds === undefined && DEFAULT_SECONDS > maximumSeconds) return { missing: requirement, fix };
      return (timeoutSeconds ?? 0) > maximumSeconds ? { must: requirement, fix } : undefined;
    }),
});
