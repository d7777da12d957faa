import { Refusal } from "../account.js";
import { at } from "../paths.js";
import { arn, type Making, type ResourceTable, words } from "../table.js";
import { OF_GROUP } from "./security-groups.js";

const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = { types: ["aws:ec2/vpc:Vpc"], by: "id", holds: true, missing: "InvalidVpcId.NotFound" } as const;
const LOG_GROUP_ARN = /^arn:[^:]+:logs:[^:]*:\d+:log-group:([^:]+)/;

/** Interfaces lie in one subnet a zone, and private names need a VPC that resolves names. */
function assertInterface({ account, inputs }: Making): void {
  const zones = at(inputs, "subnetIds").map((id) => account.get(SUBNET, String(id))?.state.availabilityZone);
  if (new Set(zones).size !== zones.length)
    throw new Refusal(
      "DuplicateSubnetsInSameZone",
      "Found another VPC endpoint subnet in the availability zone of a subnet",
    );
  const vpc = account.get("aws:ec2/vpc:Vpc", String(inputs.vpcId))?.state;
  if (inputs.privateDnsEnabled === true && !(vpc?.enableDnsHostnames === true && vpc.enableDnsSupport !== false))
    throw new Refusal(
      "InvalidParameter",
      "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true",
    );
}

export const EC2: Readonly<Record<string, ResourceTable>> = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    cloudFormation: "AWS::EC2::VPCEndpoint",
    required: ["vpcId"],
    optional:
      words(`autoAccept dnsOptions ipAddressType policy privateDnsEnabled region resourceConfigurationArn routeTableIds
      securityGroupIds serviceName serviceNetworkArn serviceRegion subnetConfigurations subnetIds tags vpcEndpointType`),
    replaces: words("resourceConfigurationArn serviceName serviceNetworkArn serviceRegion vpcEndpointType vpcId"),
    sets: words("routeTableIds securityGroupIds subnetIds subnetConfigurations"),
    documents: ["policy"],
    defaults: { vpcEndpointType: "Gateway" },
    rules: {
      vpcEndpointType: { oneOf: words("Gateway Interface GatewayLoadBalancer Resource ServiceNetwork") },
      serviceName: { pattern: /^(com|aws|cn)\.[\w.-]+$/, like: "com.amazonaws.eu-central-1.ecr.api" },
    },
    conflicts: [words("serviceName resourceConfigurationArn serviceNetworkArn")],
    check: ({ vpcEndpointType, subnetIds, routeTableIds }) => {
      if (vpcEndpointType === "Interface" && routeTableIds !== undefined)
        return "routeTableIds belong to gateway endpoints";
      return (vpcEndpointType ?? "Gateway") === "Gateway" && subnetIds !== undefined
        ? "subnetIds belong to interface endpoints"
        : undefined;
    },
    refers: {
      vpcId: VPC,
      subnetIds: { types: [SUBNET], by: "id", holds: true, missing: "InvalidSubnetId.NotFound" },
      securityGroupIds: { ...OF_GROUP, holds: true },
      routeTableIds: { types: ["aws:ec2/routeTable:RouteTable"], by: "id", missing: "InvalidRouteTableId.NotFound" },
    },
    id: ({ hex }) => `vpce-${hex(17)}`,
    computed: {
      arn: (making) => arn(making, "ec2", `vpc-endpoint/${making.id}`),
      cidrBlocks: () => [],
      dnsEntries: () => [],
      dnsOptions: () => ({ dnsRecordIpType: "ipv4" }),
      ipAddressType: () => "ipv4",
      networkInterfaceIds: ({ inputs, hex }) => at(inputs, "subnetIds").map((id) => `eni-${hex(17, String(id))}`),
      ownerId: ({ accountId }) => accountId,
      policy: () => `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`,
      prefixListId: ({ inputs, hex }) => (inputs.vpcEndpointType === "Gateway" ? `pl-${hex(8)}` : ""),
      privateDnsEnabled: () => false,
      requesterManaged: () => false,
      routeTableIds: () => [],
      securityGroupIds: () => [],
      serviceRegion: ({ region }) => region,
      state: () => "available",
      subnetConfigurations: () => [],
      subnetIds: () => [],
    },
    create: (making) => {
      if (making.inputs.vpcEndpointType === "Interface") assertInterface(making);
    },
  },

  "aws:ec2/flowLog:FlowLog": {
    cloudFormation: "AWS::EC2::FlowLog",
    required: [],
    optional:
      words(`deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat
      maxAggregationInterval region regionalNatGatewayId subnetId tagFieldSpecifications tags trafficType
      transitGatewayAttachmentId transitGatewayId vpcId`),
    replaces:
      words(`deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat
      maxAggregationInterval regionalNatGatewayId subnetId tagFieldSpecifications trafficType transitGatewayAttachmentId
      transitGatewayId vpcId`),
    defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
    rules: {
      logDestinationType: { oneOf: ["cloud-watch-logs", "s3", "kinesis-data-firehose"] },
      maxAggregationInterval: { oneOf: [60, 600] },
      trafficType: { oneOf: ["ACCEPT", "REJECT", "ALL"] },
    },
    conflicts: [words("eniId regionalNatGatewayId subnetId transitGatewayAttachmentId transitGatewayId vpcId")],
    oneOf: [words("eniId regionalNatGatewayId subnetId transitGatewayAttachmentId transitGatewayId vpcId")],
    check: ({ logDestinationType, iamRoleArn }) =>
      (logDestinationType ?? "cloud-watch-logs") === "cloud-watch-logs" && iamRoleArn === undefined
        ? "iamRoleArn is required with logDestinationType cloud-watch-logs"
        : undefined,
    refers: {
      vpcId: { ...VPC, holds: undefined },
      iamRoleArn: { types: ["aws:iam/role:Role"], by: "arn", missing: "InvalidParameter" },
    },
    id: ({ hex }) => `fl-${hex(17)}`,
    computed: {
      arn: (making) => arn(making, "ec2", `vpc-flow-log/${making.id}`),
      logDestination: () => "",
      logFormat: () =>
        words("version account-id interface-id srcaddr dstaddr srcport dstport protocol")
          .map((field) => `\${${field}}`)
          .join(" "),
    },
    create: ({ account, inputs }) => {
      const group = LOG_GROUP_ARN.exec(String(inputs.logDestination))?.[1];
      if (group !== undefined && account.get("aws:cloudwatch/logGroup:LogGroup", group) === undefined)
        throw new Refusal("LogDestinationNotFoundException", `LogDestination: ${inputs.logDestination} does not exist`);
    },
  },

  "aws:ec2/launchTemplate:LaunchTemplate": {
    cloudFormation: "AWS::EC2::LaunchTemplate",
    required: [],
    optional: words(`blockDeviceMappings capacityReservationSpecification cpuOptions creditSpecification defaultVersion
      description disableApiStop disableApiTermination ebsOptimized enclaveOptions hibernationOptions iamInstanceProfile
      imageId instanceInitiatedShutdownBehavior instanceMarketOptions instanceRequirements instanceType kernelId keyName
      licenseSpecifications maintenanceOptions metadataOptions monitoring name namePrefix networkInterfaces
      networkPerformanceOptions placement privateDnsNameOptions ramDiskId region secondaryInterfaces securityGroupNames
      tagSpecifications tags updateDefaultVersion userData vpcSecurityGroupIds`),
    replaces: words("name namePrefix"),
    sets: words("vpcSecurityGroupIds securityGroupNames networkInterfaces.securityGroups"),
    autoName: { property: "name", maxLength: 128, alternative: "namePrefix" },
    conflicts: [
      words("name namePrefix"),
      words("defaultVersion updateDefaultVersion"),
      words("instanceType instanceRequirements"),
    ],
    rules: {
      "metadataOptions.httpEndpoint": { oneOf: ["enabled", "disabled"] },
      "metadataOptions.httpTokens": { oneOf: ["optional", "required"] },
      "metadataOptions.httpProtocolIpv6": { oneOf: ["enabled", "disabled"] },
      "metadataOptions.instanceMetadataTags": { oneOf: ["enabled", "disabled"] },
      "metadataOptions.httpPutResponseHopLimit": { from: 1, to: 64 },
      "blockDeviceMappings.ebs.volumeType": { oneOf: words("standard io1 io2 gp2 gp3 sc1 st1") },
      "blockDeviceMappings.ebs.encrypted": { oneOf: ["true", "false"] },
      "blockDeviceMappings.ebs.deleteOnTermination": { oneOf: ["true", "false"] },
      "networkInterfaces.associatePublicIpAddress": { oneOf: ["true", "false"] },
      userData: { pattern: /^[A-Za-z0-9+/\s]*={0,2}$/, like: "text in base64" },
    },
    refers: { vpcSecurityGroupIds: OF_GROUP, "networkInterfaces.securityGroups": OF_GROUP },
    unique: [["name"]],
    duplicate: "InvalidLaunchTemplateName.AlreadyExistsException",
    id: ({ hex }) => `lt-${hex(17)}`,
    computed: {
      arn: (making) => arn(making, "ec2", `launch-template/${making.id}`),
      name: ({ inputs, hex }) => `${inputs.namePrefix}${hex(26)}`,
      latestVersion: ({ before }) => Number(before?.latestVersion ?? 0) + 1,
      defaultVersion: ({ inputs, before }) =>
        inputs.updateDefaultVersion === true
          ? Number(before?.latestVersion ?? 0) + 1
          : Number(before?.defaultVersion ?? 1),
      metadataOptions: () => ({}),
    },
    recomputed: words("latestVersion defaultVersion"),
  },

  "aws:ec2/tag:Tag": {
    required: words("key resourceId value"),
    optional: ["region"],
    replaces: words("key resourceId"),
    id: ({ inputs }) => `${inputs.resourceId},${inputs.key}`,
    computed: {},
    create: ({ account, inputs }) => {
      for (const { id } of account.all()) if (id === inputs.resourceId) return;
      throw new Refusal("InvalidID", `The ID '${inputs.resourceId}' is not valid`);
    },
  },

  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": {
    cloudFormation: "AWS::EC2::VPCBlockPublicAccessOptions",
    required: ["internetGatewayBlockMode"],
    optional: words("region timeouts"),
    replaces: [],
    rules: { internetGatewayBlockMode: { oneOf: ["off", "block-bidirectional", "block-ingress"] } },
    id: ({ region }) => region,
    computed: { awsAccountId: ({ accountId }) => accountId, awsRegion: ({ region }) => region },
  },
};
