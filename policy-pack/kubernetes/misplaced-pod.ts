import { UnknownRead } from "../unknown.js";
import { child, type KubernetesObject, UNKNOWN_KIND } from "./object.js";
import { isBuiltIn, type PodTemplates, podTemplatePaths } from "./pod-templates.js";
import { workloadsOf } from "./workload.js";

/** Deeper ones are no pod specs: no custom kind nests its pod that far. */
const DEEPEST = 12;

/** A field's name in the Kubernetes API; anything else might be a value and is not shown. */
const FIELD = /^[A-Za-z][A-Za-z0-9]{0,40}(?:\[\d+\])*$/;

/**
 * Path of containers in an object of a custom kind in none of the places where the table has its pod, e.g.
 * `spec.pod.spec.containers`: the table is wrong for this kind. `undefined` where all is well, or there is no pod.
 */
export function misplacedPod(object: KubernetesObject, kinds: PodTemplates): string | undefined {
  if (object.key === UNKNOWN_KIND || isBuiltIn(object.key)) return undefined;
  if (podTemplatePaths(kinds, object.key).length === 0 || workloadsOf(object, kinds).length > 0) return undefined;
  const steps = containersIn(() => object.data, []);
  return steps?.every((step) => FIELD.test(step)) ? `${object.prefix}${steps.join(".")}` : steps && object.prefix;
}

/** Steps to the first list of containers; an unknown value hides only what is in it. */
function containersIn(read: () => unknown, steps: readonly string[]): readonly string[] | undefined {
  if (steps.length > DEEPEST) return undefined;
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
  if (Array.isArray(value)) {
    const before = steps.slice(0, -1);
    for (const index of value.keys()) {
      const found = containersIn(() => value[index], [...before, `${steps.at(-1) ?? ""}[${index}]`]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (hasContainers(value)) return [...steps, "containers"];
  for (const key of Object.keys(value)) {
    const found = containersIn(() => child(value, key), [...steps, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hasContainers(value: object): boolean {
  try {
    const containers = child(value, "containers");
    return Array.isArray(containers) && typeof child(containers[0], "image") === "string";
  } catch (error) {
    if (error instanceof UnknownRead) return false;
    throw error;
  }
}
