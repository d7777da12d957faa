import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { NEWEST_EKS_VERSION } from "../../controls/eks-versions.js";
import { checkedInput } from "../checked-input.js";
import { addressBlock, PRIVATE_IPV4, withinOneOf } from "../cidr.js";
import { oneOf, refuse } from "../refusal.js";
import { accountOf } from "./account.js";
import { createAdministrators } from "./cluster/administrators.js";
import { endpointConfig, type PublicEndpoint } from "./cluster/endpoint.js";
import { kubeconfigOf } from "./cluster/kubeconfig.js";
import { type ClusterLogs, createLogGroup, enabledLogs } from "./cluster/logs.js";
import { createClusterRole } from "./cluster/role.js";
import { type ControlPlaneSettings, controlPlaneConfig } from "./cluster/settings.js";
import { checkedClusterName } from "./cluster-name.js";

export type { PublicEndpoint } from "./cluster/endpoint.js";
export { ClusterLog } from "./cluster/logs.js";
export type { NodePortRange } from "./cluster/settings.js";

/** What EKS does when the standard support of the version ends (14 months after it came to EKS). */
export const VersionSupport = {
  /** Upgrades the cluster to the next version. */
  Standard: "STANDARD",
  /** Keeps the version for another 12 months, at 0.60 USD instead of 0.10 USD an hour. */
  Extended: "EXTENDED",
} as const;
export type VersionSupport = (typeof VersionSupport)[keyof typeof VersionSupport];

/** Which way the control plane takes out, to webhooks and OIDC providers. */
export const ControlPlaneEgress = {
  /** Through AWS's own network. */
  AwsManaged: "AWS_MANAGED",
  /** Through the subnets of the cluster, where its firewall sees it. Going back replaces the cluster. */
  CustomerRouted: "CUSTOMER_ROUTED",
} as const;
export type ControlPlaneEgress = (typeof ControlPlaneEgress)[keyof typeof ControlPlaneEgress];

/** What a cluster is like, wherever its network and its keys come from. */
export interface ClusterChoice extends ClusterLogs, ControlPlaneSettings {
  /** Name of the cluster; another one replaces it. @default the component's name */
  clusterName?: pulumi.Input<string>;
  /** ARNs of the roles or users that administer the cluster, whoever creates it. At least one; no sessions of roles. */
  administrators: pulumi.Input<string>[];
  /** Kubernetes version, `major.minor`. Upgrades go one minor at a time. @default the newest of EKS at this release */
  version?: pulumi.Input<string>;
  /** What happens at the end of standard support. @default VersionSupport.Standard */
  versionSupport?: VersionSupport;
  /** Let the API server be reached from the internet, by these blocks of addresses alone. @default only from the VPC */
  allowPublicEndpoint?: PublicEndpoint;
  /**
   * By which way the control plane reaches webhooks and token issuers; going back replaces the cluster.
   * @default ControlPlaneEgress.AwsManaged
   */
  controlPlaneEgress?: ControlPlaneEgress;
  /** IPv4 network of Services, /12 to /24, private, outside of the VPC's. Another one replaces the cluster. @default EKS chooses */
  serviceCidr?: pulumi.Input<string>;
  /** Let AWS run nodes, storage, load balancers and add-ons. It can be switched later without replacement. @default false */
  autoMode?: boolean;
  /** Shift traffic away from a zone that fails. No cost. @default true */
  zonalShift?: boolean;
  /**
   * Refuse to delete or replace the cluster and its log group, at AWS and in preview. To destroy, first deploy with false.
   * @default true
   */
  deletionProtection?: boolean;
  /** ARN of the policy that bounds the rights of the cluster's role. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of everything that is made. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

export interface ClusterArgs extends ClusterChoice {
  /** Subnets in at least two zones for the interfaces of the control plane. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Key that encrypts Secrets; once set it cannot be changed without replacing the cluster. */
  secretsKeyArn: pulumi.Input<string>;
  /** Key that encrypts the logs. */
  logsKeyArn: pulumi.Input<string>;
  /** Security groups of the control plane beside the one that EKS makes. @default none */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Key of the nodes' volumes, which the cluster's role must use in Auto Mode. @default none */
  volumesKeyArn?: pulumi.Input<string>;
}

/**
 * An EKS cluster with what no default gives: private endpoint, Secrets under a key of ours, all logs kept and encrypted,
 * access by entries alone, no hidden right of its creator, protection against deletion, a version in standard support.
 *
 * ```ts
 * const cluster = new Cluster("prod", {
 *   administrators: ["arn:aws:iam::123456789012:role/platform-admins"],
 *   subnetIds: network.controlPlaneSubnetIds,
 *   secretsKeyArn: keys.secretsKeyArn,
 *   logsKeyArn: keys.logsKeyArn,
 * });
 * ```
 *
 * @cost 73 USD a month, and its logs at 0.50 USD a gigabyte
 */
