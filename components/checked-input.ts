import * as pulumi from "@pulumi/pulumi";

/**
 * An input that passed `check`: at once for a plain value, so that the constructor throws where the mistake is, and as
 * soon as it is known for an Output or a promise.
 * @param check returns its argument, or throws with the input's name, the value got and the values allowed.
 */
export function checkedInput<T extends string | number>(
  input: pulumi.Input<T>,
  check: (value: T) => T,
): pulumi.Output<T> {
  if (typeof input === "string" || typeof input === "number") return pulumi.output(check(input)) as pulumi.Output<T>;
  return (pulumi.output(input) as pulumi.Output<T>).apply(check);
}
