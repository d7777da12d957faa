import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where text comes from: the name that reports use, and how its bytes are read. */
export interface TextSource {
  readonly name: string;
  /** @throws Error of the file system. */
  readonly read: () => Buffer;
}

/** A path that could not be looked at. */
export interface UnreadablePath {
  readonly name: string;
  readonly problem: string;
}

const MANIFEST = /\.(?:ya?ml|json)$/i;

/** Folders that hold no manifests of the project: what tools install, and what is hidden. */
const SKIPPED_FOLDERS = /^(?:node_modules|\..+)$/;

/**
 * The files behind paths: a file as it is, whatever its name; of a folder every YAML and JSON file below it, sorted;
 * `-` is standard input.
 */
export function* textsAt(paths: readonly string[]): Generator<TextSource | UnreadablePath> {
  for (const path of paths) {
    if (path === "-") yield { name: "<stdin>", read: () => readFileSync(0) };
    else yield* textsIn(path, true);
  }
}

function* textsIn(path: string, named: boolean): Generator<TextSource | UnreadablePath> {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) {
      const entries = readdirSync(path).sort();
      for (const entry of entries) if (!SKIPPED_FOLDERS.test(entry)) yield* textsIn(join(path, entry), false);
    } else if (stats.isFile() ? named || MANIFEST.test(path) : named)
      yield { name: path, read: () => readFileSync(path) };
  } catch (error) {
    if (named || MANIFEST.test(path)) yield { name: path, problem: fileProblem(error) };
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
  EISDIR: "it is a folder",
  ELOOP: "its links go round in a circle",
  ENOTDIR: "a part of the path is no folder",
};

/** What is wrong with a file, for people. */
export function fileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return PROBLEMS[code ?? ""] ?? `it cannot be read (${code ?? message})`;
}
