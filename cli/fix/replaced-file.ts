import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts other bytes in place of a file's, all at once or not at all. Links lead to the same file as before, and it keeps
 * its permissions.
 *
 * @returns what is wrong, where the file is as it was.
 */
export function replaceFile(path: string, before: Buffer, after: Buffer): string | undefined {
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    accessSync(target, constants.W_OK);
    const { mode } = statSync(target);
    temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}`);
    const file = openSync(temporary, "wx", mode);
    try {
      for (let written = 0; written < after.length; ) written += writeSync(file, after, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, mode);
    if (!readFileSync(target).equals(before)) throw new Error("it has changed meanwhile");
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return `it was not fixed: ${reasonOf(error)}`;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "its file system may not be written",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  ENOENT: "it is gone",
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? code ?? message;
}
