import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { refuse, wholeNumberFor } from "../../refusal.js";

/** Ports that Services of type NodePort can have. */
export interface NodePortRange {
  /** 10260 to 32767. */
  from: pulumi.Input<number>;
  /** 10260 to 32767, not below `from`. */
  to: pulumi.Input<number>;
}

export interface ControlPlaneSettings {
  /** Time for which Events are kept, from `10m` to `60m`. @default 60m, by EKS */
  eventTtl?: pulumi.Input<string>;
  /** Ports that Services of the type NodePort may have. @default 30000 to 32767, by EKS */
  nodePorts?: NodePortRange;
  /** Terminated pods above which the oldest are deleted, 0 to 12500 (CIS Kubernetes 1.3.1). @default 1000 */
  terminatedPodGcThreshold?: pulumi.Input<number>;
}

const threshold = wholeNumberFor("terminatedPodGcThreshold", 0, 12_500);
const port = (which: "from" | "to") => wholeNumberFor(`nodePorts.${which}`, 10_260, 32_767);

/** What EKS lets its customers set of the API server and the controller manager. */
export function controlPlaneConfig({ eventTtl, nodePorts, terminatedPodGcThreshold = 1000 }: ControlPlaneSettings): {
  kubeApiServerConfig?: object;
  kubeControllerManagerConfig: object;
} {
  const apiServer = {
    ...(eventTtl === undefined ? {} : { eventTtl: checkedInput(eventTtl, checkedTtl) }),
    ...(nodePorts === undefined ? {} : { serviceNodePortRange: checkedPorts(nodePorts) }),
  };
  return {
    ...(Object.keys(apiServer).length === 0 ? {} : { kubeApiServerConfig: apiServer }),
    kubeControllerManagerConfig: {
      podGcControllerConfig: { terminatedPodGcThreshold: checkedInput(terminatedPodGcThreshold, threshold) },
    },
  };
}

const checkedPorts = ({ from, to }: NodePortRange) => {
  if (typeof from === "number" && typeof to === "number" && to < from)
    refuse("nodePorts.to", `be at least nodePorts.from, ${from}`, to);
  return { minPort: checkedInput(from, port("from")), maxPort: checkedInput(to, port("to")) };
};

function checkedTtl(value: string): string {
  const minutes = Number(/^(\d+)m$/.exec(value)?.[1]);
  return minutes >= 10 && minutes <= 60 ? value : refuse("eventTtl", "be whole minutes from 10m to 60m", value);
}
