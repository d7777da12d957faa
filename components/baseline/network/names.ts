import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { METADATA_ADDRESSES, METADATA_NAMES } from "../../../controls/metadata-addresses.js";
import { oneOf } from "../../refusal.js";
import { hostBlock } from "./address-block.js";
import { portsOf } from "./policy-rule.js";
import type { NetworkRule } from "./rules.js";

/** Engines that decide by names in DNS; networking.k8s.io/v1 knows addresses alone. */
export enum NameEngine {
  /** Cilium: `CiliumNetworkPolicy`, `toFQDNs`. */
  Cilium = "cilium",
  /** Amazon EKS Auto Mode: `ApplicationNetworkPolicy`, `domainNames`. */
  EksAutoMode = "eks-auto-mode",
  /** GKE with Dataplane V2 and FQDN network policy switched on: `FQDNNetworkPolicy`. */
  GkeDataplaneV2 = "gke-dataplane-v2",
}

/** What the policy of an engine is made of. */
export interface NamedEgress {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly pods: pulumi.Output<Record<string, string>>;
  readonly rules: readonly NetworkRule[];
}

type Render = (egress: NamedEgress) => { apiVersion: string; kind: string; spec: object };

const RENDER: Readonly<Record<NameEngine, Render>> = {
  [NameEngine.Cilium]: ({ pods, rules }) => ({
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    spec: {
      endpointSelector: { matchLabels: pods },
      egress: [
        // Cilium learns the addresses of names from the answers that pass its own proxy.
        {
          toEndpoints: [
            { matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns" } },
          ],
          toPorts: [{ ports: [{ port: "53", protocol: "ANY" }], rules: { dns: [{ matchPattern: "*" }] } }],
        },
        ...rules.map((rule) => ({
          toFQDNs: (rule.names ?? []).map((name) => (isPattern(name) ? { matchPattern: name } : { matchName: name })),
          toPorts: [
            {
              ports: portsOf(rule).map(({ port, endPort, protocol }) => ({
                port: port.apply(String),
                ...(endPort === undefined ? {} : { endPort }),
                protocol,
              })),
            },
          ],
        })),
      ],
      // NSA-CLD-01: whatever address a name is answered with.
      egressDeny: [{ toCIDR: METADATA_NETWORKS, toPorts: [{ ports: [{ port: "80", protocol: "TCP" }] }] }],
    },
  }),
  [NameEngine.EksAutoMode]: ({ pods, rules }) => ({
    apiVersion: "networking.k8s.aws/v1alpha1",
    kind: "ApplicationNetworkPolicy",
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: ["Egress"],
      egress: rules.map((rule) => ({ to: [{ domainNames: rule.names }], ports: portsOf(rule) })),
    },
  }),
  [NameEngine.GkeDataplaneV2]: ({ pods, rules }) => ({
    apiVersion: "networking.gke.io/v1alpha1",
    kind: "FQDNNetworkPolicy",
    spec: {
      podSelector: { matchLabels: pods },
      egress: rules.map((rule) => ({
        matches: (rule.names ?? []).map((name) => (isPattern(name) ? { pattern: name } : { name })),
        ports: portsOf(rule),
      })),
    },
  }),
};

const METADATA_NETWORKS = METADATA_ADDRESSES.map(hostBlock);

const isPattern = (name: string): boolean => name.startsWith("*.");

/** The engine's own policy, beside the NetworkPolicy and under a name of its own. */
export function createNamedEgress(
  parent: pulumi.Resource,
  engine: NameEngine,
  egress: NamedEgress,
): kubernetes.apiextensions.CustomResource {
  const { name, namespace } = egress;
  const metadata = { name: `${name}-names`, namespace };
  return new kubernetes.apiextensions.CustomResource(
    `${name}-names`,
    { metadata, ...RENDER[engine](egress) },
    { parent },
  );
}

const NAME = /^(?:\*\.)?(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z](?:[-a-z0-9]{0,61}[a-z0-9])$/;

/** @throws Error naming the rule where no engine is chosen, or a name is none. */
export function checkNames(at: string, names: readonly string[], engine: NameEngine | undefined): void {
  const engines = Object.values(NameEngine);
  if (engine === undefined)
    throw new Error(`${at}.names: must have \`nameEngine\` beside the rules, one of ${engines.join(", ")}, got none`);
  oneOf("nameEngine", engine, engines);
  for (const name of names)
    if (!NAME.test(name))
      throw new Error(`${at}.names: must be names such as "api.example.com" or "*.example.com", got "${name}"`);
    else if (METADATA_NAMES.some((metadata) => covers(name, metadata)))
      throw new Error(`${at}.names: must not cover the metadata service of a cloud, got "${name}"`);
}

/** Whether a name, or a pattern of names below one, is another: engines differ in how deep a pattern goes. */
const covers = (name: string, other: string): boolean =>
  isPattern(name) ? other.endsWith(name.slice(1)) : other === name;
