import type { AdmissionSettings } from "../../../../components/baseline/admission/policy.js";

/** What the policy pack's settings of an example are called by admission policies. */
export function settingsOf(settings: Readonly<Record<string, unknown>> = {}): AdmissionSettings {
  const { allowedRegistries = [] } = settings as { readonly allowedRegistries?: readonly string[] };
  return { imageRegistries: allowedRegistries };
}
