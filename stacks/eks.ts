import * as pulumi from "@pulumi/pulumi";
import { HardenedEks } from "pulumi-rampart/eks";
import { eksSettings } from "./eks-settings";

/** A hardened cluster on EKS; what is in it is the stack `baseline`, which finds it by this one's outputs. */
export = () => {
  const settings = stated();
  const eks = new HardenedEks("eks", settings);
  return {
    clusterName: eks.clusterName,
    clusterArn: eks.clusterArn,
    kubeconfig: eks.kubeconfig,
    version: eks.version,
    autoMode: settings.autoMode ?? false,
    oidcIssuer: eks.oidcIssuer,
    logGroupName: eks.logGroupName,
    clusterSecurityGroupId: eks.clusterSecurityGroupId,
    vpcId: eks.vpcId,
    privateSubnetIds: eks.privateSubnetIds,
    volumesKeyArn: eks.volumesKeyArn,
    registryKeyArn: eks.registryKeyArn,
    alarmTopicArns: eks.alarmTopicArns,
  };
};

function stated(): ReturnType<typeof eksSettings> {
  try {
    return eksSettings(new pulumi.Config("rampart").getObject("eks"));
  } catch (error) {
    // What a person reads is the sentence, not where in the program it was said.
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}
