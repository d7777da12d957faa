/** The package's schema as other languages see it: the Pulumi SDK's own analysis, and what that leaves out. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  Analyzer,
  type PropertyDefinition,
  type TypeDefinition,
} from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema.js";
import { CONSTRUCTORS } from "../../../plugin/constructors.js";
import { Declarations, type Documentation } from "./documentation.js";

/** A property as the schema has it. */
export type Property = PropertyDefinition & { default?: string | number | boolean; secret?: boolean };

/** As far as it is read here; the rest is the generator's. */
export interface PackageSchema {
  readonly resources: Readonly<Record<string, ResourceSchema>>;
  readonly types: Readonly<Record<string, TypeSchema>>;
}

export interface ResourceSchema {
  readonly description?: string;
  readonly inputProperties: Readonly<Record<string, Property>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
}

export interface TypeSchema {
  description?: string;
  readonly type: string;
  readonly enum?: NonNullable<TypeDefinition["enum"]>;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
}

const REPOSITORY = resolve(__dirname, "../../../..");
const PACKAGE = "rampart";

/** @throws Error when a component, an input, an output, a type or a value of an enum has no description. */
export function componentSchema(): PackageSchema {
  const manifest = JSON.parse(readFileSync(join(REPOSITORY, "plugin/package.json"), "utf8"));
  const { components, typeDefinitions } = new Analyzer(
    join(REPOSITORY, "test/docs/component-schema"),
    PACKAGE,
    // The file from which the analysis finds all others.
    { main: join(REPOSITORY, "plugin/constructors.ts") },
    new Set(Object.keys(CONSTRUCTORS)),
  ).analyze();
  const schema = generateSchema(
    PACKAGE,
    manifest.version,
    manifest.description,
    sorted(components),
    sorted(typeDefinitions),
    [],
  ) as PackageSchema;
  new Completion(schema).complete();
  return { ...schema, ...metadata(manifest) };
}

/** `plugin/schema.json`. */
export const componentSchemaText = (): string => `${JSON.stringify(componentSchema(), undefined, 2)}\n`;

const sorted = <T>(of: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1)));

const metadata = ({ license }: { readonly license: string }): object => ({
  displayName: "Rampart",
  license,
  keywords: ["pulumi", "kubernetes", "kind/component", "category/infrastructure"],
});

/** Adds the documentation of the sources to a schema. */
class Completion {
  private readonly declarations = new Declarations(join(REPOSITORY, "components"));
  private readonly undocumented: string[] = [];

  constructor(private readonly schema: PackageSchema) {}

  complete(): void {
    for (const [token, resource] of Object.entries(this.schema.resources)) {
      const name = nameOf(token);
      const documentation = this.declarations.of(name);
      const cost = documentation.cost === undefined ? "" : `\n\nCost: ${documentation.cost}.`;
      Object.assign(resource, { description: `${this.text(documentation, name)}${cost}` });
      this.properties(`${name}Args`, resource.inputProperties, true);
      this.properties(name, resource.properties);
    }
    for (const [token, type] of Object.entries(this.schema.types)) {
      const name = nameOf(token);
      type.description = this.text(this.declarations.of(name), name);
      this.properties(name, type.properties ?? {});
      for (const value of type.enum ?? [])
        value.description = this.text(this.declarations.member(name, value.name), `${name}.${value.name}`);
    }
    if (this.undocumented.length > 0) throw new Error(`without a description: ${this.undocumented.join(", ")}`);
  }

  /** @param sent whether who leaves a property out may be given its default by an SDK. */
  private properties(owner: string, properties: Readonly<Record<string, Property>>, sent = false): void {
    for (const [name, property] of Object.entries(properties)) {
      const documentation = this.declarations.member(owner, name);
      const text = this.text(documentation, `${owner}.${name}`);
      const literal = this.literal(documentation.default, property);
      const inWords = literal === undefined ? documentation.default : JSON.stringify(literal);
      property.description =
        inWords === undefined || (sent && literal !== undefined) ? text : `${text}\n\nDefault: ${inWords}.`;
      // In an object it stays words: SDKs send it, and then what is around the object could not decide any more.
      if (sent && literal !== undefined) property.default = literal;
      if (documentation.secret) property.secret = true;
      if (!documentation.fraction) wholeNumbers(property);
    }
  }

  private text({ text }: Documentation, of: string): string {
    if (text === "") this.undocumented.push(of);
    return text;
  }

  /** The value of a `@default` that is nothing but one: what says more stays words. */
  private literal(text: string | undefined, property: Property): string | number | boolean | undefined {
    if (text === undefined) return undefined;
    if ("type" in property) {
      const literal = /^(?:true|false|-?\d+(?:\.\d+)?|"[^"]*")$/.test(text) ? JSON.parse(text) : undefined;
      return typeof literal === property.type ? literal : undefined;
    }
    const [, name = "", value = ""] = /^(\w+)\.(\w+)$/.exec(text) ?? [];
    if (property.$ref !== `#/types/${PACKAGE}:index:${name}`) return undefined;
    return this.schema.types[`${PACKAGE}:index:${name}`]?.enum?.find((one) => one.name === value)?.value;
  }
}

const nameOf = (token: string): string => token.slice(token.lastIndexOf(":") + 1);

/** TypeScript has but one kind of number. */
function wholeNumbers(property: PropertyDefinition): void {
  if ("type" in property && property.type === "number") property.type = "integer";
  for (const inner of [property.items, property.additionalProperties]) if (inner !== undefined) wholeNumbers(inner);
}
