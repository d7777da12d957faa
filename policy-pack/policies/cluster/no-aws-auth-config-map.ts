import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** Amazon EKS user guide, "Grant IAM users access with a ConfigMap": deprecated in favour of access entries. */
export const noAwsAuthConfigMap = definePolicy({
  id: "no-aws-auth-config-map",
  title: "Access to Amazon EKS must not be granted by the aws-auth ConfigMap",
  rationale:
    "Whoever can write this ConfigMap can make himself administrator, and one broken line locks everybody out. EKS has deprecated it.",
  remediation: "Grant access by access entries, and set the cluster's authenticationMode to API.",
  fix: "use aws.eks.AccessEntry",
  topic: "cluster",
  severity: "medium",
  profile: "restricted",
  references: ["CIS-EKS-4.1.7", "CIS-EKS-5.5.1", "NSA-AUTH-01"],
  examples: {
    good: [
      {
        name: "another ConfigMap",
        resources: [
          { type: "kubernetes:core/v1:ConfigMap", props: { metadata: { name: "app", namespace: "kube-system" } } },
        ],
      },
      {
        name: "one of that name elsewhere",
        resources: [
          { type: "kubernetes:core/v1:ConfigMap", props: { metadata: { name: "aws-auth", namespace: "shop" } } },
        ],
      },
    ],
    bad: [
      {
        name: "the ConfigMap",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMap",
            props: { metadata: { name: "aws-auth", namespace: "kube-system" }, data: { mapRoles: "[]" } },
          },
        ],
        message:
          'ConfigMap "aws-auth" must not grant access to the cluster (metadata.name). Fix: use aws.eks.AccessEntry.',
      },
      {
        name: "a patch of it",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMapPatch",
            props: { metadata: { name: "aws-auth", namespace: "kube-system" }, data: { mapUsers: "[]" } },
          },
        ],
        message:
          'ConfigMap "aws-auth" must not grant access to the cluster (metadata.name). Fix: use aws.eks.AccessEntry.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/ConfigMap"],
  check: (object) =>
    onObject(object, "metadata.name", () => {
      const metadata = child(object.data, "metadata");
      return child(metadata, "name") === "aws-auth" && child(metadata, "namespace") === "kube-system"
        ? "must not grant access to the cluster"
        : undefined;
    }),
});
