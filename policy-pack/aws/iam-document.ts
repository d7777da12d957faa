import { attemptAll, eachOf } from "../kubernetes/containers.js";
import { list, map, object, type Shape, text } from "../kubernetes/shape.js";
import type { Resource } from "../policy.js";
import type { Verdict } from "../verdict.js";
import { onResource } from "./verdicts.js";

/** One value or several, as IAM takes both. */
const strings: Shape<readonly string[]> = (value) => (typeof value === "string" ? [value] : list(text)(value));

/** Values of conditions may be written as numbers and booleans. */
const scalar: Shape<string> = (value) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : text(value);
const scalars: Shape<readonly string[]> = (value) => {
  const one = scalar(value);
  return one === undefined ? list(scalar)(value) : [one];
};

/** `"*"` is the same as `{ AWS: "*" }` where it allows. */
const principals: Shape<{ readonly [kind: string]: readonly string[] }> = (value) =>
  typeof value === "string" ? { AWS: [value] } : map(strings)(value);

const statement = object({
  Effect: text,
  Action: strings,
  NotAction: strings,
  Resource: strings,
  NotResource: strings,
  Principal: principals,
  NotPrincipal: principals,
  /** Values by condition key by operator. */
  Condition: map(map(scalars)),
});

/** A statement of an IAM policy; each field may be unknown. */
export type Statement = NonNullable<ReturnType<typeof statement>>;

/** A document in a resource's inputs, as text or as an object. */
export interface DocumentPlace {
  /** Path of the input, e.g. `inlinePolicies[0].policy`. */
  readonly path: string;
  readonly read: () => unknown;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The raw statements; `null` where there is no policy, and `undefined` where it is one that nobody can read. */
function rawStatements(value: unknown): readonly unknown[] | { readonly only: unknown } | null | undefined {
  if (value === undefined || value === null || value === "") return null;
  const document = parsed(value);
  if (!isMap(document)) return undefined;
  const { Statement: statements } = document;
  if (Array.isArray(statements)) return statements;
  return isMap(statements) ? { only: statements } : undefined;
}

const UNREADABLE = "must be an IAM policy that can be read";

/** Asks of each statement of a policy; what cannot be read is an offence, since nobody can say what it allows. */
export function onStatements(
  { path, read }: DocumentPlace,
  judge: (statement: Statement, path: string) => readonly Verdict[],
): readonly Verdict[] {
  const each = (raw: unknown, at: string): readonly Verdict[] => {
    const own = statement(raw);
    return own === undefined || (own.Effect !== "Allow" && own.Effect !== "Deny")
      ? onResource("statement", at, () => UNREADABLE)
      : judge(own, at);
  };
  return attemptAll(() => {
    const statements = rawStatements(read());
    if (statements === null) return [];
    if (statements === undefined) return onResource("policy", path, () => UNREADABLE);
    return "only" in statements
      ? each(statements.only, `${path}.Statement`)
      : eachOf(
          () => statements,
          (raw, index) => each(raw, `${path}.Statement[${index}]`),
        );
  });
}

/**
 * Asks of a policy as a whole.
 *
 * @param judge is given every statement that can be read; whether one can is asked by `onStatements`.
 */
export function onDocument(
  { path, read }: DocumentPlace,
  judge: (statements: readonly Statement[]) => readonly Verdict[],
): readonly Verdict[] {
  return attemptAll(() => {
    const statements = rawStatements(read());
    if (statements === null) return [];
    if (statements === undefined) return onResource("policy", path, () => UNREADABLE);
    return judge(list(statement)("only" in statements ? [statements.only] : statements) ?? []);
  });
}

/** The documents at a field; `[]` in it stands for each item of a list. */
export function documentsAt({ props }: Resource, field: string): readonly DocumentPlace[] {
  const [name = "", inner] = field.split("[].");
  if (inner === undefined) return [{ path: name, read: () => props[name] }];
  const items = props[name];
  if (!Array.isArray(items)) return [];
  return [...items.keys()].map((index) => ({
    path: `${name}[${index}].${inner}`,
    read: () => {
      const item: unknown = items[index];
      return isMap(item) ? item[inner] : undefined;
    },
  }));
}
