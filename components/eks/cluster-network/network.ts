import type * as pulumi from "@pulumi/pulumi";

/** A network that a cluster can be made in. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlocks: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly controlPlaneSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly s3PrefixListId?: pulumi.Output<string>;
}
