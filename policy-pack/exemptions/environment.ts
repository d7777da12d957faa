import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { ConfigurationError } from "../configuration-error.js";
import { type CentralFile, parseCentralFile } from "./file.js";

/** Names the central file for the engine, which starts the pack with this variable and in a folder of its own. */
export const FILE_VARIABLE = "RAMPART_EXEMPTIONS";

/**
 * The central file that the environment names; `undefined` where it names none.
 *
 * @throws ConfigurationError where it is named and cannot be taken.
 */
export function centralFileOf(env: NodeJS.ProcessEnv, ids: readonly string[]): CentralFile | undefined {
  const path = env[FILE_VARIABLE];
  if (path === undefined) return undefined;
  // The pack runs in its own folder, and cannot know from where a relative path was meant.
  if (!isAbsolute(path)) throw new ConfigurationError(`${FILE_VARIABLE} must be an absolute path, got "${path}".`);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(`${path}: it cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return parseCentralFile(text, path, ids);
}
