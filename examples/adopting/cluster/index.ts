import * as aws from "@pulumi/aws";
import { role, subnetIds } from "./foundation";

const key = new aws.kms.Key("secrets", {});
new aws.eks.Cluster("prod", {
  name: "prod",
  roleArn: role.arn,
  vpcConfig: { subnetIds },
  encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
});
