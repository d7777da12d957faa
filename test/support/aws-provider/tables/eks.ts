import { arn, type ResourceTable, words } from "../table.js";

export const EKS: Readonly<Record<string, ResourceTable>> = {
  "aws:eks/cluster:Cluster": {
    cloudFormation: "AWS::EKS::Cluster",
    required: words("roleArn vpcConfig"),
    optional:
      words(`accessConfig bootstrapSelfManagedAddons computeConfig controlPlaneScalingConfig defaultAddonsToRemoves deletionProtection
      enabledClusterLogTypes encryptionConfig forceUpdateVersion kubeApiServerConfig kubeControllerManagerConfig
      kubeSchedulerConfig kubernetesNetworkConfig name outpostConfig region remoteNetworkConfig storageConfig tags
      upgradePolicy version zonalShiftConfig`),
    replaces: words("name roleArn bootstrapSelfManagedAddons accessConfig.bootstrapClusterCreatorAdminPermissions"),
    autoName: { property: "name", maxLength: 100 },
    id: ({ inputs }) => String(inputs.name),
    computed: {
      arn: (making) => arn(making, "eks", `cluster/${making.id}`),
    },
  },
};
