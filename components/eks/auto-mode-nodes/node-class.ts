import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export interface NodeClassArgs {
  readonly className: string;
  /** A NodeClass wants the role by its name, without a path. */
  readonly nodeRoleName: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly volumesKeyArn: pulumi.Input<string>;
  readonly volumeSize: pulumi.Input<number>;
  readonly allowTrafficByDefault: boolean;
  readonly fips: boolean;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * How Auto Mode starts a node (eks.amazonaws.com/v1 NodeClass): without public address, with its storage under the key,
 * and with pods that reach nothing and nobody until a policy lets them.
 */
export const createNodeClass = (
  name: string,
  args: NodeClassArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource =>
  new kubernetes.apiextensions.CustomResource(
    `${name}-class`,
    {
      apiVersion: "eks.amazonaws.com/v1",
      kind: "NodeClass",
      metadata: { name: args.className },
      spec: {
        role: args.nodeRoleName,
        subnetSelectorTerms: pulumi.output(args.subnetIds).apply((ids) => ids.map((id) => ({ id }))),
        securityGroupSelectorTerms: [{ id: args.securityGroupId }],
        networkPolicy: args.allowTrafficByDefault ? "DefaultAllow" : "DefaultDeny",
        networkPolicyEventLogs: "Enabled",
        ephemeralStorage: {
          size: pulumi.interpolate`${args.volumeSize}Gi`,
          kmsKeyID: args.volumesKeyArn,
        },
        advancedNetworking: { associatePublicIPAddress: false },
        ...(args.fips ? { advancedSecurity: { fips: true } } : {}),
        tags: args.tags,
      },
    },
    opts,
  );
