import { eachWebhook } from "../../kubernetes/admission.js";
import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** admissionregistration/v1: failurePolicy is Fail unless stated; Ignore admits what could not be judged. */
export const noFailOpenAdmission = definePolicy({
  id: "no-fail-open-admission",
  title: "Admission webhooks and policies must not fail open",
  rationale: "With failurePolicy Ignore, whoever can overload or break the check can deploy what it would refuse.",
  remediation:
    "Set failurePolicy to Fail, run the webhook with several replicas, and keep system namespaces out by namespaceSelector.",
  fix: "set failurePolicy to Fail",
  topic: "cluster",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-08", "NSA-POD-09"],
  examples: {
    good: [
      {
        name: "a webhook that fails closed",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
            props: { webhooks: [{ name: "pods.example.com", failurePolicy: "Fail" }, { name: "roles.example.com" }] },
          },
        ],
      },
      {
        name: "an admission policy by default",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
            props: { metadata: { name: "registries" }, spec: { validations: [{ expression: "true" }] } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "one of two webhooks",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
            props: {
              webhooks: [
                { name: "roles.example.com", failurePolicy: "Fail" },
                { name: "pods.example.com", failurePolicy: "Ignore" },
              ],
            },
          },
        ],
        message:
          'webhook "pods.example.com" must not set failurePolicy=Ignore (webhooks[1].failurePolicy). Fix: set failurePolicy to Fail.',
      },
      {
        name: "an admission policy",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
            props: { metadata: { name: "registries" }, spec: { failurePolicy: "Ignore" } },
          },
        ],
        message:
          'ValidatingAdmissionPolicy "registries" must not set failurePolicy=Ignore (spec.failurePolicy). Fix: set failurePolicy to Fail.',
      },
    ],
  },
  subject: "object",
  kinds: [
    "admissionregistration.k8s.io/MutatingWebhookConfiguration",
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
    "admissionregistration.k8s.io/MutatingAdmissionPolicy",
    "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  ],
  check: (object) => {
    const judge = (failurePolicy: unknown) =>
      failurePolicy === "Ignore" ? "must not set failurePolicy=Ignore" : undefined;
    return object.kind.endsWith("WebhookConfiguration")
      ? eachWebhook(object, "failurePolicy", ({ failurePolicy }) => judge(failurePolicy))
      : onObject(object, "spec.failurePolicy", () => judge(child(child(object.data, "spec"), "failurePolicy")));
  },
});
