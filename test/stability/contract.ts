import type { TypeDefinition } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import type { PackageSchema, Property } from "../docs/component-schema/schema.js";

/** What inputs, outputs, fields and values of enums are, by `Component.input`: type, default and the like. */
export function contractOf(schema: PackageSchema): Record<string, string> {
  const terms = [
    ...Object.entries(schema.resources).flatMap(([token, { inputProperties, requiredInputs, properties }]) => [
      ...fields(nameOf(token), inputProperties, requiredInputs),
      ...outputs(nameOf(token), properties),
    ]),
    ...Object.entries(schema.types).flatMap(([token, type]) => [
      ...fields(nameOf(token), type.properties ?? {}, type.required ?? []),
      ...values(nameOf(token), type.enum ?? []),
    ]),
  ];
  return Object.fromEntries(terms.sort(([one], [other]) => (one < other ? -1 : 1)));
}

type Term = [key: string, text: string];
type Properties = Readonly<Record<string, Property>>;

const nameOf = (token: string): string => token.slice(token.lastIndexOf(":") + 1);

const fields = (owner: string, properties: Properties, required: readonly string[]): Term[] =>
  Object.entries(properties).map(([name, property]) => [
    `${owner}.${name}`,
    [
      required.includes(name) ? "required" : "optional",
      typeOf(property),
      ...(property.plain ? ["plain"] : []),
      ...(property.secret ? ["secret"] : []),
      ...defaultOf(property),
    ].join(" "),
  ]);

/** An output may have the name of an input. */
const outputs = (owner: string, properties: Properties): Term[] =>
  Object.entries(properties).map(([name, property]) => [
    `${owner}.outputs.${name}`,
    [typeOf(property), ...(property.secret ? ["secret"] : [])].join(" "),
  ]);

const values = (owner: string, of: NonNullable<TypeDefinition["enum"]>): Term[] =>
  of.map(({ name, value }) => [`${owner}.${name}`, JSON.stringify(value)]);

interface Typed {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Typed;
  readonly additionalProperties?: Typed;
}

function typeOf({ type, $ref, items, additionalProperties }: Typed): string {
  if ($ref !== undefined) return nameOf($ref);
  if (items !== undefined) return `${typeOf(items)}[]`;
  return additionalProperties === undefined ? `${type}` : `map of ${typeOf(additionalProperties)}`;
}

/** One that SDKs send, or one in words. */
function defaultOf({ default: literal, description = "" }: Property): string[] {
  if (literal !== undefined) return [`= ${JSON.stringify(literal)}`];
  const words = /\n\nDefault: (.*)\.$/s.exec(description)?.[1];
  return words === undefined ? [] : [`= ${words.replaceAll("\n", " ")}`];
}
