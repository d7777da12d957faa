import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider/index.js";
import { CONSTRUCTORS, type Constructor } from "./constructors.js";

const TOKEN = /^rampart:(?:index)?:(\w+)$/;

/**
 * Makes components for programs in any language. The schema is written when the package is built, so that nothing here
 * needs TypeScript or its sources.
 */
export class ComponentProvider implements Provider {
  readonly schema = readFileSync(resolve(__dirname, "../../plugin/schema.json"), "utf8");
  readonly version: string = JSON.parse(this.schema).version;

  /** @throws Error when there is no such component, and whatever its constructor throws. */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const component = TOKEN.exec(type)?.[1] ?? "";
    const load = (CONSTRUCTORS as Readonly<Record<string, (() => Promise<Constructor>) | undefined>>)[component];
    if (load === undefined) throw new Error(`rampart has no component ${type}`);
    const instance = new (await load())(name, inputs as never, options);
    const { properties } = JSON.parse(this.schema).resources[`rampart:index:${component}`];
    return {
      urn: instance.urn,
      state: Object.fromEntries(
        Object.keys(properties).map((property) => [property, instance[property as keyof typeof instance]]),
      ) as pulumi.Inputs,
    };
  }
}
