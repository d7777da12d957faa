import { integer, list, object, type Shape, text } from "../kubernetes/shape.js";

/** What starts machines, by @pulumi/aws 7.48. */
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
export const INSTANCE = "aws:ec2/instance:Instance";
export const MACHINES = [LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, INSTANCE] as const;

const NAMES: Readonly<Record<string, string>> = {
  [LAUNCH_TEMPLATE]: "launch template",
  [LAUNCH_CONFIGURATION]: "launch configuration",
  [INSTANCE]: "instance",
};

/** What a message calls a resource of the type. */
export const machineName = (type: string): string => NAMES[type] ?? "machine";

/** A boolean; launch templates have it as a text. */
export const flagOrText: Shape<boolean> = (value) => {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
};

const device = object({ encrypted: flagOrText, kmsKeyId: text, noDevice: flagOrText });
const shape = object({
  associatePublicIpAddress: flagOrText,
  blockDeviceMappings: list(object({ ebs: device })),
  ebsBlockDevices: list(device),
  launchTemplate: object({}),
  metadataOptions: object({ httpEndpoint: text, httpTokens: text, httpPutResponseHopLimit: integer }),
  networkInterfaces: list(object({ associatePublicIpAddress: flagOrText })),
  rootBlockDevice: device,
});

export type Machine = NonNullable<ReturnType<typeof shape>>;
export type Device = NonNullable<ReturnType<typeof device>>;

/** The inputs of a machine; each type has some of these fields. */
export const machineOf = (props: object): Machine => shape(props) ?? {};
export const deviceOf = (props: object): Device => device(props) ?? {};
