import { Ajv, type ErrorObject } from "ajv";
import { closest } from "fastest-levenshtein";
import { type ConfigurationProblem, noSuchName, pathText } from "./configuration-error.js";
import { ALL_KEY, configurationSchema, PACK_KEY, packSettings } from "./configuration-schema.js";
import type { Policy } from "./policy.js";

/** What Ajv adds to the errors of `additionalProperties`, `enum` and `type`. */
interface ErrorParameters {
  readonly additionalProperty?: string;
  readonly allowedValues?: readonly string[];
}

/** What we read of the schema that a value breaks. */
interface ParentSchema {
  readonly properties?: object;
  readonly patternErrorMessage?: string;
}

/** Everything in a value that its schema does not have. */
export function problemsOf(
  definition: "file" | "pack",
  value: unknown,
  policies: readonly Policy[],
): ConfigurationProblem[] {
  const named = namesIn(value);
  // Most configurations name few policies, and a schema of all takes longer to compile than the pack to start.
  const schema = configurationSchema(policies.filter(({ id }) => named.has(id)));
  // Patterns are ours, formats are not used, and a test has the schema checked.
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, validateSchema: false, meta: false });
  const validate = ajv.addSchema(schema, "configuration").getSchema(`configuration#/definitions/${definition}`);
  if (validate === undefined) throw new Error(`the schema has no ${definition}`);
  if (validate(value) === true) return [];
  // An `if` tells only that its branch failed, which says so itself.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if" && keyword !== "propertyNames");
  const ids = policies.map(({ id }) => id);
  return errors.map((error) => problemOf(error, definition === "pack", ids));
}

/** Every key that may be a policy's. */
function namesIn(value: unknown): ReadonlySet<string> {
  const { [PACK_KEY]: pack, policies } = recordOf(value);
  return new Set([value, policies, recordOf(pack).policies].flatMap((entries) => Object.keys(recordOf(entries))));
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function problemOf(error: ErrorObject, namespaced: boolean, ids: readonly string[]): ConfigurationProblem {
  const { instancePath, keyword, message = "is wrong", propertyName } = error;
  const { additionalProperty = "", allowedValues = [] } = error.params as ErrorParameters;
  const { properties = {}, patternErrorMessage } = (error.parentSchema ?? {}) as ParentSchema;
  const path = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const place = placeOf(path, namespaced);
  if (keyword === "additionalProperties") {
    return {
      path: [...path, additionalProperty],
      message: unknownKey(additionalProperty, { properties, path, namespaced, ids }),
    };
  }
  if (keyword === "enum" && error.data === "remediate")
    return { path, message: `${place} must not be remediate: the policy has no fix. Fix: use mandatory.` };
  if (keyword === "enum") {
    const near = typeof error.data === "string" ? ` Did you mean "${closest(error.data, [...allowedValues])}"?` : "";
    return { path, message: `${place} must be one of ${allowedValues.join(", ")}.${near}` };
  }
  const sentence = message
    .replace(/^must be (?=array|object|integer)/, "must be an ")
    .replace(/^must be (?=string|boolean)/, "must be a ");
  const isEntry = keyword === "type" && "enforcementLevel" in properties;
  return {
    path: propertyName === undefined ? path : [...path, propertyName],
    message: `${place} ${isEntry ? "must be a level or an object" : (patternErrorMessage ?? sentence)}.`,
  };
}

const inNamespace = (key: string): string => `${PACK_KEY}:${key}`;

function placeOf([first, ...rest]: readonly string[], namespaced: boolean): string {
  if (first === undefined) return "The configuration";
  return pathText([namespaced ? inNamespace(first) : first, ...rest]);
}

interface UnknownKeyPlace {
  readonly properties: object;
  readonly path: readonly string[];
  readonly namespaced: boolean;
  readonly ids: readonly string[];
}

function unknownKey(key: string, { properties, path, namespaced, ids }: UnknownKeyPlace): string {
  const known = Object.keys(properties);
  const ofPolicies = known.includes(ALL_KEY);
  if (key === "$schema") return "Pulumi takes $schema for a policy. Fix: set the schema in the editor.";
  if (ofPolicies && path.length === 0 && Object.hasOwn(packSettings(), key))
    return `${key} is no policy. Fix: move it to ${PACK_KEY}.${key}.`;
  if (ofPolicies) return noSuchName("policy", key, [...known, ...ids]);
  if (path.length > 0) return noSuchName(`setting of ${placeOf(path, namespaced)}`, key, known);
  return noSuchName("key", inNamespace(key), known.map(inNamespace));
}
