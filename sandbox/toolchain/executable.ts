import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

const ANSWER_LIMIT_MS = 30_000;

/** Whether `path` is a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The first executable named `name` on PATH; relative entries of PATH are ignored. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * The first version number that `executable` prints, without a leading `v`; `undefined` when it has none.
 * @param question the arguments that make it say its version.
 */
export function versionOf(
  executable: string,
  question: readonly string[] = ["--version"],
): Promise<string | undefined> {
  // Nothing of the user's settings may change the answer, or be changed by asking.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return new Promise((done) => {
    execFile(executable, question, { env, timeout: ANSWER_LIMIT_MS }, (error, stdout) =>
      done(error ? undefined : /\d+\.\d+\.\d+[\w.+-]*/.exec(stdout)?.[0]),
    );
  });
}
