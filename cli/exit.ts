import { constants } from "node:os";
import { CommanderError } from "commander";
import { ClusterError } from "../sandbox/cluster-error.js";
import { ToolchainError } from "../sandbox/toolchain/program.js";

/** Exit codes of every command. */
export const EXIT = {
  /** It did what was asked, and saw that it holds. */
  ok: 0,
  /** It looked, and something is not as it must be. */
  failed: 1,
  /** It could not look: wrong use, a missing tool, a broken file. */
  couldNotRun: 2,
} as const;

/** Something is not as it must be; shown without a stack trace. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** A signal ended the command, after it had cleaned up. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(
    readonly signal: "SIGINT" | "SIGTERM",
    message = `Ended by ${signal}; nothing was left behind.`,
  ) {
    super(message);
  }
}

/** What people see of an error, and the exit code. A stack trace is for errors that are our own mistake. */
export function describeError(error: unknown): { message: string; code: number } {
  if (error instanceof CommanderError) return { message: "", code: error.exitCode === 0 ? EXIT.ok : EXIT.couldNotRun };
  if (error instanceof Interrupted) return { message: error.message, code: 128 + constants.signals[error.signal] };
  if (error instanceof CommandFailed) return { message: error.message, code: EXIT.failed };
  if (error instanceof ToolchainError) return { message: error.message, code: EXIT.couldNotRun };
  if (error instanceof ClusterError) return { message: error.message, code: EXIT.failed };
  if (error instanceof Error) {
    const ours = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
    return { message: ours ? (error.stack ?? error.message) : error.message, code: EXIT.couldNotRun };
  }
  return { message: String(error), code: EXIT.couldNotRun };
}
