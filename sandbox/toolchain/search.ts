import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pluginMode } from "../plugins/choice.js";
import { programsOf } from "./catalogue.js";
import { findOnPath, isExecutable, versionOf } from "./executable.js";
import { type PinnedFamily, sharesNumbers } from "./pinned-module.js";
import { type Program, type ResolvedProgram, ToolchainError } from "./program.js";

/** What a place has, or why what it has was not taken; neither when it has nothing. */
export interface Finding {
  readonly resolved?: ResolvedProgram;
  /** Half a sentence, for example `the one on PATH is 1.30.0, 1.37 is needed`. */
  readonly rejected?: string;
}

/**
 * Takes a program from RAMPART_TOOLCHAIN_DIR, whatever its version.
 * @throws ToolchainError when the folder does not have it, or it does not run.
 */
export async function fromFolder(program: Program, folder: string): Promise<ResolvedProgram> {
  const path = join(resolve(folder), program);
  const advice = `Put it there, or unset RAMPART_TOOLCHAIN_DIR.`;
  if (!isExecutable(path)) {
    const what = existsSync(path) ? "is not an executable file" : "is missing";
    throw new ToolchainError(`RAMPART_TOOLCHAIN_DIR is ${folder}, and ${program} ${what} there. ${advice}`);
  }
  const version = await versionOf(path);
  if (version === undefined)
    throw new ToolchainError(`RAMPART_TOOLCHAIN_DIR is ${folder}, and ${program} there does not run. ${advice}`);
  return { program, path, version, source: "folder", reason: "from RAMPART_TOOLCHAIN_DIR" };
}

/** Looks for a program on PATH, and takes it when the sandbox can work with it. */
export async function fromPath(program: string, family: PinnedFamily, env: NodeJS.ProcessEnv): Promise<Finding> {
  const path = findOnPath(program, env);
  if (path === undefined) return {};
  if (program === "pulumi") {
    if (pluginMode(env) === "own") return { rejected: "RAMPART_PLUGINS=own leaves out the one on PATH" };
    // Without its language host it is not an official installation, which is used whole or not at all.
    if (!existsSync(join(dirname(realpathSync(path)), "pulumi-language-nodejs")))
      return { rejected: "the one on PATH has no language host for Node" };
  }
  const version = await versionOf(path);
  if (version === undefined) return { rejected: "the one on PATH does not run" };
  const { sharedNumbers, version: pinned } = family;
  if (!sharesNumbers(version, pinned, sharedNumbers)) {
    const needed = pinned.split(".").slice(0, sharedNumbers).join(".");
    return { rejected: `the one on PATH is ${version}, ${needed} is needed` };
  }
  const reason = program === "pulumi" ? "the official installation on PATH" : "found on PATH";
  return { resolved: { program, path, version, source: "path", reason } };
}

/** Whether every program of a family is among those found. */
export function isComplete(family: PinnedFamily, found: ReadonlyMap<string, ResolvedProgram>): boolean {
  return programsOf(family).every((program) => found.has(program));
}
