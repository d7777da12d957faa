import { evaluate } from "../../policy-pack/evaluate.js";
import type { Finding } from "../../policy-pack/finding.js";
import {
  type EvaluationOptions,
  type ExampleResource,
  evaluationContext,
  type PodExample,
  type Policy,
  type ResourcesExample,
} from "../../policy-pack/policy.js";
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

type Judged = Pick<ExampleResource, "type" | "props" | "dependencies" | "end"> & { readonly name?: string | undefined };

/** Judges one resource as the pack does. */
export function judge(resource: Judged, policies: readonly Policy[], options?: EvaluationOptions | string): Finding[] {
  return judgeAll([resource], policies, typeof options === "string" ? { kubernetesVersion: options } : options);
}

/** Judges resources that belong together as the pack does. */
export function judgeAll(
  resources: readonly Judged[],
  policies: readonly Policy[],
  options?: EvaluationOptions,
): Finding[] {
  return evaluate(
    resources.map(({ type, props, name = "example", dependencies, end }) => ({
      type,
      urn: `urn:pulumi:dev::test::${type}::${name}`,
      name,
      props: plain(props),
      end,
      dependencies:
        dependencies &&
        Object.fromEntries(
          Object.entries(dependencies).map(([property, names]) => [
            property,
            names.map((each) => urnOf(each, resources)),
          ]),
        ),
    })),
    policies,
    evaluationContext(options),
  );
}

const urnOf = (name: string, resources: readonly Judged[]): string =>
  `urn:pulumi:dev::test::${resources.find((resource) => resource.name === name)?.type}::${name}`;

/** The settings and version that an example states, for its policy. */
export const optionsOf = (
  { kubernetesVersion, today, settings }: Pick<ResourcesExample, "kubernetesVersion" | "today" | "settings">,
  { id }: Policy,
): EvaluationOptions => ({ kubernetesVersion, today, settings: settings === undefined ? {} : { [id]: settings } });

/** What passes every policy of every profile, to be changed in one thing. */
export const COMPLIANT_CONTEXT = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
export const COMPLIANT_CONTAINER = {
  name: "app",
  image: `registry.example/app:1.4.2@sha256:${"0123456789abcdef".repeat(4)}`,
  resources: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "1Gi" },
  },
  securityContext: COMPLIANT_CONTEXT,
};
export const COMPLIANT_POD = {
  hostUsers: false,
  serviceAccountName: "app",
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65_532,
    runAsGroup: 65_532,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [COMPLIANT_CONTAINER],
};

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
