import { labelsOf, nameIn, SYSTEM_NAMESPACES } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

const LABEL = "pod-security.kubernetes.io/enforce";

/** k8s.io/pod-security-admission: the label that the API server enforces. */
export const requirePodSecurityLabels = definePolicy({
  id: "require-pod-security-labels",
  title: "Namespaces must enforce a Pod Security Standard",
  rationale:
    "Without the label the API server admits every pod, a privileged one included, whatever was checked before deployment.",
  remediation:
    "Label the namespace pod-security.kubernetes.io/enforce: restricted, or baseline where a workload cannot do without.",
  fix: "set the label pod-security.kubernetes.io/enforce to restricted",
  topic: "network",
  severity: "high",
  profile: "restricted",
  references: [
    "NSA-POD-09",
    "CIS-K8S-5.2.1",
    "V-242437",
    "V-254800",
    "CIS-EKS-4.2.1",
    "CIS-EKS-4.2.2",
    "CIS-EKS-4.2.3",
    "CIS-EKS-4.2.4",
    "CIS-EKS-4.2.5",
  ],
  settings: {
    minimum: {
      type: "string",
      enum: ["baseline", "restricted"],
      default: "baseline",
      description: "The loosest standard that a namespace may enforce.",
    },
  },
  examples: {
    good: [
      {
        name: "restricted",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
          },
        ],
      },
      {
        name: "baseline",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
          },
        ],
      },
      {
        name: "a namespace of the system",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: {
              metadata: { name: "kube-system", labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
            },
          },
        ],
      },
      {
        name: "a patch of something else",
        resources: [
          {
            type: "kubernetes:core/v1:NamespacePatch",
            props: { metadata: { name: "shop", labels: { team: "shop" } } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no label",
        resources: [
          { type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "shop", labels: { team: "shop" } } } },
        ],
        message:
          'Namespace "shop" must set pod-security.kubernetes.io/enforce to baseline or restricted (metadata.labels). Fix: set the label pod-security.kubernetes.io/enforce to restricted.',
      },
      {
        name: "no labels",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "shop" } } }],
        message:
          'Namespace "shop" must set pod-security.kubernetes.io/enforce to baseline or restricted (metadata.labels). Fix: set the label pod-security.kubernetes.io/enforce to restricted.',
      },
      {
        name: "privileged",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
          },
        ],
        message:
          'Namespace "shop" must set pod-security.kubernetes.io/enforce to baseline or restricted (metadata.labels). Fix: set the label pod-security.kubernetes.io/enforce to restricted.',
      },
      {
        name: "less than the organisation wants",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
          },
        ],
        settings: { minimum: "restricted" },
        message:
          'Namespace "shop" must set pod-security.kubernetes.io/enforce to restricted (metadata.labels). Fix: set the label pod-security.kubernetes.io/enforce to restricted.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Namespace"],
  check: (object, _context, { minimum }) =>
    onObject(object, "metadata.labels", () => {
      const level = labelsOf(object)[LABEL];
      if (level === "restricted" || (level === "baseline" && minimum === "baseline")) return undefined;
      if (SYSTEM_NAMESPACES.has(nameIn(object) ?? "")) return undefined;
      const wanted = minimum === "baseline" ? "baseline or restricted" : "restricted";
      const must = `must set ${LABEL} to ${wanted}`;
      return level === undefined ? { missing: must, field: LABEL } : { must, field: LABEL };
    }),
});
