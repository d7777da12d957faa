import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account.js";
import { policyDocument, type Statement } from "../policy-document.js";

/** Services that a cluster without internet needs, by their name in `com.amazonaws.<region>.<name>`. */
export const INTERFACE_SERVICES = [
  "autoscaling",
  "ec2",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "ssm",
  "ssmmessages",
  "sts",
] as const;
export type InterfaceService = (typeof INTERFACE_SERVICES)[number];

/** Only callers of the account get through: what was stolen elsewhere and brought in does not. */
const ownCallers = ({ accountId }: Account): Statement => ({
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
});

/** Whoever takes on a role by a token of the cluster has no account yet; the role has. */
const tokensForOwnRoles = ({ partition, accountId }: Account): Statement => ({
  Effect: "Allow",
  Principal: "*",
  Action: "sts:AssumeRoleWithWebIdentity",
  Resource: pulumi.interpolate`arn:${partition}:iam::${accountId}:role/*`,
});

export const interfacePolicy = (service: InterfaceService, account: Account): pulumi.Output<string> =>
  policyDocument([ownCallers(account), ...(service === "sts" ? [tokensForOwnRoles(account)] : [])]);

/**
 * Own buckets by own callers, and to read from two of AWS: the layers of images in ECR, whose addresses ECR signs, and the
 * packages of Amazon Linux 2023.
 */
export const bucketPolicy = ({ partition, region, accountId }: Account): pulumi.Output<string> =>
  policyDocument([
    {
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId } },
    },
    {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: [
        pulumi.interpolate`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`,
        pulumi.interpolate`arn:${partition}:s3:::al2023-repos-${region}-de612dc2/*`,
      ],
    },
  ]);
