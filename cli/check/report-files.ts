import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { InvalidArgumentError } from "commander";

/** A report that goes to a file. */
export interface ReportRequest<Format extends string = string> {
  readonly format: Format;
  readonly file: string;
}

/**
 * `FORMAT=FILE`, as a command line has it.
 *
 * @throws InvalidArgumentError when it is not, or there is no such format.
 */
export function reportRequest<Format extends string>(value: string, formats: readonly Format[]): ReportRequest<Format> {
  const [, name, file] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  const format = formats.find((known) => known === name);
  if (format === undefined || file === undefined)
    throw new InvalidArgumentError(`It must be FORMAT=FILE, with FORMAT one of ${formats.join(", ")}.`);
  return { format, file };
}

/** A report that cannot be where it was asked for. */
export class ReportFileError extends Error {
  override readonly name = "ReportFileError";
}

/** Reports that will be written, each whole or not at all. */
export interface ReportFiles<Format extends string> {
  /** @throws ReportFileError when a file cannot be written after all; those before it stay. */
  readonly write: (render: (format: Format) => Iterable<string>) => void;
}

/**
 * Looks, before anything else is done, whether the files can be written; makes the folders that are missing.
 *
 * @throws ReportFileError when one cannot.
 */
export function openReports<Format extends string>(requests: readonly ReportRequest<Format>[]): ReportFiles<Format> {
  for (const { file } of requests) guarded(file, () => checkWritable(file));
  return {
    write: (render) => {
      for (const { format, file } of requests) guarded(file, () => writeWhole(file, render(format)));
    },
  };
}

function checkWritable(file: string): void {
  const folder = dirname(resolve(file));
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  if (stats === undefined) mkdirSync(folder, { recursive: true });
  accessSync(stats === undefined ? folder : file, constants.W_OK);
}

function writeWhole(file: string, parts: Iterable<string>): void {
  // What is no regular file, such as a link or /dev/stdout, must not be replaced by one.
  const replaces = lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
  const target = replaces ? `${file}.${process.pid}.tmp` : file;
  try {
    writeParts(target, parts);
    if (replaces) renameSync(target, file);
  } catch (error) {
    if (replaces) rmSync(target, { force: true });
    throw error;
  }
}

function writeParts(file: string, parts: Iterable<string>): void {
  const descriptor = openSync(file, "w");
  try {
    // Colours are the terminal's.
    for (const part of parts) writeSync(descriptor, stripVTControlCharacters(part));
  } finally {
    closeSync(descriptor);
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "the file system may only be read",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a part of the path is no folder",
  ENOENT: "there is no such folder",
  ENOSPC: "the disk is full",
};

function guarded(file: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ReportFileError(`The report ${file} cannot be written: ${PROBLEMS[code] ?? `${code} (${message})`}.`);
  }
}
