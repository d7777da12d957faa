import type { types } from "@pulumi/kubernetes";
import { checkedInput } from "../../checked-input.js";
import { quantityAboveZeroFor } from "../quantity.js";
import type { ServerArgs, WorkloadResources } from "./arguments.js";
import { environmentOf } from "./environment.js";
import { imageFor } from "./image-reference.js";
import { checkLoosened } from "./loosening.js";
import { probesOf } from "./probes.js";

/** The container of the pod (core/v1), without volumes. */
export function containerOf(name: string, workload: ServerArgs): types.input.core.v1.Container {
  const { image, command, args, port, probes, allowAddedCapabilities, allowFloatingTag } = workload;
  checkLoosened(workload);
  return {
    name,
    image: checkedInput(image, imageFor(allowFloatingTag !== undefined)),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(port === undefined ? {} : { ports: [{ name: "main", containerPort: port }], ...probesOf(port, probes) }),
    env: environmentOf(workload),
    resources: resourcesOf(workload.resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: workload.allowWritableRootFilesystem === undefined,
      capabilities: {
        drop: ["ALL"],
        ...(allowAddedCapabilities === undefined ? {} : { add: [...allowAddedCapabilities.capabilities] }),
      },
    },
  };
}

/** NSA-NET-12: a limit of memory and disk that is not the request too would be lent, and taken back by eviction. */
function resourcesOf({
  cpu = "100m",
  memory = "128Mi",
  cpuLimit = "500m",
  ephemeralStorage = "512Mi",
}: WorkloadResources = {}): types.input.core.v1.ResourceRequirements {
  const checked = (input: string, quantity: typeof cpu) =>
    checkedInput(quantity, quantityAboveZeroFor(`resources.${input}`));
  const both = {
    memory: checked("memory", memory),
    "ephemeral-storage": checked("ephemeralStorage", ephemeralStorage),
  };
  return {
    requests: { cpu: checked("cpu", cpu), ...both },
    limits: { cpu: checked("cpuLimit", cpuLimit), ...both },
  };
}
