import * as pulumi from "@pulumi/pulumi";
import { oneOf, refuse } from "../refusal.js";
import { accountOf } from "./account.js";
import { type AddonGround, createAddon } from "./addons/addon.js";
import { waitsFor } from "./addons/depends-on.js";
import { addonIdentity } from "./addons/identity.js";
import { checkChosen } from "./addons/versions.js";
import { NetworkPolicyMode, PolicyLogs, vpcCniConfiguration, vpcCniGrants } from "./addons/vpc-cni.js";

export { NetworkPolicyMode, PolicyLogs } from "./addons/vpc-cni.js";

export interface NetworkAddonsArgs {
  /** Name of a cluster that was made without add-ons (`bootstrapSelfManagedAddons: false`) and has IPv4. */
  clusterName: pulumi.Input<string>;
  /** Kubernetes version of the cluster, e.g. `1.36`: pass `cluster.version`, so that an upgrade comes here after the control plane. */
  version: pulumi.Input<string>;
  /**
   * Versions of the add-ons `vpc-cni`, `kube-proxy` and `eks-pod-identity-agent`, e.g. `{ "vpc-cni": "v1.22.4-eksbuild.3" }`.
   * @default those of `controls/eks-addon-versions.ts` for the Kubernetes version, which must be one of those it knows
   */
  versions?: Record<string, pulumi.Input<string>>;
  /** Takes AWS's default of the day where no version is known; then two runs can differ. @default false */
  allowUnpinnedVersions?: boolean;
  /**
   * `Strict` cuts pods off until a policy lets them talk, CoreDNS among them; issues #288 and #635 of the agent say that it sometimes
   * cuts off more. Needs `systemRulesInPlace`. @default NetworkPolicyMode.Standard
   */
  networkPolicyMode?: NetworkPolicyMode;
  /**
   * Says that kube-system has its policies before the first node comes: `SystemNetworkRules` with all add-ons that this cluster gets,
   * named in `dependsOn`. Needed for `Strict`. @default false
   */
  systemRulesInPlace?: boolean;
  /**
   * Where verdicts on connections go. CloudWatch costs about 0.50 USD a GB, which is some 3 million connections; either kind
   * of log up to one CPU of a busy node. @default PolicyLogs.CloudWatch, into the cluster's log group
   */
  policyLogs?: PolicyLogs;
  /** Keeps fields that somebody changed in the cluster, where an update would stop and say so. @default false */
  keepChangedFields?: boolean;
  /** Policy that no role made here can exceed. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the add-ons and the role. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The add-ons without which no node gets ready, at pinned versions: Pod Identity agent, VPC CNI with network policies on
 * (CIS-EKS-4.3.1) and a role of its own instead of the node's (NSA-CLD-02), kube-proxy. Nodes wait for them: no flag, no sleep. On
 * Auto Mode AWS runs all three: leave this out.
 *
 * ```ts
 * const networkAddons = new NetworkAddons("network", { clusterName: cluster.clusterName, version: cluster.version });
 * ```
 *
 * @cost nothing at AWS but the room of its pods
 */
export class NetworkAddons extends pulumi.ComponentResource {
  /** Versions by the add-on's name, known when the add-ons are there. */
  readonly addonVersions: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: NetworkAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:NetworkAddons", name, args, opts);
    const { networkPolicyMode: mode = NetworkPolicyMode.Standard, policyLogs: logs = PolicyLogs.CloudWatch } = args;
    checkMode(mode, logs, args);
    checkChosen(NETWORK_ADDONS, args);
    const ground: AddonGround = { ...args, parent: this, name, dependsOn: waitsFor(opts) };
    const account = accountOf(this);

    const agent = createAddon(ground, POD_IDENTITY_AGENT);
    const { identity, after } = addonIdentity(ground, VPC_CNI, "aws-node", account, {
      ...vpcCniGrants(account, args.clusterName, logs),
      permissionsBoundary: args.permissionsBoundary,
      tags: args.tags,
    });
    const cni = createAddon(ground, VPC_CNI, {
      configuration: vpcCniConfiguration(mode, logs),
      identity,
      // The agent hands it its credentials.
      after: [...after, agent],
    });
    const kubeProxy = createAddon(ground, KUBE_PROXY);

    this.addonVersions = pulumi.all({
      [POD_IDENTITY_AGENT]: agent.addonVersion,
      [VPC_CNI]: cni.addonVersion,
      [KUBE_PROXY]: kubeProxy.addonVersion,
    });
    this.registerOutputs({ addonVersions: this.addonVersions });
  }
}

const POD_IDENTITY_AGENT = "eks-pod-identity-agent";
const VPC_CNI = "vpc-cni";
const KUBE_PROXY = "kube-proxy";
/** The add-ons that come before the nodes, by their names. */
export const NETWORK_ADDONS: readonly string[] = [POD_IDENTITY_AGENT, VPC_CNI, KUBE_PROXY];

function checkMode(mode: NetworkPolicyMode, logs: PolicyLogs, { systemRulesInPlace = false }: NetworkAddonsArgs): void {
  oneOf("networkPolicyMode", mode, Object.values(NetworkPolicyMode));
  oneOf("policyLogs", logs, Object.values(PolicyLogs));
  if (mode === NetworkPolicyMode.Strict && !systemRulesInPlace)
    refuse(
      "systemRulesInPlace",
      "be true for strict mode: without policies in kube-system before the first node, CoreDNS never answers",
      systemRulesInPlace,
    );
}
