import { evaluateResource, type Finding } from "../../policy-pack/evaluate.js";
import { evaluationContext, type PodExample, type Policy } from "../../policy-pack/policy.js";
import { plain } from "../../policy-pack/unknown.js";

/** The example as a bare Pod. */
export const asPod = ({ metadata, spec }: PodExample) => ({
  type: "kubernetes:core/v1:Pod",
  props: { metadata, spec },
});

/** The example where a pod lies deepest. */
export const asCronJob = ({ metadata, spec }: PodExample) => ({
  type: "kubernetes:batch/v1:CronJob",
  props: { spec: { jobTemplate: { spec: { template: { metadata, spec } } } } },
});

/** Judges one resource as the pack does. */
export function judge(
  { type, props }: { type: string; props: object },
  policies: readonly Policy[],
  kubernetesVersion?: string,
): Finding[] {
  const resource = { type, urn: `urn:pulumi:dev::test::${type}::example`, name: "example", props: plain(props) };
  return evaluateResource(resource, policies, evaluationContext(kubernetesVersion));
}

/** Every path to a value that is no object, and to every object, deepest last; for replacing values one by one. */
export function* places(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value === "object" && value !== null)
    for (const key of Object.keys(value)) yield* places((value as Record<string, unknown>)[key], [...path, key]);
}

/** A deep copy with one value replaced. */
export function withValue<T>(value: T, [key, ...rest]: readonly string[], replacement: unknown): T {
  if (key === undefined) return replacement as T;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[key] = withValue(copy[key], rest, replacement);
  return copy as T;
}
