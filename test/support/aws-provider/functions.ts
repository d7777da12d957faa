import { createHash } from "node:crypto";
import type { Json, JsonMap } from "../../../sandbox/plugins/provider/values.js";
import { type Account, CREATOR, Refusal } from "./account.js";
import type { LiveResource } from "./journal.js";
import type { Place } from "./table.js";
import { DEFAULT_EKS_VERSION, EKS_VERSIONS } from "./tables/eks-versions.js";

/** What a function of the provider answers. */
export type AwsFunction = (args: JsonMap, place: Place, account: Account) => JsonMap;

const dnsSuffix = ({ partition }: Place): string => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** Filters of EC2 that components use, by the property that they look at. */
const FILTERS: Readonly<Record<string, string>> = {
  "vpc-id": "vpcId",
  "availability-zone": "availabilityZone",
  "map-public-ip-on-launch": "mapPublicIpOnLaunch",
};

function* matching(account: Account, type: string, { id, filters, tags }: JsonMap): Generator<LiveResource> {
  for (const resource of account.all(type)) {
    const wanted = [
      ...((filters ?? []) as unknown as readonly Filter[]).map(({ name, values }) => {
        const property = FILTERS[name];
        if (property === undefined) throw new Error(`the fake AWS provider does not know the filter ${name}`);
        return values.includes(String(resource.state[property]));
      }),
      ...Object.entries((tags ?? {}) as JsonMap).map(
        ([key, value]) => (resource.state.tags as JsonMap | undefined)?.[key] === value,
      ),
    ];
    if ((id === undefined || resource.id === id) && wanted.every(Boolean)) yield resource;
  }
}

function only(type: string, args: JsonMap, account: Account): LiveResource {
  const [found, second] = [...matching(account, type, args)];
  if (found === undefined) throw new Error(`no matching ${type} found for ${JSON.stringify(args)}`);
  if (second !== undefined) throw new Error(`multiple ${type} matched ${JSON.stringify(args)}`);
  return found;
}

const described =
  (type: string, defaults: JsonMap): AwsFunction =>
  (args, { region, accountId }, account) => {
    const { id, state } = only(type, args, account);
    return { ownerId: accountId, region, tags: {}, state: "available", ...defaults, ...state, id };
  };

/** A property that the resource has once and the function as a list. */
const listed = (value: Json | undefined): Json => (value === undefined ? [] : [value]);

