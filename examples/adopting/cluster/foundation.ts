import * as aws from "@pulumi/aws";

export const role = new aws.iam.Role("cluster", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } }],
  }),
});
new aws.iam.RolePolicyAttachment("cluster", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
});
const vpc = new aws.ec2.Vpc("cluster", { cidrBlock: "10.0.0.0/16" });
export const subnetIds = ["a", "b"].map(
  (zone, index) =>
    new aws.ec2.Subnet(`cluster-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }).id,
);
