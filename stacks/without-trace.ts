import * as pulumi from "@pulumi/pulumi";

/** What a person reads is the sentence, not where in the program it was said. */
export function withoutTrace(error: unknown): never {
  throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
}
