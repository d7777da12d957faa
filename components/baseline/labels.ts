import * as pulumi from "@pulumi/pulumi";

/** A label's key, its prefix optional, and its value: apimachinery's validation of them. */
const KEY = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/;
/** RFC 1123 label, which names of namespaces are. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** @param input name of the input, for the message. */
export const labelValueFor =
  (input: string) =>
  (value: string): string => {
    if (VALUE.test(value)) return value;
    throw new Error(
      `${input}: must be at most 63 letters, digits, "-", "_" and "." as a label's value, got "${value}"`,
    );
  };

/** @param input name of the input, for the message. */
export const nameFor =
  (input: string) =>
  (name: string): string => {
    if (NAME.test(name)) return name;
    throw new Error(`${input}: must be at most 63 lower-case letters, digits and "-", got "${name}"`);
  };

/**
 * Labels whose keys and values the API server takes; plain ones are checked at once, so that the constructor throws
 * where the mistake is.
 * @param input name of the input, for the message.
 */
export function checkedLabels(
  input: string,
  labels: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
): pulumi.Output<Record<string, string>> {
  const check = (known: Readonly<Record<string, unknown>>): void => {
    for (const [key, value] of Object.entries(known)) {
      if (!KEY.test(key))
        throw new Error(`${input}: must have keys such as "team" or "example.com/team", got "${key}"`);
      if (typeof value === "string") labelValueFor(`${input}["${key}"]`)(value);
    }
  };
  if (typeof labels === "object" && !pulumi.Output.isInstance(labels) && !("then" in labels)) check(labels);
  return pulumi.output(labels ?? {}).apply((known) => {
    check(known);
    return known;
  });
}
