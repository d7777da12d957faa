import * as aws from "@pulumi/aws";
import { adopting } from "pulumi-rampart";
import { KeyRing } from "pulumi-rampart/eks";
import { role, subnetIds } from "./foundation";

const keys = new KeyRing(
  "prod",
  { clusterName: "prod", administrators: ["arn:aws:iam::123456789012:role/platform-admins"] },
  { transforms: [adopting({ "prod-secrets-key": "secrets" })] },
);
new aws.eks.Cluster(
  "prod",
  {
    name: "prod",
    roleArn: role.arn,
    vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
    encryptionConfig: { provider: { keyArn: keys.secretsKeyArn }, resources: ["secrets"] },
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: true,
  },
  // A cluster with another key is another cluster: this refuses one, should the ring not take over the key.
  { protect: true },
);
