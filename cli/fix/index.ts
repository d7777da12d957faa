import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { policies } from "../../policy-pack/policies/index.js";
import { exemptionBook } from "../check/exemption-file.js";
import type { CheckRequest } from "../check/index.js";
import { judge } from "../check/judge.js";
import type { CheckReport } from "../check/report.js";
import { selectionFor } from "../check/selection.js";
import { textsAt } from "../sources/files.js";
import { manifestsAt, manifestsIn } from "../sources/manifests.js";
import type { Problem } from "../sources/subject.js";
import { type FixedViolation, fixedText, type Unfixed } from "./fixed-text.js";
import { replaceFile } from "./replaced-file.js";

export interface Fixes {
  /** Of standard input: the fixed text. */
  readonly output?: readonly Buffer[];
  readonly fixed: readonly FixedViolation[];
  readonly unfixed: readonly Unfixed[];
  /** What is left, judged after the fixes. */
  readonly report: CheckReport;
}

/**
 * Fixes what is unambiguous in files, each replaced at once, and judges them again.
 *
 * @throws ConfigurationError when it is not clear what to judge by; what cannot be read or written is a problem of the
 * report.
 */
export async function fixFiles(request: CheckRequest): Promise<Fixes> {
  const selection = selectionFor(request, policies);
  const exemptions = () => exemptionBook(request, selection, policies);
  const all: { fixed: FixedViolation[]; unfixed: Unfixed[]; problems: Problem[] } = {
    fixed: [],
    unfixed: [],
    problems: [],
  };
  for (const source of textsAt(request.paths)) {
    if ("problem" in source) continue;
    const before = readable(source.read);
    if (before === undefined) continue;
    const { text, fixed, unfixed } = fixedText(source.name, before.toString(), selection, exemptions);
    all.unfixed.push(...unfixed);
    const after = Buffer.from(text);
    const problem = after.equals(before) ? undefined : replaceFile(source.name, before, after);
    if (problem === undefined) all.fixed.push(...fixed);
    else all.problems.push({ file: source.name, problem });
  }
  const report = judge(manifestsAt(request.paths), selection, exemptions());
  const { fixed, unfixed } = all;
  return { fixed, unfixed, report: { ...report, problems: [...report.problems, ...all.problems] } };
}

/** The same for standard input; what cannot be read is given back as it came. */
export async function fixInput(request: CheckRequest): Promise<Fixes> {
  const selection = selectionFor(request, policies);
  const exemptions = () => exemptionBook(request, selection, policies);
  const name = "<stdin>";
  const before = readFileSync(0);
  const { text, fixed, unfixed } = isUtf8(before)
    ? fixedText(name, before.toString(), selection, exemptions)
    : { text: undefined, fixed: [], unfixed: [] };
  const after = text === undefined ? before : Buffer.from(text);
  const report = judge(manifestsIn({ name, read: () => after }), selection, exemptions());
  return { fixed, unfixed, output: [after], report };
}

/** The bytes of a text; what cannot be read is told of by the check. */
function readable(read: () => Buffer): Buffer | undefined {
  try {
    const bytes = read();
    return isUtf8(bytes) ? bytes : undefined;
  } catch {
    return undefined;
  }
}
