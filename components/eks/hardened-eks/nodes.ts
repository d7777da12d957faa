import type * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../refusal.js";
import type { Cluster } from "../cluster.js";
import type { ClusterNetwork } from "../cluster-network.js";
import { createNodeSecurityGroup } from "../node-group/security-group.js";
import { DEFAULT_EGRESS, type NodeEgress } from "../node-group/traffic.js";
import { type NodeChoice, NodeGroup } from "../node-group.js";

export interface NodesSpec {
  readonly nodeGroups: Readonly<Record<string, NodeChoice>>;
  readonly egress: Readonly<Record<string, NodeEgress>> | undefined;
  readonly webhookPorts: readonly number[] | undefined;
  readonly cluster: Cluster;
  readonly network: ClusterNetwork;
  readonly hasInternet: boolean;
  readonly volumesKeyArn: pulumi.Input<string>;
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** What nodes need to get ready. */
  readonly after: readonly pulumi.Resource[];
}

/** Groups of nodes in one security group, so that pods reach each other whatever group their nodes are of. */
export function createNodes(parent: pulumi.Resource, name: string, spec: NodesSpec): NodeGroup[] {
  const { cluster, network, permissionsBoundary, tags } = spec;
  const { group, rules } = createNodeSecurityGroup(parent, name, {
    vpcId: network.vpcId,
    clusterName: cluster.clusterName,
    clusterSecurityGroupId: cluster.clusterSecurityGroupId,
    webhookPorts: spec.webhookPorts,
    egress: spec.egress ?? egressOf(spec),
    tags,
  });
  return Object.entries(spec.nodeGroups).map(([key, choice]) => {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(key))
      refuse("nodeGroups", "have names of lower-case letters, digits and hyphens, at most 31", key);
    return new NodeGroup(
      `${name}-${key}`,
      {
        ...choice,
        clusterName: cluster.clusterName,
        version: cluster.version,
        vpcId: network.vpcId,
        subnetIds: network.privateSubnetIds,
        clusterSecurityGroupId: cluster.clusterSecurityGroupId,
        securityGroupId: group.id,
        volumesKeyArn: spec.volumesKeyArn,
        permissionsBoundary,
        tags,
      },
      { parent, dependsOn: [...spec.after, ...rules] },
    );
  });
}

/** HTTPS to everywhere; where there is no way to the internet, to the network's own endpoints and to S3. */
function egressOf({ network, hasInternet }: NodesSpec): Readonly<Record<string, NodeEgress>> {
  if (hasInternet) return DEFAULT_EGRESS;
  return {
    endpoints: { cidr: network.cidrBlocks.apply((blocks) => blocks[0] ?? "") },
    ...(network.s3PrefixListId === undefined ? {} : { s3: { prefixListId: network.s3PrefixListId } }),
  };
}
