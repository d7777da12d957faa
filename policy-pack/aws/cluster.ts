import { append } from "../edit.js";
import { flag, integer, list, object, text } from "../kubernetes/shape.js";
import type { Resource } from "../policy.js";
import { some } from "../unknown.js";
import type { Verdict } from "../verdict.js";
import { onResource } from "./verdicts.js";

/** `aws.eks.Cluster`, by @pulumi/aws 7.48. */
export const CLUSTER = "aws:eks/cluster:Cluster";

const shape = object({
  bootstrapSelfManagedAddons: flag,
  accessConfig: object({ authenticationMode: text, bootstrapClusterCreatorAdminPermissions: flag }),
  computeConfig: object({ enabled: flag }),
  deletionProtection: flag,
  enabledClusterLogTypes: list(text),
  encryptionConfig: object({ provider: object({ keyArn: text }), resources: list(text) }),
  kubeControllerManagerConfig: object({ podGcControllerConfig: object({ terminatedPodGcThreshold: integer }) }),
  outpostConfig: object({}),
  upgradePolicy: object({ supportType: text }),
  version: text,
  vpcConfig: object({
    endpointPrivateAccess: flag,
    endpointPublicAccess: flag,
    publicAccessCidrs: list(text),
    subnetIds: list(text),
  }),
  zonalShiftConfig: object({ enabled: flag }),
});

export type Cluster = NonNullable<ReturnType<typeof shape>>;

/** The inputs of a cluster; what is of a wrong type is left out, as the provider would refuse it. */
export const clusterOf = ({ props }: Resource): Cluster => shape(props) ?? {};

/** Whether the API server has an address on the internet; it does unless told otherwise. */
export const isPublic = ({ vpcConfig }: Cluster): boolean => vpcConfig?.endpointPublicAccess !== false;

/** Of logs of the control plane, each that the cluster does not write. */
export const unwrittenLogs = (resource: Resource, types: readonly string[]): readonly Verdict[] =>
  types.flatMap((type) =>
    onResource("cluster", "enabledClusterLogTypes", () =>
      some(clusterOf(resource).enabledClusterLogTypes, (enabled) => enabled === type)
        ? undefined
        : { missing: `must have ${type}`, fix: append("enabledClusterLogTypes", type) },
    ),
  );

/** Whether AWS runs the nodes: such a cluster has neither node groups nor the add-ons of nodes. */
export const isAutoMode = ({ computeConfig }: Cluster): boolean => computeConfig?.enabled === true;