export const FUNCTIONS: Readonly<Record<string, AwsFunction>> = {
  "aws:index/getPartition:getPartition": (_, place) => ({
    id: place.partition,
    partition: place.partition,
    dnsSuffix: dnsSuffix(place),
    reverseDnsPrefix: dnsSuffix(place).split(".").toReversed().join("."),
  }),

  "aws:index/getRegion:getRegion": (_, { region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),

  // A session of a role: whoever builds on it builds on what will be gone tomorrow.
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { partition, accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${CREATOR}/session`,
    userId: "AROAEXAMPLEDEPLOYER:session",
  }),

  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region }) => ({
    ...args,
    id: region,
    region,
    groupNames: [region],
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
    zoneIds: ["1", "2", "3"].map((zone) => `az${zone}`),
  }),

  "aws:ec2/getVpc:getVpc": described("aws:ec2/vpc:Vpc", {
    cidrBlockAssociations: [],
    default: false,
    dhcpOptionsId: "",
    enableDnsHostnames: false,
    enableDnsSupport: true,
    enableNetworkAddressUsageMetrics: false,
    instanceTenancy: "default",
    ipv6CidrBlockAssociations: [],
    mainRouteTableId: "",
  }),

  "aws:ec2/getSubnet:getSubnet": described("aws:ec2/subnet:Subnet", {
    availableIpAddressCount: 250,
    defaultForAz: false,
    mapPublicIpOnLaunch: false,
  }),

  "aws:ec2/getSubnets:getSubnets": (args, { region }, account) => ({
    ...args,
    id: region,
    region,
    tags: args.tags ?? {},
    ids: [...matching(account, "aws:ec2/subnet:Subnet", args)].map(({ id }) => id),
  }),

  "aws:ec2/getPrefixList:getPrefixList": (args, { region }) => ({
    ...args,
    id: `pl-${createHash("sha256").update(String(args.name)).digest("hex").slice(0, 8)}`,
    name: args.name ?? "",
    cidrBlocks: ["198.51.100.0/24"],
    region,
  }),

  "aws:eks/getAddonVersion:getAddonVersion": (args, { region }) => ({
    ...args,
    id: args.addonName ?? "",
    region,
    version: `v1.${args.kubernetesVersion === undefined ? 0 : String(args.kubernetesVersion).slice(2)}.0-eksbuild.1`,
  }),

  "aws:eks/getClusterVersions:getClusterVersions": (args, { region }) => ({
    ...args,
    region,
    clusterVersions: EKS_VERSIONS.filter((version) => args.defaultOnly !== true || version === DEFAULT_EKS_VERSION).map(
      (version) => ({
        clusterType: "eks",
        clusterVersion: version,
        defaultPlatformVersion: "eks.1",
        defaultVersion: version === DEFAULT_EKS_VERSION,
        kubernetesPatchVersion: `${version}.1`,
        versionStatus: "STANDARD_SUPPORT",
      }),
    ),
  }),

  "aws:eks/getCluster:getCluster": ({ name }, { region }, account) => {
    const cluster = account.get("aws:eks/cluster:Cluster", String(name))?.state;
    if (cluster === undefined) throw new Error(`reading EKS Cluster (${name}): couldn't find resource`);
    return {
      tags: {},
      enabledClusterLogTypes: [],
      clusterId: "",
      ...cluster,
      id: name ?? "",
      region,
      accessConfigs: listed(cluster.accessConfig),
      certificateAuthorities: listed(cluster.certificateAuthority),
      computeConfigs: listed(cluster.computeConfig),
      kubernetesNetworkConfigs: listed(cluster.kubernetesNetworkConfig),
      storageConfigs: listed(cluster.storageConfig),
      upgradePolicies: listed(cluster.upgradePolicy),
      zonalShiftConfigs: listed(cluster.zonalShiftConfig),
    };
  },

  "aws:iam/getRoles:getRoles": (args, { region }, account) => {
    const roles = [...account.all("aws:iam/role:Role"), ...account.all("aws:iam/serviceLinkedRole:ServiceLinkedRole")]
      .map(({ state }) => state)
      .filter(
        ({ name, path }) =>
          new RegExp(String(args.nameRegex ?? "")).test(String(name)) &&
          String(path ?? "/").startsWith(String(args.pathPrefix ?? "/")),
      );
    return {
      ...args,
      id: region,
      arns: roles.map((role) => role.arn ?? ""),
      names: roles.map((role) => role.name ?? ""),
    };
  },

  "aws:guardduty/getDetector:getDetector": (_, { region }, account) => {
    const [detector] = account.all("aws:guardduty/detector:Detector");
    if (detector === undefined) throw new Error("reading GuardDuty Detector: empty result");
    return {
      tags: {},
      features: [],
      serviceRoleArn: "",
      status: "ENABLED",
      ...detector.state,
      id: detector.id,
      region,
    };
  },

  "aws:ssm/getParameter:getParameter": ({ name }, { region, accountId, partition }, account) => {
    const parameter = account.get("aws:ssm/parameter:Parameter", String(name));
    // Parameters that AWS itself keeps, such as the newest images.
    if (parameter === undefined && !String(name).startsWith("/aws/service/"))
      throw new Refusal("ParameterNotFound", String(name));
    const value =
      parameter?.state.value ?? `ami-${createHash("sha256").update(String(name)).digest("hex").slice(0, 17)}`;
    return {
      id: name ?? "",
      name: name ?? "",
      arn: `arn:${partition}:ssm:${region}:${accountId}:parameter${name}`,
      type: "String",
      value,
      insecureValue: value,
      version: 1,
      region,
    };
  },
};
