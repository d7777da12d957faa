import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import type { ComponentSchema, PackageSchema, TypeSchema, ValueSchema } from "./schema.js";

const EARLY =
  "decides what is made, so it must be known before the deployment: no secret, and no output of another resource";

type Properties = Readonly<Record<string, ValueSchema>>;

/**
 * Holds what a program in any language sends against the schema: not every language has checked it, and a component would
 * pass over an input that it does not have.
 * @throws Error naming every input that is unknown, missing, of another type, or not known early enough.
 */
export function checkInputs(schema: PackageSchema, component: ComponentSchema, inputs: pulumi.Inputs): void {
  const problems = [...new Check(schema.types).object("", inputs, component.inputProperties, component.requiredInputs)];
  // Not an InputPropertiesError: the engine writes the value of each property beside it, secret ones as well.
  if (problems.length > 0) throw new Error(problems.join("; "));
}

class Check {
  constructor(private readonly types: Readonly<Record<string, TypeSchema>>) {}

  *object(path: string, value: object, properties: Properties, required: readonly string[] = []): Generator<string> {
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
    const given = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
    for (const [name, inner] of given) {
      const wanted = properties[name];
      if (wanted === undefined) yield `${at(name)}: ${unknown(name, properties)}`;
      else yield* this.value(at(name), inner, wanted);
    }
    for (const name of required) if (!given.some(([one]) => one === name)) yield `${at(name)}: must be given`;
  }

  private *value(path: string, value: unknown, wanted: ValueSchema): Generator<string> {
    if (pulumi.Output.isInstance(value)) {
      if (wanted.plain) yield `${path}: ${EARLY}`;
      return;
    }
    if (wanted.$ref !== undefined) yield* this.named(path, value, wanted.$ref.slice("#/types/".length));
    else if (kindOf(value) !== (wanted.type === "integer" ? "number" : wanted.type))
      yield wrong(path, `${wanted.type}`, value);
    else if (wanted.type === "integer" && !Number.isInteger(value)) yield wrong(path, "whole number", value);
    else if (Array.isArray(value) && wanted.items !== undefined)
      for (const [index, item] of value.entries()) yield* this.value(`${path}[${index}]`, item, wanted.items);
    else if (wanted.additionalProperties !== undefined)
      for (const [key, item] of Object.entries(value as object))
        yield* this.value(`${path}.${key}`, item, wanted.additionalProperties);
  }

  private *named(path: string, value: unknown, token: string): Generator<string> {
    const { enum: values, properties = {}, required } = this.types[token] ?? {};
    if (values === undefined) {
      if (kindOf(value) === "object") yield* this.object(path, value as object, properties, required);
      else yield wrong(path, "object", value);
    } else if (!values.some((one) => one.value === value))
      yield `${path}: must be one of ${values.map((one) => one.value).join(", ")}`;
  }
}

function unknown(name: string, properties: Properties): string {
  const names = Object.keys(properties);
  return names.length === 0
    ? "there is no such input"
    : `there is no such input; the nearest is ${closest(name, names)}`;
}

/** Without the value, which may be one that the program should have marked as secret. */
const wrong = (path: string, wanted: string, value: unknown): string =>
  `${path}: must be ${/^[aeio]/.test(wanted) ? "an" : "a"} ${wanted}, got ${kindOf(value)}`;

const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : typeof value);
