import { type AdmissionSettings, DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";

/** What the policy pack's settings mean to admission policies, by `policy.setting`. */
const MEANINGS: Readonly<Record<string, (value: never) => Partial<AdmissionSettings>>> = {
  "no-system-namespaces.allowed": (systemAddOns: string[]) => ({ systemAddOns }),
  "require-pod-security-labels.minimum": (minimum: string) => ({
    podSecurityLevels: minimum === "restricted" ? ["restricted"] : ["baseline", "restricted"],
  }),
  "require-resource-limits.requireCpu": (limitsCpu: boolean) => ({ limitsCpu }),
  "require-run-as-ids.minimumId": (minimumRunAsId: number) => ({ minimumRunAsId }),
  "require-runtime-class.runtimeClasses": (runtimeClasses: string[]) => ({ runtimeClasses }),
  "restrict-ip-blocks.shortestIpv4Prefix": (shortestIpv4Prefix: number) => ({ shortestIpv4Prefix }),
  "restrict-ip-blocks.shortestIpv6Prefix": (shortestIpv6Prefix: number) => ({ shortestIpv6Prefix }),
  "restrict-image-registries.allowedRegistries": (imageRegistries: string[]) => ({ imageRegistries }),
  "restrict-projected-token-lifetime.maximumSeconds": (maximumTokenSeconds: number) => ({ maximumTokenSeconds }),
};

/** The settings of an example of the policy. */
export function settingsOf(policy: string, settings: Readonly<Record<string, unknown>> = {}): AdmissionSettings {
  const own = Object.entries(settings).map(([key, value]) => {
    const meaning = MEANINGS[`${policy}.${key}`];
    if (meaning === undefined) throw new Error(`MEANINGS has no ${policy}.${key}`);
    return meaning(value as never);
  });
  return Object.assign({}, DEFAULT_SETTINGS, ...own);
}
