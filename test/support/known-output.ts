import type * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output, or a rejection with what it failed with. Outputs have such a promise, though their type does not say
 * so; nothing else shows a failure without a resource that never comes to be.
 */
export const known = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();
