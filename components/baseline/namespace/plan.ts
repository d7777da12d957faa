import * as pulumi from "@pulumi/pulumi";
import type { NamespacePlan } from "../../../controls/audit-phase.js";
import type { HardenedNamespaceArgs } from "../hardened-namespace.js";
import { DEFAULT_REQUESTS, quotaSums } from "./guards.js";
import { NamespaceTier, NEWEST_POD_SECURITY, TIERS } from "./tiers.js";

type Choices = Pick<HardenedNamespaceArgs, "tier" | "adopt" | "quota" | "defaultDeny">;

/** The guards that a namespace has: what runs the cluster must not be cut off, or refused for a sum. */
export function guardsOf({ tier = NamespaceTier.Tenant, adopt = false, quota, defaultDeny }: Choices): {
  readonly defaultDeny: boolean;
  readonly quota: boolean;
  readonly limits: boolean;
} {
  const system = tier === NamespaceTier.System && adopt;
  return { defaultDeny: defaultDeny ?? !system, quota: !system || quota !== undefined, limits: !system };
}

/** What enforcing would bring, a `NamespacePlan` as JSON: a report of the impact has nobody else to ask. */
export function namespacePlan(args: HardenedNamespaceArgs): pulumi.Output<string> {
  const { tier = NamespaceTier.Tenant, quota } = args;
  const { podSecurity = TIERS[tier].podSecurity, podSecurityVersion = NEWEST_POD_SECURITY } = args;
  const guards = guardsOf(args);
  const { limits } = TIERS[tier];
  const plan: { readonly [Field in keyof NamespacePlan]: pulumi.Input<unknown> } = {
    podSecurity,
    podSecurityVersion,
    defaultDeny: guards.defaultDeny,
    ...(guards.quota ? { quota: quotaSums(quota, TIERS[tier]) } : {}),
    ...(guards.limits
      ? { containerDefaults: { requests: DEFAULT_REQUESTS, ...(limits === undefined ? {} : { limits }) } }
      : {}),
  };
  return pulumi.jsonStringify(plan);
}
