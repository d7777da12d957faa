import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isBottlerocket, type NodeOs } from "./operating-system.js";

export interface LaunchTemplateArgs {
  readonly os: NodeOs;
  readonly userData: string;
  readonly volumesKeyArn: pulumi.Input<string>;
  readonly volumeSize: pulumi.Input<number>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * What a node is started as: metadata only with a token and only for the host (NSA-CLD-01), every volume under the key, no
 * public address, no key pair (NSA-NODE-01).
 */
export function createLaunchTemplate(
  parent: pulumi.Resource,
  name: string,
  args: LaunchTemplateArgs,
): aws.ec2.LaunchTemplate {
  const tags = pulumi.output(args.tags ?? {}).apply((all): Record<string, string> => ({ Name: name, ...all }));
  return new aws.ec2.LaunchTemplate(
    `${name}-template`,
    {
      description: `Nodes of ${name}`,
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        httpProtocolIpv6: "disabled",
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: volumes(args),
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: [args.securityGroupId],
        },
      ],
      userData: Buffer.from(args.userData).toString("base64"),
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      tags,
    },
    { parent },
  );
}

/** Bottlerocket has its system on the first volume and all that pods write on the second. */
function volumes({ os, volumeSize, volumesKeyArn }: LaunchTemplateArgs) {
  const ebs = { volumeType: "gp3", encrypted: "true", kmsKeyId: volumesKeyArn, deleteOnTermination: "true" };
  return isBottlerocket(os)
    ? [
        { deviceName: "/dev/xvda", ebs },
        { deviceName: "/dev/xvdb", ebs: { ...ebs, volumeSize } },
      ]
    : [{ deviceName: "/dev/xvda", ebs: { ...ebs, volumeSize } }];
}
