import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Entry points of `@pulumi/pulumi` that a language host starts. */
export type SdkCommand = "run" | "run-plugin" | "run-policy-pack" | "dynamic-provider";

/** Why a program cannot start, in words for the person who wrote it. */
export class SdkMissingError extends Error {
  override readonly name = "SdkMissingError";
}

/** True for Node's "cannot find module", which says that nothing is installed rather than that something is broken. */
const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";

/** Folder of the `@pulumi/pulumi` that `directory` resolves to, or `undefined` where there is none. */
function sdkFolder(directory: string): string | undefined {
  try {
    return dirname(createRequire(join(directory, "index.js")).resolve("@pulumi/pulumi/package.json"));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Path of a command of the Pulumi SDK as a program in `directory` sees it. Never our own copy: two copies in one process
 * do not share their settings.
 * @throws SdkMissingError when the SDK is not installed there, or is too old to have the command.
 */
export function locateSdkCommand(command: SdkCommand, directory: string): string {
  const folder = sdkFolder(directory);
  if (folder === undefined)
    throw new SdkMissingError(
      `@pulumi/pulumi is not installed for the program in ${directory}. Run "npm install" in the folder of its package.json.`,
    );
  const path = join(folder, "cmd", command);
  try {
    return require.resolve(path);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new SdkMissingError(
      `@pulumi/pulumi in ${folder} has no cmd/${command}. Run "npm install @pulumi/pulumi@latest" for the program in ${directory}.`,
    );
  }
}
