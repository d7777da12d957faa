import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** PodSecurityPolicy was deprecated in Kubernetes 1.21 and removed in 1.25. */
export const noPodSecurityPolicies = definePolicy({
  id: "no-pod-security-policies",
  title: "Stacks must not rely on PodSecurityPolicy",
  rationale: "Kubernetes 1.25 removed PodSecurityPolicy: whatever it is meant to stop is not stopped.",
  remediation:
    "Label namespaces for Pod Security Admission, and write a ValidatingAdmissionPolicy for what the standards lack.",
  fix: "label the namespaces with pod-security.kubernetes.io/enforce",
  topic: "cluster",
  severity: "medium",
  profile: "baseline",
  references: ["NSA-POD-09", "NSA-UPG-05", "V-242437", "V-242442", "CIS-K8S-5.2.1"],
  examples: {
    good: [
      {
        name: "a namespace with a level",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
          },
        ],
      },
      {
        name: "a PodDisruptionBudget of the same group",
        resources: [{ type: "kubernetes:policy/v1:PodDisruptionBudget", props: { metadata: { name: "web" } } }],
      },
    ],
    bad: [
      {
        name: "a PodSecurityPolicy",
        resources: [
          {
            type: "kubernetes:policy/v1beta1:PodSecurityPolicy",
            props: { metadata: { name: "restricted" }, spec: { privileged: false } },
          },
        ],
        message:
          'PodSecurityPolicy "restricted" must not stand for protection: Kubernetes 1.25 removed it (kind). Fix: label the namespaces with pod-security.kubernetes.io/enforce.',
      },
      {
        name: "one of the oldest group",
        resources: [
          { type: "kubernetes:extensions/v1beta1:PodSecurityPolicy", props: { metadata: { name: "restricted" } } },
        ],
        message:
          'PodSecurityPolicy "restricted" must not stand for protection: Kubernetes 1.25 removed it (kind). Fix: label the namespaces with pod-security.kubernetes.io/enforce.',
      },
    ],
  },
  subject: "object",
  kinds: ["policy/PodSecurityPolicy", "extensions/PodSecurityPolicy"],
  check: (object) => onObject(object, "kind", () => "must not stand for protection: Kubernetes 1.25 removed it"),
});
