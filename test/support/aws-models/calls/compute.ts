import { type CallsByType, numberOf, ofTheProvider, tagList, truthOf } from "../mapping.js";

/** What EC2 calls the tags of a thing that it is about to make. */
export const tagsOf =
  (resourceType: string) =>
  (tags: unknown): unknown => [{ ResourceType: resourceType, Tags: tagList()(tags) }];

const truth = { as: truthOf };

export const COMPUTE: CallsByType = {
  "aws:ec2/launchTemplate:LaunchTemplate": {
    service: "ec2",
    calls: ["CreateLaunchTemplate"],
    named: "name",
    under: "LaunchTemplateData",
    properties: {
      name: "LaunchTemplateName",
      namePrefix: { to: "LaunchTemplateName", as: (prefix) => `${prefix}12345678` },
      description: "VersionDescription",
      defaultVersion: ofTheProvider,
      updateDefaultVersion: ofTheProvider,
      vpcSecurityGroupIds: "LaunchTemplateData.SecurityGroupIds",
      securityGroupNames: "LaunchTemplateData.SecurityGroups",
      ebsOptimized: { to: "LaunchTemplateData.EbsOptimized", as: truthOf },
      blockDeviceMappings: {
        to: "LaunchTemplateData.BlockDeviceMappings",
        inside: { ebs: { inside: { encrypted: truth, deleteOnTermination: truth } } },
      },
      networkInterfaces: {
        to: "LaunchTemplateData.NetworkInterfaces",
        inside: {
          associatePublicIpAddress: truth,
          associateCarrierIpAddress: truth,
          deleteOnTermination: truth,
          primaryIpv6: truth,
          securityGroups: "Groups",
          ipv4Addresses: { to: "PrivateIpAddresses", as: privateAddresses },
        },
      },
      tagSpecifications: {
        to: "LaunchTemplateData.TagSpecifications",
        inside: { tags: { as: tagList() } },
      },
      tags: { to: "TagSpecifications", as: tagsOf("launch-template") },
    },
  },
  "aws:ec2/placementGroup:PlacementGroup": {
    service: "ec2",
    calls: ["CreatePlacementGroup"],
    named: "name",
    properties: { name: "GroupName", tags: { to: "TagSpecifications", as: tagsOf("placement-group") } },
  },
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": {
    service: "ec2",
    calls: ["ModifyInstanceMetadataDefaults"],
    properties: { httpPutResponseHopLimit: { as: numberOf, to: "HttpPutResponseHopLimit" } },
  },
};

function privateAddresses(addresses: unknown): unknown {
  if (!Array.isArray(addresses)) return addresses;
  return addresses.map((address: unknown, index) => ({ PrivateIpAddress: address, Primary: index === 0 }));
}
