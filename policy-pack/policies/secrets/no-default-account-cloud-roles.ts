import { annotationsOf, nameIn } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/** IAM roles for service accounts (EKS), Workload Identity Federation (GKE), Workload ID (AKS). */
const ROLE_ANNOTATIONS = [
  "eks.amazonaws.com/role-arn",
  "iam.gke.io/gcp-service-account",
  "azure.workload.identity/client-id",
] as const;

/** Cloud rights by annotation of the account that every pod without one of its own runs as. */
export const noDefaultAccountCloudRoles = definePolicy({
  id: "no-default-account-cloud-roles",
  title: "The default service account must not have a cloud role",
  rationale: "Every pod of the namespace that names no account of its own gets the rights of that role.",
  remediation:
    "Give the role to a service account of its own, and name that account in the pods that need the cloud; on EKS by a Pod Identity association.",
  fix: "give the role to a service account of its own",
  topic: "secrets",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.2.1", "NSA-AUTH-12"],
  examples: {
    good: [
      {
        name: "a role for an account of its own",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccount",
            props: {
              metadata: {
                name: "uploads",
                annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/uploads" },
              },
            },
          },
        ],
      },
      {
        name: "the default account without a role",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccount",
            props: { metadata: { name: "default", annotations: { team: "shop" } } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a role for the default account",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccount",
            props: {
              metadata: {
                name: "default",
                annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/uploads" },
              },
            },
          },
        ],
        message:
          'ServiceAccount "default" must not set eks.amazonaws.com/role-arn (metadata.annotations). Fix: give the role to a service account of its own.',
      },
      {
        name: "a patch that adds one",
        resources: [
          {
            type: "kubernetes:core/v1:ServiceAccountPatch",
            props: {
              metadata: { name: "default", annotations: { "iam.gke.io/gcp-service-account": "a@b.iam.example.com" } },
            },
          },
        ],
        message:
          'ServiceAccount "default" must not set iam.gke.io/gcp-service-account (metadata.annotations). Fix: give the role to a service account of its own.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/ServiceAccount"],
  check: (object) =>
    ROLE_ANNOTATIONS.flatMap((key) =>
      onObject(object, "metadata.annotations", () =>
        all(
          () => Object.hasOwn(annotationsOf(object), key),
          () => nameIn(object) === "default",
        )
          ? { must: `must not set ${key}`, field: key }
          : undefined,
      ),
    ),
});
