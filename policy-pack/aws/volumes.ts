import { eachOf } from "../kubernetes/containers.js";
import type { Resource } from "../policy.js";
import type { Verdict } from "../verdict.js";
import { type Device, deviceOf, INSTANCE, LAUNCH_TEMPLATE, machineName, machineOf } from "./machines.js";
import { onResource } from "./verdicts.js";

export const VOLUME = "aws:ebs/volume:Volume";

/** What breaks a policy in a volume; `undefined` asks about a machine that states none for its root. */
type Question = (volume: Device | undefined) => string | undefined;

/**
 * Asks the question of every volume that the resource makes. A root volume that nothing is said of comes as the image
 * has it, which is not encrypted.
 */
export function eachVolumeOf({ type, props }: Resource, question: Question): readonly Verdict[] {
  if (type === VOLUME) return onResource("volume", "encrypted", () => question(deviceOf(props)));
  const subject = machineName(type);
  const machine = machineOf(props);
  if (type === LAUNCH_TEMPLATE)
    return [
      ...onResource(subject, "blockDeviceMappings", () =>
        (machine.blockDeviceMappings?.length ?? 0) === 0 ? question(undefined) : undefined,
      ),
      ...eachOf(
        () => machine.blockDeviceMappings,
        ({ ebs }, index) =>
          onResource("volume", `blockDeviceMappings[${index}].ebs`, () =>
            ebs === undefined ? undefined : question(ebs),
          ),
      ),
    ];
  return [
    ...onResource(subject, "rootBlockDevice", () => {
      const { rootBlockDevice, launchTemplate } = machine;
      if (rootBlockDevice !== undefined) return question(rootBlockDevice);
      // The template is judged where it is.
      return type === INSTANCE && launchTemplate !== undefined ? undefined : question(undefined);
    }),
    ...eachOf(
      () => machine.ebsBlockDevices,
      (device, index) =>
        onResource("volume", `ebsBlockDevices[${index}]`, () =>
          device.noDevice === true ? undefined : question(device),
        ),
    ),
  ];
}
