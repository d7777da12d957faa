import { resolveToolchain, type Toolchain, ToolchainError } from "../../sandbox/toolchain/index.js";

/** Resolved once for all suites; an error where this machine has neither the programs nor Go. */
let resolution: Promise<Toolchain | ToolchainError> | undefined;
let missing: string | undefined;

function resolveOnce(): Promise<Toolchain | ToolchainError> {
  resolution ??= resolveToolchain().catch((error: unknown) => {
    if (!(error instanceof ToolchainError)) throw error;
    missing = error.message.split("\n")[0];
    return error;
  });
  return resolution;
}

/** Why suites were skipped, in one line; `undefined` where none had to be. */
export const missingTools = (): string | undefined => missing;

/** The toolchain inside a suite declared with `describeWithTools`. */
export async function toolchain(): Promise<Toolchain> {
  const resolved = await resolveOnce();
  if (resolved instanceof ToolchainError) throw resolved;
  return resolved;
}

/** A suite that needs the real engine or a real API server; its tests are pending where the programs cannot be had. */
export function describeWithTools(title: string, body: (this: Mocha.Suite) => void): void {
  describe(title, function () {
    before(async function () {
      this.timeout(0);
      if ((await resolveOnce()) instanceof ToolchainError) this.skip();
    });
    body.call(this);
  });
}
