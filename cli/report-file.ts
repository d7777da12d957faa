import { randomBytes } from "node:crypto";
import { constants, createWriteStream, type Stats } from "node:fs";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "its folder is not there",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "its file system may not be written",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links go round in a circle",
};

/**
 * Writes a file whole or not at all: beside it first, then in its place.
 *
 * @throws Error that names the file and says in one sentence why it cannot be written.
 */
export async function writeFileWhole(file: string, parts: Iterable<string>): Promise<void> {
  try {
    const target = await realpath(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return file;
      throw error;
    });
    const there = await stat(target).catch(() => undefined);
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    // Devices and pipes are written to, not replaced.
    if (there !== undefined && !there.isFile()) await pipeline(Readable.from(pieces(parts)), createWriteStream(target));
    else await replace(target, parts, there);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) throw error;
    throw new Error(`${file} cannot be written: ${PROBLEMS[code] ?? (code || message)}.`);
  }
}

async function replace(target: string, parts: Iterable<string>, there: Stats | undefined): Promise<void> {
  const beside = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomBytes(6).toString("hex")}`);
  const handle = await open(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  try {
    if (there !== undefined) await handle.chmod(there.mode & 0o777);
    await pipeline(Readable.from(pieces(parts)), handle.createWriteStream());
    await rename(beside, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
}

/** Small parts joined to large ones, as every one costs a call of the system. */
export function* pieces(parts: Iterable<string | Buffer>): Generator<string | Buffer> {
  let waiting = "";
  for (const part of parts) {
    if (typeof part !== "string") {
      yield part;
      continue;
    }
    waiting += part;
    if (waiting.length < 65_536) continue;
    yield waiting;
    waiting = "";
  }
  if (waiting !== "") yield waiting;
}
