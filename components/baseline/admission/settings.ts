import * as pulumi from "@pulumi/pulumi";
import { oneOf, wholeNumber } from "../../refusal.js";
import { PodSecurity } from "../namespace/tiers.js";
import { type AdmissionSettings, DEFAULT_SETTINGS } from "./policy.js";
import { checkedRegistry } from "./registry.js";

/** What an organisation states for admission policies; each absent value has its default. */
export interface AdmissionSettingsArgs {
  /**
   * Registries that images may come from, or repositories below them, such as `registry.example:5000/team`; without a
   * host it is Docker Hub's. A namespace adds its own by the annotation `rampart.dev/image-registries`, with commas
   * between them. @default any, but where a namespace names its own
   */
  imageRegistries?: pulumi.Input<string>[];
  /** Runtime classes, one of which every pod must have. @default none is needed */
  runtimeClasses?: string[];
  /** Whether containers need a limit of CPU beside that of memory. @default true */
  requireCpuLimits?: boolean;
  /** Lowest user and group for `require-run-as-ids`. @default 10000 */
  minimumRunAsId?: number;
  /** Longest life of a projected token, 600 to 86400 seconds. @default 3600 */
  maximumTokenSeconds?: number;
  /** Loosest Pod Security level that a namespace may enforce. @default PodSecurity.Baseline */
  minimumPodSecurity?: PodSecurity;
  /** Labels that every namespace must have, for example its owner. @default none */
  namespaceLabels?: string[];
  /** Names of objects that users may put into the system's namespaces, such as those of add-ons. @default none */
  systemAddOns?: string[];
  /** Cluster roles for `restrict-cluster-role-bindings`, beside those of the system. @default none */
  clusterWideRoles?: string[];
  /** Widest IPv4 block with private addresses in it for `restrict-ip-blocks`, by the length of its prefix. @default 8 */
  shortestIpv4Prefix?: number;
  /** The same for IPv6. @default 32 */
  shortestIpv6Prefix?: number;
}

/** @throws Error naming the input, the value got and what is allowed; for an Output as soon as it is known. */
export function settingsOf(args: AdmissionSettingsArgs): pulumi.Output<AdmissionSettings> {
  const {
    imageRegistries = [],
    runtimeClasses = DEFAULT_SETTINGS.runtimeClasses,
    requireCpuLimits = DEFAULT_SETTINGS.limitsCpu,
    minimumRunAsId = DEFAULT_SETTINGS.minimumRunAsId,
    maximumTokenSeconds = DEFAULT_SETTINGS.maximumTokenSeconds,
    minimumPodSecurity = PodSecurity.Baseline,
    namespaceLabels = DEFAULT_SETTINGS.namespaceLabels,
    systemAddOns = DEFAULT_SETTINGS.systemAddOns,
    clusterWideRoles = DEFAULT_SETTINGS.clusterWideRoles,
    shortestIpv4Prefix = DEFAULT_SETTINGS.shortestIpv4Prefix,
    shortestIpv6Prefix = DEFAULT_SETTINGS.shortestIpv6Prefix,
  } = args;
  wholeNumber("minimumRunAsId", minimumRunAsId, 1, 2 ** 31 - 1);
  wholeNumber("maximumTokenSeconds", maximumTokenSeconds, 600, 86_400);
  wholeNumber("shortestIpv4Prefix", shortestIpv4Prefix, 0, 32);
  wholeNumber("shortestIpv6Prefix", shortestIpv6Prefix, 0, 128);
  checkNames("runtimeClasses", runtimeClasses);
  checkNames("namespaceLabels", namespaceLabels);
  checkNames("systemAddOns", systemAddOns);
  checkNames("clusterWideRoles", clusterWideRoles);
  const levels = Object.values(PodSecurity);
  oneOf("minimumPodSecurity", minimumPodSecurity, levels);
  return pulumi
    .all(imageRegistries.map((registry, index) => checkedRegistry(`imageRegistries[${index}]`, registry)))
    .apply((known) => ({
      imageRegistries: known,
      runtimeClasses,
      limitsCpu: requireCpuLimits,
      minimumRunAsId,
      maximumTokenSeconds,
      podSecurityLevels: levels.slice(levels.indexOf(minimumPodSecurity)),
      namespaceLabels,
      systemAddOns,
      clusterWideRoles,
      shortestIpv4Prefix,
      shortestIpv6Prefix,
    }));
}

/** Names of objects and keys of labels. */
function checkNames(input: string, names: readonly string[]): void {
  for (const [index, name] of names.entries())
    if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,252}$/.test(name))
      throw new Error(`${input}[${index}]: must be a name, got ${JSON.stringify(name)}`);
}
