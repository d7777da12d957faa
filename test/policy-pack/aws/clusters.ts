import type { ExampleResource } from "../../../policy-pack/policy.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";

const resource = (
  type: string,
  name: string,
  props: object,
  dependencies: ExampleResource["dependencies"] = {},
): ExampleResource => ({ type: `aws:${type}`, name, props, dependencies });

/**
 * What `new eks.Cluster("shop", { vpcId, subnetIds: vpc.publicSubnetIds, instanceType: "t3.medium" })` registers in a
 * preview with @pulumi/eks 4.3, as its sources have it: cluster, security groups with rules of the old kind, add-ons
 * that overwrite, a launch template with two hops at most by the flag. The VPC is that of the account.
 */
export const PULUMI_EKS: readonly ExampleResource[] = [
  resource("ec2/securityGroup:SecurityGroup", "shop-eksClusterSecurityGroup", {
    vpcId: "vpc-1",
    revokeRulesOnDelete: true,
    description: "Managed by Pulumi",
  }),
  resource(
    "ec2/securityGroupRule:SecurityGroupRule",
    "shop-eksClusterInternetEgressRule",
    {
      type: "egress",
      fromPort: 0,
      toPort: 0,
      protocol: "-1",
      cidrBlocks: ["0.0.0.0/0"],
      securityGroupId: UNKNOWN,
    },
    { securityGroupId: ["shop-eksClusterSecurityGroup"] },
  ),
  resource(
    "eks/cluster:Cluster",
    "shop-eksCluster",
    {
      name: "shop-eksCluster-4f3c2d1",
      roleArn: UNKNOWN,
      bootstrapSelfManagedAddons: true,
      vpcConfig: { securityGroupIds: [UNKNOWN], subnetIds: ["subnet-1", "subnet-2"] },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    },
    { vpcConfig: ["shop-eksClusterSecurityGroup"] },
  ),
  resource(
    "eks/addon:Addon",
    "shop-vpc-cni",
    {
      clusterName: UNKNOWN,
      addonName: "vpc-cni",
      addonVersion: "v1.23.1-eksbuild.1",
      preserve: true,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      configurationValues: '{"env":{"AWS_VPC_K8S_CNI_LOGLEVEL":"DEBUG"},"enableNetworkPolicy":"false"}',
    },
    { clusterName: ["shop-eksCluster"] },
  ),
  resource(
    "ec2/securityGroupRule:SecurityGroupRule",
    "shop-eksNodeClusterIngressRule",
    { type: "ingress", fromPort: 1025, toPort: 65_535, protocol: "tcp", sourceSecurityGroupId: UNKNOWN },
    { sourceSecurityGroupId: ["shop-eksClusterSecurityGroup"] },
  ),
  resource("ec2/launchTemplate:LaunchTemplate", "shop-launchTemplate", {
    imageId: "ami-1",
    userData: UNKNOWN,
    networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [UNKNOWN] }],
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2, httpEndpoint: "enabled" },
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 20, volumeType: "gp2" } }],
  }),
];

/** Auto Mode of @pulumi/eks 4.3: no node groups, no add-ons, no security groups. */
export const PULUMI_EKS_AUTO_MODE: readonly ExampleResource[] = [
  resource("eks/cluster:Cluster", "auto-eksCluster", {
    name: "auto-eksCluster-4f3c2d1",
    bootstrapSelfManagedAddons: false,
    computeConfig: { enabled: true, nodePools: ["general-purpose", "system"], nodeRoleArn: UNKNOWN },
    storageConfig: { blockStorage: { enabled: true } },
    kubernetesNetworkConfig: { ipFamily: "ipv4", elasticLoadBalancing: { enabled: true } },
    vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
  }),
];

/** A program in the manner of tutorials: one VPC, two public subnets, a cluster and nodes in them, SSH for all. */
export const PLAIN_PROGRAM = `import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.100.0.0/16", enableDnsHostnames: true });
const gateway = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
const table = new aws.ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
});
const subnetIds = ["a", "b"].map((zone, index) => {
  const subnet = new aws.ec2.Subnet("public-" + zone, {
    vpcId: vpc.id,
    cidrBlock: "10.100." + index + ".0/24",
    availabilityZone: "eu-central-1" + zone,
  });
  new aws.ec2.RouteTableAssociation("public-" + zone, { subnetId: subnet.id, routeTableId: table.id });
  return subnet.id;
});
const group = new aws.ec2.SecurityGroup("cluster", {
  vpcId: vpc.id,
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const role = new aws.iam.Role("cluster", { assumeRolePolicy: "{}" });
const cluster = new aws.eks.Cluster("prod", {
  roleArn: role.arn,
  version: "1.35",
  vpcConfig: { subnetIds, securityGroupIds: [group.id], publicAccessCidrs: ["0.0.0.0/0"] },
});
new aws.eks.NodeGroup("nodes", {
  clusterName: cluster.name,
  nodeRoleArn: role.arn,
  subnetIds,
  scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 3 },
  remoteAccess: { ec2SshKey: "ops" },
});
`;
