import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type * as Eks from "pulumi-rampart/eks";

/** Whether the stack is one like `eks`, whose outputs say what a cluster on EKS still needs inside. */
export async function isOnEks(maker: pulumi.StackReference): Promise<boolean> {
  const { value } = await maker.getOutputDetails("volumesKeyArn");
  return value !== undefined;
}

/** What only the Kubernetes API can complete of a cluster on EKS: encrypted volumes, and in Auto Mode the nodes. */
export async function completeEks(
  maker: pulumi.StackReference,
  providers: { readonly kubernetes: kubernetes.Provider },
): Promise<void> {
  // Only a cluster on EKS needs the SDK of AWS.
  const eks = require("pulumi-rampart/eks") as typeof Eks;
  const autoMode = (await maker.getOutputDetails("autoMode")).value === true;
  const volumesKeyArn = maker.requireOutput("volumesKeyArn") as pulumi.Output<string>;
  new eks.EncryptedStorageClass("storage", { volumesKeyArn, autoMode }, { providers });
  if (!autoMode) return;
  new eks.AutoModeNodes(
    "general",
    {
      clusterName: maker.requireOutput("clusterName") as pulumi.Output<string>,
      subnetIds: maker.requireOutput("privateSubnetIds") as pulumi.Output<string[]>,
      securityGroupId: maker.requireOutput("clusterSecurityGroupId") as pulumi.Output<string>,
      volumesKeyArn,
    },
    { providers },
  );
}
