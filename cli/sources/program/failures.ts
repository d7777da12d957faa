import { stripVTControlCharacters } from "node:util";
import type { Problem } from "../subject.js";
import type { Locator } from "./positions.js";
import type { Project } from "./project.js";
import type { Recording } from "./recording.js";
import type { End } from "./run.js";
import type { StackConfiguration } from "./stack-configuration.js";
import { UNKNOWN_TEXT } from "./wire-values.js";

/** Longer texts of errors are cut: they may quote whole files. */
const MAX_TEXT = 300;

/** What the SDK puts before an error that nobody has caught. */
const HEADER = /^Running program '.*' failed with an unhandled exception:\s*/;
const FRAME = /^\s+at .*?\(?((?:file:\/\/)?\/[^()\n]+?):(\d+):\d+\)?$/;

interface Run {
  readonly project: Project;
  readonly configuration: StackConfiguration;
  readonly recording: Recording;
  readonly locator: Locator;
  readonly end: End;
  readonly timeLimitSeconds: number;
}

/** Why a program has not shown everything that it makes; none where it ran to its end without an error. */
export function failuresOf({ project, configuration, recording, locator, end, timeLimitSeconds }: Run): Problem[] {
  const failures = [...new Set(recording.errors)].map((text) => failure(text, project, configuration, locator));
  const whole = (problem: string): Problem => ({ file: project.file, problem });
  if (end.by === "time limit")
    failures.push(whole(`the program did not end within ${timeLimitSeconds} s (--time-limit) and was ended`));
  else if (end.by === "signal") failures.push(whole(`the program was ended by ${end.signal}`));
  else if (failures.length > 0 || end.by !== "itself") return failures;
  else if (end.code !== 0) failures.push(whole(`the program ended with exit code ${end.code}`));
  else if (!recording.isComplete)
    failures.push(whole("the program ended itself, for example by process.exit, before all it makes was seen"));
  return failures;
}

function failure(text: string, project: Project, { encrypted }: StackConfiguration, { shown }: Locator): Problem {
  const error = stripVTControlCharacters(text)
    .replace(HEADER, "")
    .replace(/^<ref \*\d+> /, "");
  const place = placeIn(error, project);
  const file = place === undefined ? project.file : shown(place.path);
  const line = place === undefined ? {} : { line: place.line };
  if (encrypted.length > 0 && error.includes(UNKNOWN_TEXT))
    return {
      file,
      ...line,
      problem: `the program read an encrypted setting as if its value were known (one of ${encrypted.join(", ")})`,
    };
  return { file, ...line, problem: `the program failed: ${sentence(error)}` };
}

/** The error's own text, without the stack below it. */
function sentence(error: string): string {
  const lines = error.split("\n");
  const stack = lines.findIndex((line) => /^\s+at /.test(line));
  const own = (stack < 0 ? lines : lines.slice(0, stack)).map((line) => line.trim()).filter((line) => line !== "");
  const text = own.join(" ");
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** The first place in the error that is the program's own, not that of an installed package. */
function placeIn(error: string, { rootFolder }: Project): { readonly path: string; readonly line: number } | undefined {
  for (const text of error.split("\n")) {
    const [, path, line] = FRAME.exec(text) ?? SYNTAX.exec(text) ?? [];
    const own = path?.replace(/^file:\/\//, "");
    if (own?.startsWith(`${rootFolder}/`) && !own.includes("/node_modules/")) return { path: own, line: Number(line) };
  }
  return undefined;
}

/** How ts-node and Node begin what they say of a file that is no program. */
const SYNTAX =
  /^(?:⨯ Unable to compile TypeScript:\s*)?((?:file:\/\/)?\/?[^():\n]+\.[cm]?[jt]sx?)[(:](\d+)(?:[,:]\d+\))?/;
