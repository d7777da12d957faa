import type { HardenedEksArgs } from "pulumi-rampart/eks";
import { type Kind, statedSettings } from "./stated-settings";

const KEYS: Readonly<Record<keyof HardenedEksArgs, Kind>> = {
  access: "map",
  addonVersions: "map",
  administrators: "list",
  adoptLogGroup: "boolean",
  alarmTopicArns: "list",
  allowPublicEndpoint: "map",
  auditArchive: "map",
  autoMode: "boolean",
  breakGlassRoleArn: "text",
  clusterName: "text",
  controlPlaneEgress: "text",
  deletionProtection: "boolean",
  disabledAlarms: "list",
  egress: "map",
  eventTtl: "text",
  logRetentionInDays: "number",
  network: "map",
  nodeGroups: "map",
  nodePorts: "map",
  omitLogs: "list",
  omitThreatDetection: "boolean",
  permissionsBoundary: "text",
  retainLogs: "boolean",
  serviceCidr: "text",
  tags: "map",
  terminatedPodGcThreshold: "number",
  threatDetection: "map",
  version: "text",
  versionSupport: "text",
  webhookPorts: "list",
  zonalShift: "boolean",
};

/**
 * What `rampart:eks` of the stack's configuration states: the inputs of HardenedEks, which checks their values.
 * @throws Error with the command that gives what is missing, or the mistaken key.
 */
export function eksSettings(stated: unknown): HardenedEksArgs {
  const settings = statedSettings("rampart:eks", stated, KEYS);
  const missing = [
    ...(settings.administrators === undefined
      ? ["pulumi config set --path 'rampart:eks.administrators[0]' arn:aws:iam::ACCOUNT:role/NAME"]
      : []),
    ...(settings.network === undefined ? ["pulumi config set --path 'rampart:eks.network.cidr' 10.0.0.0/16"] : []),
  ];
  if (missing.length > 0)
    throw new Error(`A cluster needs administrators, or nobody could get in, and a network:\n${missing.join("\n")}`);
  return settings as unknown as HardenedEksArgs;
}
