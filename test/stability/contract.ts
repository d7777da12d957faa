import type { TypeDefinition } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import type { PackageSchema, Property } from "../docs/component-schema/schema.js";

/** Something that users of a release build on, by what it belongs to and its own name. */
export interface Term {
  readonly owner: string;
  readonly name: string;
  /** What must not change without a word: type, default and the like. */
  readonly text: string;
}

/** Inputs, outputs, fields and values of enums of every component and type, as lines of a contract. */
export function contractOf(schema: PackageSchema): Term[] {
  const terms = [
    ...Object.entries(schema.resources).flatMap(([token, { inputProperties, requiredInputs, properties }]) => [
      ...fields(nameOf(token), inputProperties, requiredInputs),
      ...Object.entries(properties).map(([name, property]) => ({
        owner: nameOf(token),
        name,
        text: `output: ${typeOf(property)}`,
      })),
    ]),
    ...Object.entries(schema.types).flatMap(([token, type]) => [
      ...fields(nameOf(token), type.properties ?? {}, type.required ?? []),
      ...values(nameOf(token), type.enum ?? []),
    ]),
  ];
  return terms.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

export const keyOf = ({ owner, name, text }: Term): string => `${owner}.${name} ${text}`;

const nameOf = (token: string): string => token.slice(token.lastIndexOf(":") + 1);

const fields = (owner: string, properties: Readonly<Record<string, Property>>, required: readonly string[]): Term[] =>
  Object.entries(properties).map(([name, property]) => ({
    owner,
    name,
    text: [
      required.includes(name) ? "required:" : "optional:",
      typeOf(property),
      ...(property.plain ? ["plain"] : []),
      ...(property.secret ? ["secret"] : []),
      ...(defaultOf(property) === undefined ? [] : [`= ${defaultOf(property)}`]),
    ].join(" "),
  }));

const values = (owner: string, of: NonNullable<TypeDefinition["enum"]>): Term[] =>
  of.map(({ name, value }) => ({ owner, name, text: `value: ${JSON.stringify(value)}` }));

function typeOf(property: Pick<Property, "items" | "additionalProperties"> & object): string {
  const { type, $ref } = property as { readonly type?: string; readonly $ref?: string };
  if ($ref !== undefined) return nameOf($ref);
  if (property.items !== undefined) return `${typeOf(property.items)}[]`;
  return property.additionalProperties === undefined ? `${type}` : `map of ${typeOf(property.additionalProperties)}`;
}

/** A default that SDKs send, or one in words. */
const defaultOf = ({ default: literal, description = "" }: Property): string | undefined =>
  literal === undefined
    ? /\n\nDefault: (.*)\.$/s.exec(description)?.[1]?.replaceAll("\n", " ")
    : JSON.stringify(literal);
