import type { Edit, Path } from "../../../policy-pack/edit.js";
import { evaluator } from "../../../policy-pack/evaluate.js";
import {
  type Bad,
  type EvaluationOptions,
  evaluationContext,
  type PodExample,
  type Policy,
  type ResourcesExample,
} from "../../../policy-pack/policy.js";
import { editsOf, remedy } from "../../../policy-pack/remedy.js";
import { plain } from "../../../policy-pack/unknown.js";
import { asPod } from "../pods.js";

export type Props = Readonly<Record<string, unknown>>;
export interface Sample {
  readonly type: string;
  readonly props: Props;
}

const resourceOf = ({ type, props }: Sample) => ({
  type,
  urn: `urn:pulumi:dev::test::${type}::example`,
  name: "example",
  props: plain(props),
});

/** The sample after its fix by these policies; the sample itself stays as it is. */
export function fixed({ type, props }: Sample, policies: readonly Policy[], options?: EvaluationOptions): Sample {
  const copy = plain(props);
  remedy(copy, () => resourceOf({ type, props: copy }), evaluator(policies, evaluationContext(options)));
  return { type, props: copy };
}

/** The edits that the policies have for the sample, in the first round. */
export const editsFor = (sample: Sample, policies: readonly Policy[], options?: EvaluationOptions): readonly Edit[] =>
  evaluator(policies, evaluationContext(options)).resource(resourceOf(sample)).flatMap(editsOf);

/** The resources of an example of any subject. */
export const samplesOf = (example: PodExample | ResourcesExample): readonly Sample[] =>
  ("resources" in example ? example.resources : [asPod(example)]).map(({ type, props }) => ({
    type,
    props: JSON.parse(JSON.stringify(props)),
  }));

/** Every bad example of a policy that can be fixed. */
export function* fixableExamples(
  policies: readonly Policy[],
): Generator<{ readonly policy: Policy; readonly example: Bad<PodExample | ResourcesExample> }> {
  for (const policy of policies)
    if (policy.fixable) for (const example of policy.examples.bad) yield { policy, example };
}

export const isMap = (value: unknown): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);

/** A deep copy without what is at the path. */
export function without<T>(value: T, [key, ...rest]: Path): T {
  if (key === undefined || typeof value !== "object" || value === null || !(key in value)) return value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>;
  if (rest.length > 0) copy[key] = without(copy[key], rest);
  else delete copy[key];
  return copy as T;
}

/** Maps become one, inner maps as well; else the second wins. */
export function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], over[key])]));
}
