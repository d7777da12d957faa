import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { list, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

const actions = list(text);

/** admissionregistration/v1 ValidatingAdmissionPolicyBinding: validationActions is a set of Deny, Warn and Audit. */
export const requireDenyingPolicyBindings = definePolicy({
  id: "require-denying-policy-bindings",
  title: "Bindings of admission policies must deny",
  rationale: "A binding that only warns or audits lets every violation into the cluster.",
  remediation: "Add Deny to validationActions once the warnings have been dealt with; exempt the binding until then.",
  fix: "add Deny to validationActions",
  topic: "cluster",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-08", "NSA-POD-09", "CIS-K8S-5.2.1"],
  examples: {
    good: [
      {
        name: "a binding that denies and audits",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
            props: { metadata: { name: "registries" }, spec: { validationActions: ["Audit", "Deny"] } },
          },
        ],
      },
      {
        name: "a patch, which leaves the other actions of the set",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBindingPatch",
            props: { metadata: { name: "registries" }, spec: { validationActions: ["Audit"] } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a binding that only warns",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
            props: { metadata: { name: "registries" }, spec: { validationActions: ["Warn", "Audit"] } },
          },
        ],
        message:
          'ValidatingAdmissionPolicyBinding "registries" must have Deny among its validationActions (spec.validationActions). Fix: add Deny to validationActions.',
      },
      {
        name: "a binding without actions",
        resources: [
          {
            type: "kubernetes:admissionregistration.k8s.io/v1beta1:ValidatingAdmissionPolicyBinding",
            props: { metadata: { name: "registries" }, spec: { policyName: "registries" } },
          },
        ],
        message:
          'ValidatingAdmissionPolicyBinding "registries" must have Deny among its validationActions (spec.validationActions). Fix: add Deny to validationActions.',
      },
    ],
  },
  subject: "object",
  kinds: ["admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding"],
  check: (object) =>
    onObject(object, "spec.validationActions", () =>
      some(actions(child(child(object.data, "spec"), "validationActions")), (action) => action === "Deny")
        ? undefined
        : { missing: "must have Deny among its validationActions" },
    ),
});
