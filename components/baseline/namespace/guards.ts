import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { peersOf, portsOf } from "../network/policy-rule.js";
import { allowDns, allowDnsAt } from "../network/rules.js";
import { quantityFor } from "../quantity.js";
import type { TierDefaults } from "./tiers.js";

/** What all pods of a namespace together may ask for. */
export interface NamespaceQuota {
  /** Sum of CPU requests, as a Kubernetes quantity. @default "4", in the tier Platform "32" */
  cpu?: pulumi.Input<string>;
  /** Sum of memory requests and of memory limits, as a Kubernetes quantity. @default "8Gi", in the tier Platform "64Gi" */
  memory?: pulumi.Input<string>;
  /** Number of pods. @default 50, in the tier Platform 500 */
  pods?: pulumi.Input<number>;
}

/** Name and namespace of one guard. */
export type GuardMetadata = { name: string; namespace: pulumi.Output<string> };

/** NSA-NET-05: no pod talks or listens to anybody until a policy of its own says so. */
export function createDefaultDeny(name: string, metadata: GuardMetadata, opts: pulumi.CustomResourceOptions) {
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-default-deny`,
    { metadata, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    opts,
  );
}

/** NSA-NET-06: name resolution, the one flow without which nothing works. */
export function createAllowDns(
  name: string,
  metadata: GuardMetadata,
  address: string | undefined,
  opts: pulumi.CustomResourceOptions,
) {
  const rules = [allowDns(), ...(address === undefined ? [] : [allowDnsAt(address)])];
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-allow-dns`,
    {
      metadata,
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: rules.map((rule) => ({ to: peersOf(rule), ports: portsOf(rule) })),
      },
    },
    opts,
  );
}

/** NSA-NET-11: one namespace cannot starve the others. */
export function createQuota(
  name: string,
  metadata: GuardMetadata,
  quota: NamespaceQuota | undefined,
  tier: TierDefaults,
  opts: pulumi.CustomResourceOptions,
) {
  return new kubernetes.core.v1.ResourceQuota(
    `${name}-quota`,
    { metadata, spec: { hard: quotaSums(quota, tier) } },
    opts,
  );
}

/** `spec.hard` of the quota. */
export function quotaSums(
  quota: NamespaceQuota | undefined,
  tier: TierDefaults,
): Record<string, pulumi.Output<string> | string> {
  const { cpu, memory, pods } = { ...tier.quota, ...quota };
  const checkedMemory = memory === undefined ? undefined : checkedInput(memory, quantityFor("quota.memory"));
  return {
    ...(cpu === undefined ? {} : { "requests.cpu": checkedInput(cpu, quantityFor("quota.cpu")) }),
    ...(checkedMemory === undefined ? {} : { "requests.memory": checkedMemory, "limits.memory": checkedMemory }),
    ...(pods === undefined ? {} : { pods: pulumi.interpolate`${checkedInput(pods, checkPods)}` }),
    // Ways out of the namespace that no NetworkPolicy sees.
    "services.nodeports": "0",
  };
}

/** What a container asks for that does not say so. */
export const DEFAULT_REQUESTS = { cpu: "100m", memory: "128Mi" };

/** NSA-NET-10: a container that names no resources gets modest ones, instead of being refused by the quota. */
export function createLimitRange(
  name: string,
  metadata: GuardMetadata,
  { limits }: TierDefaults,
  opts: pulumi.CustomResourceOptions,
) {
  const container = { type: "Container", defaultRequest: { ...DEFAULT_REQUESTS } };
  return new kubernetes.core.v1.LimitRange(
    `${name}-container-defaults`,
    { metadata, spec: { limits: [limits === undefined ? container : { ...container, default: { ...limits } }] } },
    opts,
  );
}

/** NSA-POD-21: a pod that names no account gets no credentials. */
export function lockDefaultServiceAccount(
  name: string,
  metadata: GuardMetadata,
  adopted: boolean,
  opts: pulumi.CustomResourceOptions,
) {
  return new kubernetes.core.v1.ServiceAccountPatch(
    `${name}-default-service-account`,
    {
      // In a new namespace the account is the controller manager's, which may have made it before or after us; what
      // somebody else set in a namespace that was there is not overruled, but named as a conflict.
      metadata: adopted ? metadata : { ...metadata, annotations: { "pulumi.com/patchForce": "true" } },
      automountServiceAccountToken: false,
    },
    opts,
  );
}

function checkPods(pods: number): number {
  if (Number.isInteger(pods) && pods >= 0) return pods;
  throw new Error(`quota.pods: must be a whole number, 0 or more, got ${pods}`);
}