export class Cluster extends pulumi.ComponentResource {
  /** Known once an administrator can get in: whatever uses it is made after that. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster. */
  readonly clusterArn: pulumi.Output<string>;
  /** HTTPS address of the API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Base64 of the PEM. */
  readonly certificateAuthorityData: pulumi.Output<string>;
  /** Issuer of the service accounts' tokens, an HTTPS address. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** Group that EKS makes for the control plane. */
  readonly clusterSecurityGroupId: pulumi.Output<string>;
  /** Kubernetes version that the control plane has: what follows an upgrade waits for it. */
  readonly version: pulumi.Output<string>;
  /** Name of the log group of the control plane. */
  readonly logGroupName: pulumi.Output<string>;
  /** JSON; tokens come from `aws eks get-token` at use, so it holds no secret. */
  readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:Cluster", name, args, opts);
    const { autoMode = false, deletionProtection = true } = args;
    const clusterName = checkedClusterName("clusterName", args.clusterName ?? name);
    const account = accountOf(this);
    const logGroup = createLogGroup(this, name, args.clusterName ?? name, args.logsKeyArn, {
      ...args,
      deletionProtection,
    });
    const { role, policies } = createClusterRole(this, name, { ...args, account, clusterName, autoMode });
    const cluster = new aws.eks.Cluster(
      `${name}-cluster`,
      {
        name: clusterName,
        roleArn: role.arn,
        ...clusterInputs({ ...args, autoMode, deletionProtection }),
      },
      { parent: this, protect: deletionProtection, dependsOn: [logGroup, ...policies] },
    );
    const entries = createAdministrators(this, name, cluster, args.administrators, account.partition);

    const administered = pulumi.all(entries.map(({ id }) => id));
    this.clusterName = pulumi.all([cluster.name, administered]).apply(([known]) => known);
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthorityData = cluster.certificateAuthority.data;
    this.oidcIssuer = cluster.identities.apply((identities) => identities[0]?.oidcs[0]?.issuer ?? "");
    this.clusterSecurityGroupId = cluster.vpcConfig.apply(({ clusterSecurityGroupId }) => clusterSecurityGroupId);
    this.version = cluster.version;
    this.logGroupName = logGroup.name;
    this.kubeconfig = kubeconfigOf(this, account.region);
    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      endpoint: this.endpoint,
      certificateAuthorityData: this.certificateAuthorityData,
      oidcIssuer: this.oidcIssuer,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
      version: this.version,
      logGroupName: this.logGroupName,
      kubeconfig: this.kubeconfig,
    });
  }
}

function clusterInputs(
  args: ClusterArgs & { autoMode: boolean; deletionProtection: boolean },
): Omit<aws.eks.ClusterArgs, "name" | "roleArn"> {
  const {
    version = NEWEST_EKS_VERSION,
    versionSupport = VersionSupport.Standard,
    controlPlaneEgress = ControlPlaneEgress.AwsManaged,
    zonalShift = true,
    autoMode,
    serviceCidr,
    securityGroupIds,
    tags,
  } = args;
  return {
    version: checkedInput(version, checkedVersion),
    // Also for what is set once and for all: a default of AWS or of the provider that changes must not replace the cluster.
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    bootstrapSelfManagedAddons: false,
    vpcConfig: {
      subnetIds: args.subnetIds,
      ...endpointConfig(args.allowPublicEndpoint),
      securityGroupIds,
      controlPlaneEgressMode: oneOf("controlPlaneEgress", controlPlaneEgress, Object.values(ControlPlaneEgress)),
    },
    encryptionConfig: { provider: { keyArn: args.secretsKeyArn }, resources: ["secrets"] },
    enabledClusterLogTypes: enabledLogs(args),
    upgradePolicy: { supportType: oneOf("versionSupport", versionSupport, Object.values(VersionSupport)) },
    zonalShiftConfig: { enabled: zonalShift },
    deletionProtection: args.deletionProtection,
    // All three are said, on or off: EKS takes them only together.
    computeConfig: { enabled: autoMode },
    storageConfig: { blockStorage: { enabled: autoMode } },
    kubernetesNetworkConfig: {
      elasticLoadBalancing: { enabled: autoMode },
      ipFamily: "ipv4",
      ...(serviceCidr === undefined ? {} : { serviceIpv4Cidr: checkedInput(serviceCidr, checkedServiceCidr) }),
    },
    ...controlPlaneConfig(args),
    tags,
  };
}

function checkedVersion(version: string): string {
  return /^1\.\d{2}$/.test(version)
    ? version
    : refuse("version", `be "major.minor", such as "${NEWEST_EKS_VERSION}"`, version);
}

function checkedServiceCidr(text: string): string {
  const block = addressBlock(text);
  if (block !== undefined && block.prefix >= 12 && block.prefix <= 24 && withinOneOf(block, PRIVATE_IPV4)) return text;
  return refuse("serviceCidr", 'be a private IPv4 block from /12 to /24, such as "172.20.0.0/16"', text);
}
