import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { METADATA_ADDRESSES, POD_IDENTITY_ADDRESSES } from "../../controls/metadata-addresses.js";
import { SYSTEM_NAMESPACES } from "../../controls/system-namespaces.js";
import { wholeNumber } from "../refusal.js";
import { nameFor } from "./labels.js";
import { checkBlock, hostBlock } from "./network/address-block.js";

/** What is left out of the rules for the whole cluster. */
export interface ClusterNetworkRulesArgs {
  /**
   * Namespaces that keep their access to the nodes' metadata service, beside the system's: of agents that cannot do
   * without. Whoever deploys there has the node's rights in the cloud.
   * @default none
   */
  metadataNamespaces?: string[];
  /**
   * Namespaces whose pods stay open where no NetworkPolicy selects them, beside the system's.
   * @default none
   */
  openNamespaces?: string[];
  /**
   * Addresses of resolvers that run on the nodes or beside the cluster, such as EKS Auto Mode's at the tenth address of
   * the Services' network, and Cloud DNS for GKE at `169.254.169.254`.
   * @default ["169.254.20.10"], NodeLocal DNSCache
   */
  dnsAddresses?: string[];
  /** Place of the rules among others of their tier, from 0, decided first, to 1000. @default 100 */
  priority?: number;
}

const API_VERSION = "policy.networking.k8s.io/v1alpha2";
const EVERYWHERE = { namespaces: {} };
const NODE_LOCAL = ["169.254.20.10"];
/** Clouds answer for names, and no credentials, on port 53 of their metadata addresses. */
const ALL_BUT_DNS = [
  { tcp: { destinationPort: { range: { start: 1, end: 52 } } } },
  { tcp: { destinationPort: { range: { start: 54, end: 65_535 } } } },
];
const METADATA_NETWORKS = METADATA_ADDRESSES.filter(
  (address) => !(POD_IDENTITY_ADDRESSES as readonly string[]).includes(address),
).map(hostBlock);

/**
 * Rules above and below the network policies of namespaces, as ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2):
 * nobody reaches the nodes' metadata service, whatever a namespace allows (tier Admin, NSA-CLD-01), and pods that no
 * NetworkPolicy selects talk to nobody but the cluster's DNS (tier Baseline, NSA-NET-05).
 *
 * Needs the API and an engine that enforces it. Not with the Amazon VPC CNI in strict mode: pods that have rules of this
 * kind only lose their probes there (aws-network-policy-agent#635).
 *
 * ```ts
 * new ClusterNetworkRules("cluster", { metadataNamespaces: ["node-agents"] });
 * ```
 */
export class ClusterNetworkRules extends pulumi.ComponentResource {
  /** Names of the ClusterNetworkPolicies. */
  readonly policyNames: pulumi.Output<string[]>;

  constructor(name: string, args: ClusterNetworkRulesArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:ClusterNetworkRules", name, args, opts);
    const { metadataNamespaces = [], openNamespaces = [], dnsAddresses = NODE_LOCAL, priority = 100 } = args;
    checkNamespaces({ metadataNamespaces, openNamespaces });
    wholeNumber("priority", priority, 0, 1000);
    const resolvers =
      dnsAddresses.length > 0 ? [{ networks: dnsAddresses.map((address) => checkBlock(hostBlock(address))) }] : [];
    const policies = [
      createPolicy(this, `${name}-metadata`, {
        tier: "Admin",
        priority,
        subject: allBut(metadataNamespaces),
        egress: [{ name: "metadata", action: "Deny", to: [{ networks: METADATA_NETWORKS }], protocols: ALL_BUT_DNS }],
      }),
      createPolicy(this, `${name}-default`, {
        tier: "Baseline",
        priority,
        subject: allBut(openNamespaces),
        ingress: [{ name: "deny", action: "Deny", from: [EVERYWHERE] }],
        egress: [
          { name: "dns", action: "Accept", to: [DNS, ...resolvers], protocols: DNS_PROTOCOLS },
          { name: "deny", action: "Deny", to: [EVERYWHERE, { networks: ["0.0.0.0/0", "::/0"] }] },
        ],
      }),
    ];
    this.policyNames = pulumi.all(policies.map(({ metadata }) => metadata.name));
    this.registerOutputs({ policyNames: this.policyNames });
  }
}

const DNS = {
  pods: {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
    podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
  },
};
const DNS_PROTOCOLS = [{ udp: { destinationPort: { number: 53 } } }, { tcp: { destinationPort: { number: 53 } } }];

const createPolicy = (parent: pulumi.Resource, name: string, spec: object) =>
  new kubernetes.apiextensions.CustomResource(
    name,
    { apiVersion: API_VERSION, kind: "ClusterNetworkPolicy", metadata: { name }, spec },
    { parent },
  );

const allBut = (names: readonly string[]) => ({
  namespaces: {
    matchExpressions: [
      { key: "kubernetes.io/metadata.name", operator: "NotIn", values: [...new Set([...SYSTEM_NAMESPACES, ...names])] },
    ],
  },
});

function checkNamespaces(inputs: Readonly<Record<string, readonly string[]>>): void {
  for (const [input, names] of Object.entries(inputs)) for (const name of names) nameFor(input)(name);
}
