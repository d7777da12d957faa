import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { oneOf, refuse } from "../refusal.js";
import { accountOf } from "./account.js";
import { type AddonGround, createAddon } from "./addons/addon.js";
import { waitsFor } from "./addons/depends-on.js";
import { ebsCsiGrants } from "./addons/ebs-csi.js";
import { addonIdentity } from "./addons/identity.js";
import { checkChosen } from "./addons/versions.js";
import { keyArn } from "./arn.js";

/** Add-ons that run on nodes. */
export const ClusterAddon = {
  /** Names of Services. */
  CoreDns: "coredns",
  /** CPU and memory in use, for autoscalers and `kubectl top`. */
  MetricsServer: "metrics-server",
  /** Snapshots of volumes. */
  SnapshotController: "snapshot-controller",
  /** Volumes of EBS. */
  EbsCsiDriver: "aws-ebs-csi-driver",
} as const;
export type ClusterAddon = (typeof ClusterAddon)[keyof typeof ClusterAddon];

export interface AddonsArgs {
  /** Name of the cluster. */
  clusterName: pulumi.Input<string>;
  /** Kubernetes version of the cluster, e.g. `1.36`: pass `cluster.version`, so that an upgrade comes here after the control plane. */
  version: pulumi.Input<string>;
  /** Key for the volumes that pods ask for: what `KeyRing` calls `volumesKeyArn`. Needed for the EBS CSI driver. @default none */
  volumesKeyArn?: pulumi.Input<string>;
  /** The cluster's nodes are Auto Mode's: AWS runs CoreDNS and the EBS driver then, and both are left out. @default false */
  autoMode?: boolean;
  /** What is not wanted, e.g. `[ClusterAddon.SnapshotController]`. @default none */
  leaveOut?: ClusterAddon[];
  /**
   * Versions by the add-on's name, e.g. `{ coredns: "v1.14.3-eksbuild.23" }`.
   * @default those of `controls/eks-addon-versions.ts` for the Kubernetes version, which must be one of those it knows
   */
  versions?: Record<string, pulumi.Input<string>>;
  /** Takes AWS's default of the day where no version is known; then two runs can differ. @default false */
  allowUnpinnedVersions?: boolean;
  /** Keeps fields that somebody changed in the cluster, where an update would stop and say so. @default false */
  keepChangedFields?: boolean;
  /** Policy that no role made here can exceed. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the add-ons and their roles. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The add-ons of a cluster that has nodes, at pinned versions (NSA-UPG-01): CoreDNS, metrics server, snapshots, and EBS volumes with a
 * role of their own (CIS-EKS-5.2.1). Name the nodes in `dependsOn`: without nodes CoreDNS does not become healthy, and the add-ons
 * must go before the nodes do.
 *
 * ```ts
 * new Addons(
 *   "addons",
 *   { clusterName: cluster.clusterName, version: cluster.version, volumesKeyArn: keys.volumesKeyArn },
 *   { dependsOn: [nodes] },
 * );
 * ```
 *
 * @cost nothing at AWS but the room of its pods
 */
export class Addons extends pulumi.ComponentResource {
  /** Versions by the add-on's name, known when the add-ons are there. */
  readonly addonVersions: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: AddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:Addons", name, args, opts);
    checkChosen(Object.values(ClusterAddon), args);
    const wanted = wantedAddons(args);
    const ground: AddonGround = { ...args, parent: this, name, dependsOn: waitsFor(opts) };
    const made = new Map<string, aws.eks.Addon>();
    for (const addon of wanted)
      made.set(
        addon,
        addon === ClusterAddon.EbsCsiDriver
          ? createEbsCsiDriver(ground, args, made.get(ClusterAddon.SnapshotController))
          : createAddon(ground, addon),
      );

    this.addonVersions = pulumi.all(
      Object.fromEntries([...made].map(([addon, { addonVersion }]) => [addon, addonVersion])),
    );
    this.registerOutputs({ addonVersions: this.addonVersions });
  }
}

/** @param snapshots the driver takes snapshots only where it finds their kinds when it starts. */
function createEbsCsiDriver(
  ground: AddonGround,
  args: AddonsArgs,
  snapshots: aws.eks.Addon | undefined,
): aws.eks.Addon {
  const account = accountOf(ground.parent);
  const key = checkedInput(args.volumesKeyArn ?? "", (arn) => keyArn("volumesKeyArn", arn));
  const { identity, after } = addonIdentity(ground, ClusterAddon.EbsCsiDriver, "ebs-csi-controller-sa", account, {
    ...ebsCsiGrants(account, key),
    permissionsBoundary: args.permissionsBoundary,
    tags: args.tags,
  });
  return createAddon(ground, ClusterAddon.EbsCsiDriver, {
    identity,
    after: snapshots === undefined ? after : [...after, snapshots],
  });
}

/** What Auto Mode does by itself. */
const OF_AUTO_MODE: readonly string[] = [ClusterAddon.CoreDns, ClusterAddon.EbsCsiDriver];

function wantedAddons({ autoMode = false, leaveOut = [], volumesKeyArn }: AddonsArgs): readonly ClusterAddon[] {
  for (const addon of leaveOut) oneOf("leaveOut", addon, Object.values(ClusterAddon));
  const wanted = Object.values(ClusterAddon).filter(
    (addon) => !leaveOut.includes(addon) && !(autoMode && OF_AUTO_MODE.includes(addon)),
  );
  if (wanted.includes(ClusterAddon.EbsCsiDriver) && volumesKeyArn === undefined)
    refuse("volumesKeyArn", "be given, or leaveOut contain aws-ebs-csi-driver", undefined);
  return wanted;
}
