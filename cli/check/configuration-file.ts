import { readFileSync } from "node:fs";
import { load, YAMLException } from "js-yaml";
import { ConfigurationError, pathText } from "../../policy-pack/configuration-error.js";
import type { Policy } from "../../policy-pack/policy.js";
import type { Configuration } from "../../policy-pack/selection.js";
import { fileProblem } from "../sources/files.js";

/** A configuration file as it is read. */
export interface ConfigurationText {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
}

/**
 * The text of a file, JSON or YAML.
 *
 * @throws ConfigurationError naming the file, and the line where it cannot be read.
 */
export function readConfiguration(file: string): ConfigurationText {
  const text = textOf(file);
  try {
    const value = load(text) ?? {};
    if (file.endsWith(".json") && text.trim() !== "") refuseAnythingButJson(file, text);
    return { file, text, value };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new ConfigurationError(`${file}:${(error.mark?.line ?? 0) + 1}: ${error.reason}.`);
  }
}

/** Pulumi reads JSON alone; comments and trailing commas are YAML. */
function refuseAnythingButJson(file: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = Number(/at position (\d+)/.exec((error as Error).message)?.[1]);
    const line = Number.isNaN(position) ? "" : `:${text.slice(0, position).split("\n").length}`;
    throw new ConfigurationError(`${file}${line}: it is YAML, not JSON, which is all that Pulumi reads here.`);
  }
}

/**
 * The configuration in a file of the form of Pulumi's `--policy-pack-config`, over a stack's.
 *
 * @throws ConfigurationError naming everything that is wrong, with file and line.
 */
export function configurationIn(
  source: ConfigurationText,
  policies: readonly Policy[],
  stack?: Configuration,
): Configuration {
  // Its validator takes longer to load than a small file takes to judge.
  const { parseConfiguration } =
    require("../../policy-pack/configuration.js") as typeof import("../../policy-pack/configuration.js");
  return withLines(
    () => source,
    () => parseConfiguration(source.value, policies, stack, source.file),
  );
}

/** Gives every problem its place: the file that has the path, and the line in it. */
export function withLines<T>(sourceOf: (path: readonly string[]) => ConfigurationText, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const located = error.problems.map(({ path, message }) => {
      const { file, text } = sourceOf(path);
      const line = lineOf(text, path);
      return { line, path, message: `${file}:${line}: ${message}` };
    });
    throw ConfigurationError.of(located.sort((a, b) => a.line - b.line));
  }
}

function lineOf(text: string, path: readonly string[]): number {
  const { documentsOf } = require("../sources/kubernetes-yaml.js") as typeof import("../sources/kubernetes-yaml.js");
  const [document] = documentsOf(text);
  if (document === undefined || !("lineOf" in document)) return 1;
  return document.lineOf(pathText(path));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigurationError(`${file}: ${fileProblem(error)}.`);
  }
}
