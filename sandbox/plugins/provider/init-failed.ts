import type { ValueMap } from "./values.js";

/** What an operation made of a resource. */
export interface Result {
  readonly id: string;
  readonly state: ValueMap;
}

/** The resource exists, but the operation failed: Pulumi keeps it and tries again next time. */
export class InitFailed extends Error {
  override readonly name = "InitFailed";
  constructor(
    message: string,
    readonly result: Result,
    readonly inputs: ValueMap,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}
