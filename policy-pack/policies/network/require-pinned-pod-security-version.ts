import { labelsOf } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

const ENFORCE = "pod-security.kubernetes.io/enforce";
const LABEL = "pod-security.kubernetes.io/enforce-version";

/** k8s.io/pod-security-admission: the version of the enforced standard; `latest` where there is none. */
export const requirePinnedPodSecurityVersion = definePolicy({
  id: "require-pinned-pod-security-version",
  title: "Namespaces must pin the version of the Pod Security Standard that they enforce",
  rationale:
    "With latest, an upgrade of the cluster changes the rules, and pods that ran are refused when they are moved.",
  remediation:
    "Label the namespace pod-security.kubernetes.io/enforce-version with the version that you tested, such as v1.36.",
  fix: "set the label pod-security.kubernetes.io/enforce-version to a version",
  topic: "network",
  severity: "low",
  profile: "restricted",
  references: ["NSA-POD-09"],
  examples: {
    good: [
      {
        name: "a version",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: {
              metadata: {
                name: "shop",
                labels: {
                  "pod-security.kubernetes.io/enforce": "restricted",
                  "pod-security.kubernetes.io/enforce-version": "v1.36",
                },
              },
            },
          },
        ],
      },
      {
        name: "nothing is enforced",
        resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "shop", labels: {} } } }],
      },
      {
        name: "a patch of something else",
        resources: [
          {
            type: "kubernetes:core/v1:NamespacePatch",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no version",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
          },
        ],
        message:
          'Namespace "shop" must set pod-security.kubernetes.io/enforce-version to a version (metadata.labels). Fix: set the label pod-security.kubernetes.io/enforce-version to a version.',
      },
      {
        name: "latest",
        resources: [
          {
            type: "kubernetes:core/v1:Namespace",
            props: {
              metadata: {
                name: "shop",
                labels: {
                  "pod-security.kubernetes.io/enforce": "baseline",
                  "pod-security.kubernetes.io/enforce-version": "latest",
                },
              },
            },
          },
        ],
        message:
          'Namespace "shop" must set pod-security.kubernetes.io/enforce-version to a version (metadata.labels). Fix: set the label pod-security.kubernetes.io/enforce-version to a version.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Namespace"],
  check: (object) =>
    onObject(object, "metadata.labels", () => {
      const labels = labelsOf(object);
      const version = labels[LABEL];
      if (version !== undefined && /^v1\.\d+$/.test(version)) return undefined;
      if (labels[ENFORCE] === undefined) return undefined;
      const must = `must set ${LABEL} to a version`;
      return version === undefined ? { missing: must, field: LABEL } : { must, field: LABEL };
    }),
});
