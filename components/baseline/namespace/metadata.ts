import * as pulumi from "@pulumi/pulumi";
import { WHEN_ENFORCED } from "../../../controls/audit-phase.js";
import { NAMESPACES_OF_EVERY_CLUSTER } from "../../../controls/system-namespaces.js";
import { checkedInput } from "../../checked-input.js";
import { oneOf } from "../../refusal.js";
import { checkedRegistry, IMAGE_REGISTRIES } from "../admission/registry.js";
import { EnforcementMode } from "../enforcement-mode.js";
import type { HardenedNamespaceArgs } from "../hardened-namespace.js";
import { checkedLabels, labelValueFor, nameFor } from "../labels.js";
import { namespacePlan } from "./plan.js";
import { NamespaceTier, NEWEST_POD_SECURITY, PodSecurity, TIERS } from "./tiers.js";

/** Project and stack that made a namespace: it is not taken over by another one. */
export const MADE_BY = "rampart.dev/made-by";

/** Name, labels and annotations of the namespace (core/v1 ObjectMeta), checked. */
export function namespaceMetadata(name: string, args: HardenedNamespaceArgs) {
  const { namespaceName = name, labels, contact, costCenter, imageRegistries, adopt = false, mode } = args;
  const own = {
    ...(mode === EnforcementMode.Audit ? { [WHEN_ENFORCED]: namespacePlan(args) } : {}),
    ...(contact === undefined ? {} : { "rampart.dev/contact": checkedInput(contact, checkContact) }),
    ...(imageRegistries === undefined ? {} : { [IMAGE_REGISTRIES]: registriesOf(imageRegistries) }),
    ...(adopt ? {} : { [MADE_BY]: `${pulumi.getProject()}/${pulumi.getStack()}` }),
  };
  const cost: Record<string, pulumi.Input<string>> = costCenter === undefined
    ? {}
    : { "rampart.dev/cost-center": checkedInput(costCenter, labelValueFor("costCenter")) };
  return {
    name: checkedInput(namespaceName, adopt ? checkAnyName : checkName),
    labels: pulumi
      .all([checkedLabels("labels", labels), pulumi.output({ ...cost, ...ownLabels(args) })])
      .apply(([theirs, ours]): Record<string, string> => ({ ...theirs, ...ours })),
    ...(Object.keys(own).length > 0 ? { annotations: own } : {}),
  };
}

/** NSA-POD-09: the API server itself enforces a level, at a version that an upgrade does not change. */
function ownLabels({
  tier = NamespaceTier.Tenant,
  mode = EnforcementMode.Enforce,
  podSecurity = TIERS[tier].podSecurity,
  podSecurityVersion = NEWEST_POD_SECURITY,
}: HardenedNamespaceArgs): Record<string, pulumi.Input<string>> {
  const version = checkedInput(podSecurityVersion, checkVersion);
  const labelsOf = (action: string, level: pulumi.Input<string>) => ({
    [`pod-security.kubernetes.io/${action}`]: level,
    [`pod-security.kubernetes.io/${action}-version`]: version,
  });
  const level = checkedInput(podSecurity, checkLevel);
  return {
    ...(mode === EnforcementMode.Enforce ? labelsOf("enforce", level) : {}),
    ...labelsOf("audit", TIERS[tier].told),
    ...labelsOf("warn", TIERS[tier].told),
    "rampart.dev/tier": tier,
  };
}

function registriesOf(all: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  if (all.length === 0) throw new Error("imageRegistries: must name at least one registry, got none");
  return pulumi
    .all(all.map((registry, index) => checkedRegistry(`imageRegistries[${index}]`, registry)))
    .apply((known) => known.join(","));
}

/** An annotation, since addresses and links are no values of labels. */
function checkContact(contact: string): string {
  if (contact.trim() !== "") return contact;
  throw new Error('contact: must be an address, a channel or a link, such as "shop-team@example.com", got ""');
}

function checkVersion(version: string): string {
  if (/^v1\.\d+$/.test(version)) return version;
  throw new Error(`podSecurityVersion: must be a pinned version such as "${NEWEST_POD_SECURITY}", got "${version}"`);
}

const checkLevel = (level: PodSecurity): PodSecurity => oneOf("podSecurity", level, Object.values(PodSecurity));

const checkAnyName = nameFor("namespaceName");

/** NSA-NET-03: the prefix belongs to the cluster. */
function checkName(name: string): string {
  if (NAMESPACES_OF_EVERY_CLUSTER.includes(name))
    throw new Error(`namespaceName: must not be one that every cluster has, unless \`adopt\` is true, got "${name}"`);
  if (name.startsWith("kube-")) throw new Error(`namespaceName: must not begin with "kube-", got "${name}"`);
  return checkAnyName(name);
}
