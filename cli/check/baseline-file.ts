import { readFileSync } from "node:fs";
import { ConfigurationError } from "../../policy-pack/configuration-error.js";
import { fileProblem } from "../sources/files.js";
import type { Baseline, BaselineEntry } from "./baseline.js";
import { withoutPositions } from "./fingerprint.js";
import { projectPaths } from "./project-path.js";

/** Of our own format; grows when a reader of the old one would take a new file wrongly. */
const BASELINE_VERSION = 1;

/** The version of the JSON report whose findings are understood. */
const REPORT_VERSION = 1;

/** The file that `--write-baseline` writes: an entry a line, so that a review shows what comes and goes. */
export function* baselineText(entries: readonly BaselineEntry[]): Generator<string> {
  yield `{\n  "baseline": ${BASELINE_VERSION},\n  "findings": [`;
  for (const [index, entry] of entries.entries()) yield `${index === 0 ? "" : ","}\n    ${JSON.stringify(entry)}`;
  yield entries.length === 0 ? "]\n}\n" : "\n  ]\n}\n";
}

/**
 * Reads what `--write-baseline` or `--format json` wrote.
 *
 * @throws ConfigurationError naming the file, and what is wrong with it: a broken baseline must not pass for an empty one.
 */
export function baselineIn(file: string): Baseline {
  const fail = (what: string): never => {
    throw new ConfigurationError(`${file}${what}`);
  };
  let text = "";
  try {
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    fail(`: ${fileProblem(error)}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    fail(`${lineOf(error, text)}: it is no JSON.`);
  }
  const [versionKey, version] =
    field(value, "baseline") === undefined ? ["version", REPORT_VERSION] : ["baseline", BASELINE_VERSION];
  const found = field(value, versionKey);
  const findings = field(value, "findings");
  if (found === undefined || !Array.isArray(findings))
    return fail(": it is neither a baseline nor a JSON report of rampart check.");
  if (found !== version) return fail(`: its ${versionKey} must be ${version}.`);
  const pathOf = projectPaths();
  const entryOf = versionKey === "baseline" ? ownEntry : reportedEntry;
  const entries = findings.flatMap((finding: unknown, index) => {
    const entry = entryOf(finding, pathOf);
    return typeof entry === "string" ? fail(`: findings[${index}].${entry}`) : entry;
  });
  return { file, entries };
}

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** V8 tells the position, except where the text ends too early. */
function lineOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  return `:${
    text
      .slice(0, position === undefined ? text.length : Number(position))
      .trimEnd()
      .split("\n").length
  }`;
}

const TEXTS = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** An entry, or what is wrong with it. */
function ownEntry(value: unknown): BaselineEntry | string {
  const fingerprint = field(value, "fingerprint");
  const [policy, resource, file] = ["policy", "resource", "file"].map((key) => field(value, key));
  const [paths, containers] = ["paths", "containers"].map((key) => field(value, key));
  if (typeof fingerprint !== "string" || !/^[0-9a-f]{32}$/.test(fingerprint))
    return "fingerprint must be 32 hexadecimal digits.";
  if (typeof policy !== "string") return "policy must be a text.";
  if (typeof resource !== "string") return "resource must be a text.";
  if (typeof file !== "string") return "file must be a text.";
  if (!TEXTS(paths)) return "paths must be a list of texts.";
  if (!TEXTS(containers)) return "containers must be a list of texts.";
  return { fingerprint, policy, resource, file, paths, containers };
}

/** Of the findings of a report the violations alone: what is exempt or undecided was never accepted. */
function reportedEntry(value: unknown, pathOf: (file: string) => string): BaselineEntry | string | [] {
  if (field(value, "status") !== "violation") return [];
  const resource = field(value, "resource");
  const path = field(value, "path");
  if (typeof path !== "string") return "path must be a text.";
  const paths = field(value, "paths") ?? [path];
  const [kind, namespace, name, file] = ["kind", "namespace", "name", "file"].map((key) => field(resource, key));
  return ownEntry({
    fingerprint: field(value, "fingerprint"),
    policy: field(value, "policy"),
    resource: `${kind} ${namespace ? `${namespace}/` : ""}${name || "(no name)"}`,
    file: typeof file === "string" ? pathOf(file) : file,
    paths: TEXTS(paths) ? paths.map(withoutPositions).sort() : paths,
    containers: field(value, "containers"),
  });
}
