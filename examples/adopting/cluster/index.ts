import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("cluster", {
  assumeRolePolicy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } }],
  },
});
new aws.iam.RolePolicyAttachment("cluster", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
});
const vpc = new aws.ec2.Vpc("cluster", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new aws.ec2.Subnet(`cluster-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);
const key = new aws.kms.Key("secrets", {});
new aws.eks.Cluster("prod", {
  name: "prod",
  roleArn: role.arn,
  vpcConfig: { subnetIds: subnets.map(({ id }) => id) },
  encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
});
