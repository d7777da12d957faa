import { spawn } from "node:child_process";
import { join } from "node:path";
import { findOnPath, isExecutable } from "../../sandbox/toolchain/executable.js";
import { Interrupted } from "../exit.js";

/**
 * The `pulumi` to run: of the folder in RAMPART_TOOLCHAIN_DIR, else the first on PATH.
 *
 * @throws Error where there is none.
 */
export function findPulumi(env: NodeJS.ProcessEnv): string {
  const chosen = env.RAMPART_TOOLCHAIN_DIR && join(env.RAMPART_TOOLCHAIN_DIR, "pulumi");
  const pulumi = chosen && isExecutable(chosen) ? chosen : findOnPath("pulumi", env);
  if (pulumi === undefined)
    throw new Error(
      "pulumi is not on PATH. Fix: install it (https://www.pulumi.com/docs/install/), or, without it, rampart check.",
    );
  return pulumi;
}

/**
 * Runs a command that has the terminal to itself, and gives its exit code.
 *
 * @throws Interrupted after a signal, once the command has ended.
 */
export async function runInTerminal(
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(executable, args, { stdio: "inherit", env });
  let interrupted: "SIGINT" | "SIGTERM" | undefined;
  const listeners = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const listener = (): void => {
      interrupted = signal;
      // A terminal sends Ctrl-C to the command as well, and a second one would not let it clean up.
      if (signal === "SIGTERM" || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  try {
    const code = await new Promise<number>((done, failed) => {
      child.on("error", failed).on("close", (exit, signal) => done(exit ?? (signal === "SIGINT" ? 130 : 1)));
    });
    if (interrupted !== undefined) throw new Interrupted(interrupted);
    return code;
  } finally {
    for (const release of listeners) release();
  }
}
