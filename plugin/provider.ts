import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider/index.js";
import { CONSTRUCTORS, type Constructor } from "./constructors.js";
import { checkInputs } from "./inputs.js";
import { type PackageSchema, schemaText } from "./schema.js";

/** `rampart:Name` is short for it. */
const TOKEN = /^rampart:(?:index)?:(\w+)$/;

/** Makes components for programs in any language. */
export class ComponentProvider implements Provider {
  readonly schema = schemaText();
  private readonly parsed: PackageSchema = JSON.parse(this.schema);
  readonly version = this.parsed.version;

  /**
   * @throws Error when there is no such component, or its inputs are not what the schema says, and whatever its constructor throws.
   */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const component = TOKEN.exec(type)?.[1] ?? "";
    const load = (CONSTRUCTORS as Readonly<Record<string, (() => Promise<Constructor>) | undefined>>)[component];
    const schema = this.parsed.resources[`rampart:index:${component}`];
    if (load === undefined || schema === undefined) throw new Error(`rampart has no component ${type}`);
    checkInputs(this.parsed, schema, inputs);
    const instance = new (await load())(name, inputs as never, options);
    const state = Object.keys(schema.properties).map((key) => [key, instance[key as keyof typeof instance]]);
    return { urn: instance.urn, state: Object.fromEntries(state) };
  }
}
