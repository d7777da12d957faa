import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  DEFAULT_WEBHOOK_PORTS,
  type EgressRule,
  egressRule,
  KUBELET_PORT,
  type NodeEgress,
  webhookPorts,
} from "./traffic.js";

export interface NodeSecurityGroupArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Default: those of most webhooks. */
  readonly webhookPorts: readonly number[] | undefined;
  readonly egress: Readonly<Record<string, NodeEgress>>;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

export interface NodeSecurityGroup {
  readonly group: aws.ec2.SecurityGroup;
  readonly rules: readonly pulumi.CustomResource[];
}

/** A protocol and its ports. */
interface Ports {
  readonly ipProtocol: "tcp" | "udp";
  readonly fromPort: number;
  readonly toPort: number;
}

const tcp = (fromPort: number, toPort = fromPort): Ports => ({ ipProtocol: "tcp", fromPort, toPort });

/** Between nodes: the ports on which pods without privileges listen, and name resolution. */
const BETWEEN_NODES: Readonly<Record<string, Ports>> = {
  pods: tcp(1025, 65_535),
  "dns-tcp": tcp(53),
  "dns-udp": { ipProtocol: "udp", fromPort: 53, toPort: 53 },
};

/**
 * A security group of the nodes' own, which they have INSTEAD of the cluster's: that one lets all its members reach each
 * other on every port, and out to everywhere. So both ways to the control plane are rules here.
 *
 * Security groups do not filter what goes to the VPC's resolver, to its time service, to DHCP and to the metadata service:
 * those need no rule, and no rule closes them (Amazon VPC user guide, "Security groups").
 */
export function createNodeSecurityGroup(
  parent: pulumi.Resource,
  name: string,
  args: NodeSecurityGroupArgs,
): NodeSecurityGroup {
  const ports = webhookPorts(args.webhookPorts ?? DEFAULT_WEBHOOK_PORTS);
  const egress = Object.entries(args.egress).map(([key, destination]) => [key, egressRule(key, destination)] as const);
  const groupName = `${name}-nodes`;
  const group = new aws.ec2.SecurityGroup(
    groupName,
    {
      vpcId: args.vpcId,
      description: "Nodes and their pods",
      // The load balancer controller adds rules, which would keep the group from going.
      revokeRulesOnDelete: true,
      tags: pulumi
        .all([args.tags ?? {}, args.clusterName])
        .apply(([tags, cluster]) => ({ Name: groupName, ...tags, [`kubernetes.io/cluster/${cluster}`]: "owned" })),
    },
    { parent },
  );
  const cluster = args.clusterSecurityGroupId;
  const from = (key: string, description: string, source: pulumi.Input<string>, ports: Ports) =>
    new aws.vpc.SecurityGroupIngressRule(
      `${groupName}-from-${key}`,
      { securityGroupId: group.id, description, referencedSecurityGroupId: source, ...ports },
      { parent },
    );
  const to = (key: string, description: string, rule: Omit<EgressRule, "fromPort" | "toPort"> & Ports) =>
    new aws.vpc.SecurityGroupEgressRule(
      `${groupName}-to-${key}`,
      { securityGroupId: group.id, description, ...rule },
      { parent },
    );
  const rules = [
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-control-plane-from-nodes`,
      {
        securityGroupId: cluster,
        description: "Nodes and pods to the API server",
        referencedSecurityGroupId: group.id,
        ...tcp(443),
      },
      { parent },
    ),
    to("control-plane", "API server", { referencedSecurityGroupId: cluster, ...tcp(443) }),
    from("control-plane-kubelet", "API server to kubelets", cluster, tcp(KUBELET_PORT)),
    ...ports.map((port) =>
      from(`control-plane-${port}`, "API server to webhooks and aggregated APIs", cluster, tcp(port)),
    ),
    ...Object.entries(BETWEEN_NODES).flatMap(([key, ports]) => [
      from(`nodes-${key}`, "Pods and nodes among each other", group.id, ports),
      to(`nodes-${key}`, "Pods and nodes among each other", { referencedSecurityGroupId: group.id, ...ports }),
    ]),
    ...egress.map(([key, { fromPort, toPort, ...destination }]) =>
      to(`outside-${key}`, `Egress named ${key}`, { ...destination, ...tcp(fromPort, toPort) }),
    ),
  ];
  return { group, rules };
}
