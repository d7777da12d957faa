import type { HardenedEksArgs } from "pulumi-rampart/eks";

type Kind = "text" | "number" | "truth" | "list" | "map";

const KEYS: Readonly<Record<keyof HardenedEksArgs, Kind>> = {
  access: "map",
  addonVersions: "map",
  administrators: "list",
  adoptLogGroup: "truth",
  alarmTopicArns: "list",
  allowPublicEndpoint: "map",
  auditArchive: "map",
  autoMode: "truth",
  breakGlassRoleArn: "text",
  clusterName: "text",
  controlPlaneEgress: "text",
  deletionProtection: "truth",
  disabledAlarms: "list",
  egress: "map",
  eventTtl: "text",
  logRetentionInDays: "number",
  network: "map",
  nodeGroups: "map",
  nodePorts: "map",
  omitLogs: "list",
  omitThreatDetection: "truth",
  permissionsBoundary: "text",
  retainLogs: "truth",
  serviceCidr: "text",
  tags: "map",
  terminatedPodGcThreshold: "number",
  threatDetection: "map",
  version: "text",
  versionSupport: "text",
  webhookPorts: "list",
  zonalShift: "truth",
};

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  truth: (value) => typeof value === "boolean",
  list: Array.isArray,
  map: isMap,
};
const NAMES: Readonly<Record<Kind, string>> = {
  text: "text",
  number: "a number",
  truth: "true or false",
  list: "a list",
  map: "a map",
};

/**
 * What `rampart:eks` of the stack's configuration states: the inputs of HardenedEks, which checks their values.
 * @throws Error with the command that gives what is missing, or the mistaken key.
 */
export function eksSettings(stated: unknown): HardenedEksArgs {
  const settings = stated ?? {};
  if (!isMap(settings)) throw new Error("rampart:eks: must be a map");
  for (const [key, value] of Object.entries(settings)) {
    const kind = Object.hasOwn(KEYS, key) ? KEYS[key as keyof HardenedEksArgs] : undefined;
    if (kind === undefined)
      throw new Error(`rampart:eks.${key}: there is no such key; there are ${Object.keys(KEYS).join(", ")}`);
    if (!FITS[kind](value)) throw new Error(`rampart:eks.${key}: must be ${NAMES[kind]}`);
  }
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
