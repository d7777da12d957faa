import { type AdmissionSettings, DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";

/** What the policy pack's settings are called by admission policies. */
const NAMES: Readonly<Record<string, keyof AdmissionSettings>> = {
  allowedRegistries: "imageRegistries",
  maximumSeconds: "maximumTokenSeconds",
  minimumId: "minimumRunAsId",
  requireCpu: "limitsCpu",
  runtimeClasses: "runtimeClasses",
};

/** The settings of an example. */
export const settingsOf = (settings: Readonly<Record<string, unknown>> = {}): AdmissionSettings => ({
  ...DEFAULT_SETTINGS,
  ...Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const name = NAMES[key];
      if (name === undefined) throw new Error(`Admission policies have no setting "${key}"; name it in NAMES.`);
      return [name, value];
    }),
  ),
});
