import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse, wholeNumberFor } from "../../refusal.js";
import { keyArn } from "../arn.js";
import { checkedClusterName } from "../cluster-name.js";
import type { NodeGroupArgs } from "../node-group.js";
import { bottlerocketSettings } from "./bottlerocket.js";
import { CapacityType } from "./capacity-type.js";
import { kubeletPreset } from "./kubelet-preset.js";
import { nodeadmUserData } from "./nodeadm.js";
import {
  Architecture,
  amiType,
  defaultInstanceType,
  instanceTypeFor,
  isBottlerocket,
  NodeOs,
} from "./operating-system.js";
import { checkedLabelsInput, eksTaints } from "./scheduling.js";
import { scalingConfig, updateConfig } from "./sizes.js";

/** Longest name of a node group, less what the provider puts behind a prefix. */
const LONGEST_NAME = 63 - 26 - 1;

/** Smallest volume of EKS's images, and the largest of gp3. */
const [LEAST_VOLUME, MOST_VOLUME] = [20, 65_536];

/** @throws Error naming the input when EKS, EC2 or Kubernetes would refuse it. */
export function checkedChoices(name: string, args: NodeGroupArgs) {
  if (!/^[0-9A-Za-z][0-9A-Za-z_-]*$/.test(name) || name.length > LONGEST_NAME)
    refuse("name", `be at most ${LONGEST_NAME} letters, digits, hyphens and underscores`, name);
  checkedClusterName("clusterName", args.clusterName);
  const os = oneOf("os", args.os ?? NodeOs.Bottlerocket, Object.values(NodeOs));
  const architecture = oneOf("architecture", args.architecture ?? Architecture.X86, Object.values(Architecture));
  const preset = kubeletPreset(args.kubelet ?? {});
  const types = args.instanceTypes ?? [defaultInstanceType(architecture)];
  if (types.length === 0 || types.length > 20) refuse("instanceTypes", "name 1 to 20 types", types.length);
  const checkedType = instanceTypeFor(architecture);
  return {
    os,
    userData: isBottlerocket(os)
      ? bottlerocketSettings(preset, args.allowSessionManager ?? false)
      : nodeadmUserData(preset),
    volumesKeyArn: checkedInput(args.volumesKeyArn, (arn) => keyArn("volumesKeyArn", arn)),
    volumeSize: checkedInput(args.volumeSize ?? 50, wholeNumberFor("volumeSize", LEAST_VOLUME, MOST_VOLUME)),
    group: {
      amiType: amiType(os, architecture),
      capacityType: oneOf("capacityType", args.capacityType ?? CapacityType.OnDemand, Object.values(CapacityType)),
      instanceTypes: types.map((type, index) =>
        checkedInput(type, (value) => checkedType(`instanceTypes[${index}]`, value)),
      ),
      scalingConfig: scalingConfig(args),
      updateConfig: updateConfig(args),
      nodeRepairConfig: { enabled: true },
      labels: checkedLabelsInput(args.labels),
      taints: eksTaints(args.taints ?? []),
    },
  };
}
