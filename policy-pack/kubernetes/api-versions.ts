import { API_LIFECYCLES, type ApiLifecycle, PAST_API_LIFECYCLES } from "../../controls/api-lifecycle.js";
import type { KubernetesObject } from "./object.js";

const LIFECYCLES = new Map<string, Map<string, ApiLifecycle>>();
for (const lifecycle of [...API_LIFECYCLES, ...PAST_API_LIFECYCLES]) {
  const [kind, version] = lifecycle;
  const versions = LIFECYCLES.get(kind) ?? new Map<string, ApiLifecycle>();
  LIFECYCLES.set(kind, versions.set(version, lifecycle));
}

/** When the API version of an object ends; `undefined` for versions without an end and for custom kinds. */
export const lifecycleOf = ({ key, version }: KubernetesObject): ApiLifecycle | undefined =>
  LIFECYCLES.get(key)?.get(version);

/** E.g. `batch/v1beta1 CronJob`; all of it comes from the table, none from the object. */
export function describeApi([kind, version]: ApiLifecycle): string {
  const [group, name] = kind.split("/");
  return `${group}/${version} ${name}`;
}
