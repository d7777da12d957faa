import * as pulumi from "@pulumi/pulumi";
import { HardenedEks } from "pulumi-rampart/eks";
import { eksSettings } from "./eks-settings";
import { withoutTrace } from "./without-trace";

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
    return withoutTrace(error);
  }
}
