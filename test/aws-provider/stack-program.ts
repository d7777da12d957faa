/**
 * A stack on plain `aws` resources, as its users write them, with what this fake must know: a network, keys, roles, a
 * cluster with nodes, add-ons and entries. `step` changes one thing.
 */
export const STACK_PROGRAM = `
const doc = (...Statement) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = (Service) => doc({ Effect: "Allow", Principal: { Service }, Action: ["sts:AssumeRole", "sts:TagSession"] });
const root = "arn:aws:iam::123456789012:root";
const admin = "arn:aws:iam::123456789012:role/platform-admins";
const managed = "arn:aws:iam::aws:policy/";

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const subnets = ["a", "b"].map((zone, index) => new aws.ec2.Subnet("private-" + zone, {
  vpcId: vpc.id, cidrBlock: "10.0." + index + ".0/24", availabilityZone: "eu-central-1" + zone }));
const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
const eip = new aws.ec2.Eip("eip", { domain: "vpc" }, { dependsOn: gateway });
const nat = new aws.ec2.NatGateway("nat", { allocationId: eip.id, subnetId: subnets[0].id }, { dependsOn: gateway });
const routes = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
new aws.ec2.Route("out", { routeTableId: routes.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
subnets.forEach((subnet, index) =>
  new aws.ec2.RouteTableAssociation("private-" + index, { routeTableId: routes.id, subnetId: subnet.id }));
new aws.ec2.DefaultSecurityGroup("default", { vpcId: vpc.id });
const endpoints = new aws.ec2.SecurityGroup("endpoints", { vpcId: vpc.id });
new aws.ec2.VpcEndpoint("sts", { vpcId: vpc.id, serviceName: "com.amazonaws.eu-central-1.sts", vpcEndpointType: "Interface",
  subnetIds: subnets.map((subnet) => subnet.id), securityGroupIds: [endpoints.id], privateDnsEnabled: true });

const key = new aws.kms.Key("key", { enableKeyRotation: true, description: pulumi.secret("hidden-description"),
  deletionWindowInDays: step === "window" ? 10 : 30,
  policy: doc({ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
    { Effect: "Allow", Principal: { Service: "logs.eu-central-1.amazonaws.com" }, Action: ["kms:Encrypt*", "kms:Decrypt*"], Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/*" } } }) });
new aws.kms.Alias("alias", { name: "alias/prod", targetKeyId: key.id });
const scaling = new aws.iam.ServiceLinkedRole("scaling", { awsServiceName: "autoscaling.amazonaws.com" });
const grant = new aws.kms.Grant("scaling", { keyId: key.id, granteePrincipal: scaling.arn, operations: ["Decrypt", "CreateGrant"] });

const role = new aws.iam.Role("cluster", { assumeRolePolicy: trust("eks.amazonaws.com") });
const rolePolicy = new aws.iam.RolePolicyAttachment("cluster", { role: role.name, policyArn: managed + "AmazonEKSClusterPolicy" });
const logs = new aws.cloudwatch.LogGroup("logs", { name: "/aws/eks/prod/cluster", kmsKeyId: key.arn, retentionInDays: 365 });
const cluster = new aws.eks.Cluster("cluster", {
  name: "prod",
  roleArn: role.arn,
  version: step === "two-versions" ? "1.36" : "1.34",
  vpcConfig: { subnetIds: subnets.map((subnet) => subnet.id), endpointPrivateAccess: true, endpointPublicAccess: false },
  accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: step === "creator" },
  bootstrapSelfManagedAddons: false,
  enabledClusterLogTypes: step === "order" ? ["audit", "api"] : ["api", "audit"],
  encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
  tags: step === "tags" ? { team: "platform" } : undefined,
}, { dependsOn: step === "no-role-policy" ? [logs] : [logs, rolePolicy] });
new aws.eks.AccessEntry("admin", { clusterName: cluster.name, principalArn: admin });
new aws.eks.AccessPolicyAssociation("admin", { clusterName: cluster.name, principalArn: admin, accessScope: { type: "cluster" },
  policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" });

const nodes = new aws.iam.Role("nodes", { assumeRolePolicy: trust("ec2.amazonaws.com") });
const nodePolicies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"].map((name) =>
  new aws.iam.RolePolicyAttachment("nodes-" + name, { role: nodes.name, policyArn: managed + name }));
const cni = new aws.eks.Addon("cni", { clusterName: cluster.name, addonName: "vpc-cni", addonVersion: "v1.20.4-eksbuild.2" });
const template = new aws.ec2.LaunchTemplate("nodes", {
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: step === "hops" ? 2 : 1 },
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId: key.arn } }] });
const group = new aws.eks.NodeGroup("nodes", {
  clusterName: cluster.name, nodeRoleArn: nodes.arn, subnetIds: subnets.map((subnet) => subnet.id),
  scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 3 },
  launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
}, { dependsOn: [...nodePolicies, cni, grant] });
new aws.eks.Addon("dns", { clusterName: cluster.name, addonName: "coredns", addonVersion: "v1.12.4-eksbuild.1" }, { dependsOn: group });
new aws.vpc.SecurityGroupIngressRule("https", { securityGroupId: endpoints.id, ipProtocol: "tcp", fromPort: 443, toPort: 443,
  referencedSecurityGroupId: cluster.vpcConfig.clusterSecurityGroupId });

const account = aws.getCallerIdentityOutput();
module.exports = {
  accountId: account.accountId,
  certificateAuthority: cluster.certificateAuthority.data,
  endpoint: cluster.endpoint,
  issuer: cluster.identities[0].oidcs[0].issuer,
  vpcOfCluster: cluster.vpcConfig.vpcId,
  templateVersion: template.latestVersion,
};
`;
