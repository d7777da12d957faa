import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where a component works: what ARNs are made of. */
export interface Account {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** Twelve digits. */
  readonly accountId: pulumi.Output<string>;
  /** `amazonaws.com`, but `amazonaws.com.cn` in China. */
  readonly dnsSuffix: pulumi.Output<string>;
}

/** The account of the provider that `parent` uses. Never who asks: what is made must not differ by the caller. */
export function accountOf(parent: pulumi.Resource): Account {
  const partition = aws.getPartitionOutput({}, { parent });
  return {
    partition: partition.partition,
    dnsSuffix: partition.dnsSuffix,
    region: aws.getRegionOutput({}, { parent }).region,
    accountId: aws.getCallerIdentityOutput({}, { parent }).accountId,
  };
}

/** What AWS calls a service in `kms:ViaService` and as a principal of the region: `ec2.eu-central-1.amazonaws.com`. */
export const serviceHost = ({ region, dnsSuffix }: Account, service: string): pulumi.Output<string> =>
  pulumi.interpolate`${service}.${region}.${dnsSuffix}`;

/** A policy that AWS itself manages, by its name with its path. */
export const managedPolicyArn = ({ partition }: Account, policy: string): pulumi.Output<string> =>
  pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`;

export const clusterArn = (
  { partition, region, accountId }: Account,
  clusterName: pulumi.Input<string>,
): pulumi.Output<string> => pulumi.interpolate`arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`;

/** The principal that stands for the whole account: its administrators decide by IAM policies. */
export const accountRoot = ({ partition, accountId }: Account): pulumi.Output<string> =>
  pulumi.interpolate`arn:${partition}:iam::${accountId}:root`;
