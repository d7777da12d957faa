import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import envPaths from "env-paths";
import { isExecutable, versionOf } from "./executable.js";
import type { PinnedFamily } from "./pinned-module.js";
import { ToolchainError } from "./program.js";

const UNFINISHED = ".unfinished-";
const MANIFEST = "programs.json";
const PLATFORM = `${process.platform}-${process.arch}`;

/** A program in the cache. */
export interface CachedProgram {
  readonly path: string;
  readonly version: string;
}
export type CachedPrograms = Readonly<Record<string, CachedProgram>>;

/** What the manifest of an entry records of each program. */
interface Recorded {
  /** Path of the executable, relative to the entry. */
  readonly file: string;
  readonly version: string;
  /** Bytes; another size means that the file is not the one that was tried out. */
  readonly size: number;
}

/** RAMPART_CACHE_DIR, or the user's cache folder of `rampart`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env.RAMPART_CACHE_DIR ? resolve(env.RAMPART_CACHE_DIR) : envPaths("rampart", { suffix: "" }).cache;
}

/** The folder of the entries inside a cache folder, the only one that we fill and remove. */
export const entriesOf = (cache: string): string => join(cache, "toolchain");

/** Name of the entry of a family that the given Go builds. */
export function builtEntry(family: PinnedFamily, goVersion: string): string {
  return `${entryStart(family)}${goVersion}-${PLATFORM}`;
}
const entryStart = ({ name, version, fingerprint }: PinnedFamily): string => `${name}-${version}-${fingerprint}-`;

/** Name of the entry of an official release. */
export const officialEntry = (version: string): string => `official-${version}-${PLATFORM}`;

/**
 * The programs of a family in the cache. Where there is no Go, the work of any Go will do: nothing could replace it.
 * @param goVersion for example `go1.26.8`; `undefined` where there is no Go.
 */
export function findBuilt(cache: string, family: PinnedFamily, goVersion: string | undefined): CachedPrograms {
  if (goVersion !== undefined) return readEntry(cache, builtEntry(family, goVersion));
  const candidates = list(entriesOf(cache)).filter(
    (name) => name.startsWith(entryStart(family)) && name.endsWith(`-${PLATFORM}`),
  );
  return candidates.map((name) => readEntry(cache, name)).find((found) => Object.keys(found).length > 0) ?? {};
}

/** The programs of an entry; none when one of them is missing or is not what was recorded. */
export function readEntry(cache: string, name: string): CachedPrograms {
  const folder = join(entriesOf(cache), name);
  try {
    const recorded = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")) as Record<string, Recorded>;
    const programs = Object.entries(recorded).map(([program, { file, version, size }]) => {
      const path = join(folder, file);
      if (statSync(path).size !== size || !isExecutable(path)) throw new Error(`${path} is damaged`);
      return [program, { path, version }] as const;
    });
    return Object.fromEntries(programs);
  } catch {
    return {};
  }
}

/** A new, empty folder beside the entries that becomes one by `finishEntry`. Call it with the lock held. */
export function beginEntry(cache: string, name: string): string {
  const folder = join(entriesOf(cache), `${UNFINISHED}${name}`);
  writing(cache, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  });
  return folder;
}

/**
 * Tries the programs out, records them, and makes the folder an entry in one step.
 * @param files path of each executable, relative to `folder`.
 * @param expected version that every program must report; default: any.
 * @param question the arguments that make a program say its version; default: `--version`.
 * @throws ToolchainError when a program does not run, or reports another version.
 */
export async function finishEntry(
  cache: string,
  name: string,
  folder: string,
  files: Readonly<Record<string, string>>,
  expected?: string,
  question?: readonly string[],
): Promise<CachedPrograms> {
  const recorded = await Promise.all(
    Object.entries(files).map(async ([program, file]): Promise<[string, Recorded]> => {
      const path = join(folder, file);
      const version = await versionOf(path, question);
      if (version === undefined) throw new ToolchainError(`${program} was made, but does not run on this machine.`);
      if (expected !== undefined && version !== expected)
        throw new ToolchainError(`${program} was made to be ${expected}, but says that it is ${version}.`);
      return [program, { file, version, size: statSync(path).size }];
    }),
  );
  writing(cache, () => {
    writeFileSync(join(folder, MANIFEST), `${JSON.stringify(Object.fromEntries(recorded), null, 2)}\n`);
    const entry = join(entriesOf(cache), name);
    rmSync(entry, { recursive: true, force: true });
    renameSync(folder, entry);
  });
  return readEntry(cache, name);
}

/** Removes what builds left that were interrupted. Call it with the lock held: nobody else is building then. */
export function removeUnfinished(cache: string): void {
  const folder = entriesOf(cache);
  // Compilers that are about to end may still be writing.
  for (const name of list(folder))
    if (name.startsWith(UNFINISHED)) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Does something that writes to the cache.
 * @throws ToolchainError with the folder and what to do, when it cannot be written.
 */
export function writing<T>(cache: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw cacheError(cache, error);
  }
}

/** The error of a cache that cannot be written, in words; any other error unchanged. */
export function cacheError(cache: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const why = code === undefined ? undefined : REASONS[code];
  if (why === undefined) return error;
  return new ToolchainError(
    `The cache folder ${cache} cannot be written: ${why} (${code}). Set RAMPART_CACHE_DIR to a folder that can.`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "read-only file system",
  ENOTDIR: "part of its path is a file",
  EEXIST: "part of its path is a file",
  ENOSPC: "no space left",
  EDQUOT: "quota exceeded",
};

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
