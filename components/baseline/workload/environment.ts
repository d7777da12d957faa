import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "./arguments.js";

/** What the API server takes as the name of a variable. */
const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** @param input name of the input, for the message, which never has the value. */
export function checkVariable(input: string, name: string): void {
  if (VARIABLE.test(name)) return;
  throw new Error(`${input}: must have names of letters, digits, "_", "-" and ".", got "${name}"`);
}

/** Variables as core/v1 has them; plain names are checked at once. */
export function environmentOf({
  environment = {},
  allowSecretsInEnvironment,
}: WorkloadArgs): pulumi.Output<types.input.core.v1.EnvVar[]> {
  const check = (names: readonly string[]): void => {
    for (const name of names) checkVariable("environment", name);
  };
  if (!pulumi.Output.isInstance(environment) && !("then" in environment)) check(Object.keys(environment));
  const secret = Object.entries(allowSecretsInEnvironment?.variables ?? {}).map(([name, { secret, key }]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  }));
  return pulumi.output(environment).apply((variables) => {
    check(Object.keys(variables));
    return [...Object.entries(variables).map(([name, value]) => ({ name, value })), ...secret];
  });
}
