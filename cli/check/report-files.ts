import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { InvalidArgumentError } from "commander";
import { writeFileWhole } from "../report-file.js";
import { FORMATS, type Format, rendererOf } from "../reports/formats.js";
import type { CheckReport, Outcome, Threshold } from "./report.js";

/** A report that goes to a file. */
export interface ReportRequest {
  readonly format: Format;
  readonly file: string;
}

/**
 * Adds a request in the form `FORMAT=FILE`, as a repeatable option has it.
 *
 * @throws InvalidArgumentError when it has another form, or there is no such format.
 */
export function addReport(value: string, before: readonly ReportRequest[]): readonly ReportRequest[] {
  const [, name, file] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  const format = FORMATS.find((known) => known === name);
  if (format === undefined || file === undefined)
    throw new InvalidArgumentError(`It must be FORMAT=FILE, with FORMAT one of ${FORMATS.join(", ")}.`);
  return [...before, { format, file }];
}

/**
 * Looks whether the reports can be written, before anything is done of which they would tell; makes missing folders.
 *
 * @throws Error that names the file that cannot.
 */
export function prepareReports(requests: readonly ReportRequest[]): void {
  for (const { file } of requests) {
    try {
      prepare(file);
    } catch (error) {
      const { code = "", message } = error as NodeJS.ErrnoException;
      throw new Error(`${file} cannot be written: ${PROBLEMS[code] ?? (code || message)}.`);
    }
  }
}

function prepare(file: string): void {
  const folder = dirname(resolve(file));
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  if (stats === undefined) mkdirSync(folder, { recursive: true });
  // A file is replaced as a whole, for which its folder must be writable.
  accessSync(stats === undefined || stats.isFile() ? folder : file, constants.W_OK);
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "its folder may not be written",
  EPERM: "its folder may not be written",
  EROFS: "its file system may not be written",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  EEXIST: "a part of its path is no folder",
};

/** @throws Error that names the file that cannot be written after all; those before it stay. */
export async function writeReports(
  requests: readonly ReportRequest[],
  report: CheckReport,
  outcome: Outcome,
  threshold: Threshold,
): Promise<void> {
  for (const { format, file } of requests)
    await writeFileWhole(file, uncoloured(rendererOf(format)(report, outcome, threshold)));
}

/** Colours are the terminal's. */
export function* uncoloured(parts: Iterable<string>): Generator<string> {
  for (const part of parts) yield stripVTControlCharacters(part);
}
