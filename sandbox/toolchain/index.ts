import { existsSync } from "node:fs";
import { join } from "node:path";

/** Every program the sandbox runs. */
export const PROGRAMS = [
  "pulumi",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const;
export type Program = (typeof PROGRAMS)[number];

/** Where a program was found, in the order in which places are asked. */
export type ProgramSource = "folder" | "path" | "cache" | "official-release" | "built";

export interface ResolvedProgram {
  readonly program: Program;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Version without a leading `v`, for example `3.259.0`. */
  readonly version: string;
  readonly source: ProgramSource;
  /** One line for people: why this one was taken. */
  readonly reason: string;
}

export type Toolchain = Readonly<Record<Program, ResolvedProgram>>;

/** Why there is no toolchain here, and what to do about it; shown to people as it is. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

/**
 * Finds or builds every program. Order: the folder in RAMPART_TOOLCHAIN_DIR, PATH, the cache, for Pulumi the official
 * release, `go build` from the pinned modules.
 * @throws ToolchainError when a program can neither be found nor built.
 */
export async function resolveToolchain(): Promise<Toolchain> {
  const folder = process.env.RAMPART_TOOLCHAIN_DIR;
  if (folder === undefined) throw new ToolchainError("Set RAMPART_TOOLCHAIN_DIR to a folder with the programs.");
  const resolved = PROGRAMS.map((program): [Program, ResolvedProgram] => {
    const path = join(folder, program);
    if (!existsSync(path)) throw new ToolchainError(`${program} is not in ${folder}.`);
    return [program, { program, path, version: "0.0.0", source: "folder", reason: "RAMPART_TOOLCHAIN_DIR" }];
  });
  return Object.fromEntries(resolved) as unknown as Toolchain;
}
