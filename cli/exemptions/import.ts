import { manifestsAt } from "../sources/manifests.js";
import type { Problem } from "../sources/subject.js";
import { printable } from "../terminal.js";
import { foreignExemptions, type TranslatedExemption } from "./foreign.js";

/** What other tools are told in manifests. */
export interface Imported {
  readonly exemptions: readonly TranslatedExemption[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

export function importFrom(paths: readonly string[]): Imported {
  const exemptions: TranslatedExemption[] = [];
  const problems: Problem[] = [];
  for (const item of manifestsAt(paths))
    if ("problem" in item) problems.push(item);
    else if ("resource" in item) exemptions.push(...foreignExemptions(item));
  return { exemptions, problems };
}

/** Stands where a day must be: a file that has it is refused as a whole, until somebody has decided. */
const UNDECIDED_DAY = "YYYY-MM-DD";

/** A central file that exempts nothing until somebody has filled in owner and day of each exemption. */
export function* exemptionFile({ exemptions }: Imported): Generator<string> {
  const translated = exemptions.filter(({ policies }) => policies.length > 0);
  const rest = exemptions.filter(({ policies }) => policies.length === 0);
  if (translated.length > 0) {
    yield "# Fill in owner and expires of each: until then Rampart refuses this file.\n";
    yield "exemptions:\n";
  } else yield "exemptions: []\n";
  for (const { tool, check, place, note, policies, match, reason } of translated) {
    yield `  # ${oneLine(place)}: ${tool} ${oneLine(check)}${note === undefined ? "" : ` (${oneLine(note)})`}\n`;
    yield `  - policies: [${policies.join(", ")}]\n`;
    const fields = Object.entries(match).filter(([, pattern]) => pattern !== undefined);
    yield fields.length === 0 ? "    match: {}\n" : "    match:\n";
    for (const [field, pattern] of fields) yield `      ${field}: ${JSON.stringify(pattern)}\n`;
    yield `    reason: ${JSON.stringify(reason)}\n    owner: ""\n    expires: ${UNDECIDED_DAY}\n`;
  }
  if (rest.length === 0) return;
  yield "# Not translated:\n";
  for (const { tool, check, place, untranslated = "" } of rest)
    yield `# - ${oneLine(place)}: ${tool}${check === "" ? "" : ` ${oneLine(check)}`}: ${oneLine(untranslated)}\n`;
}

/** In a comment a line break would begin something else. */
const oneLine = (text: string): string => printable(text);
