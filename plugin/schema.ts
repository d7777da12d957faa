import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A value's type in a schema of Pulumi, as far as ours uses it. */
export interface ValueSchema {
  readonly type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  /** `#/types/` and a token. */
  readonly $ref?: string;
  readonly items?: ValueSchema;
  readonly additionalProperties?: ValueSchema;
  /** Whether the value itself, as apart from what is in it, must be known before the deployment. */
  readonly plain?: boolean;
}

export interface ComponentSchema {
  readonly inputProperties: Readonly<Record<string, ValueSchema>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, ValueSchema>>;
}

export interface TypeSchema {
  readonly enum?: readonly { readonly value: string }[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

export interface PackageSchema {
  readonly version: string;
  /** By token, `rampart:index:` and a name. */
  readonly resources: Readonly<Record<string, ComponentSchema>>;
  readonly types: Readonly<Record<string, TypeSchema>>;
}

/** Written when the package is made (`npm run docs`), so that nothing here needs TypeScript or its sources. */
export const schemaText = (): string => readFileSync(resolve(__dirname, "../../plugin/schema.json"), "utf8");
