import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

/** aws.eks.PodIdentityAssociation; the same of the annotation is no-default-account-cloud-roles. */
export const noDefaultAccountPodIdentities = definePolicy({
  id: "no-default-account-pod-identities",
  title: "The default service account must not have a role by EKS Pod Identity",
  rationale: "Every pod of the namespace that names no account of its own gets the rights of that role.",
  remediation: "Make a service account of its own for the workload, and associate the role with that.",
  fix: "associate the role with a service account of its own",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.2.1", "NSA-AUTH-12"],
  examples: {
    good: [
      {
        name: "an account of its own",
        resources: [
          {
            type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            props: {
              clusterName: "prod",
              namespace: "shop",
              serviceAccount: "uploads",
              roleArn: "arn:aws:iam::111122223333:role/uploads",
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the default account",
        resources: [
          {
            type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            props: { clusterName: "prod", namespace: "shop", serviceAccount: "default" },
          },
        ],
        message:
          "association must not be for the account default (serviceAccount). Fix: associate the role with a service account of its own.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:eks/podIdentityAssociation:PodIdentityAssociation"],
  check: (resource) =>
    onResource("association", "serviceAccount", () =>
      resource.props.serviceAccount === "default" ? "must not be for the account default" : undefined,
    ),
});
