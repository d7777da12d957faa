import { groupedBy } from "../check/report.js";
import { markdownCode, markdownText } from "../reports/markdown-text.js";
import { BREAKAGES, type ImpactOutcome, type ImpactReport, type Unseen } from "./report.js";
import { askedOf, clusterOf, objectsOf, verdictOf } from "./wording.js";

const OBJECTS_SHOWN = 12;

/** For pull requests and wikis: a table for each thing that would happen. */
export function* impactMarkdown(report: ImpactReport, outcome: ImpactOutcome): Generator<string> {
  yield `## ${markdownText(verdictOf(report, outcome))}\n\n`;
  yield `${markdownText(clusterOf(report))}  \n${markdownText(askedOf(report))}\n`;
  for (const [kind, ofKind] of groupedBy(report.breakages, (breakage) => breakage.kind)) {
    const { title, why } = BREAKAGES[kind];
    yield `\n### ${markdownText(title)}\n\n${markdownText(why)}\n\n| namespace | policy | what | objects |\n|---|---|---|---|\n`;
    for (const { namespace = "", policy = "", message, fix, objects } of ofKind) {
      const what = `${fix === undefined ? "" : `**Fix:** ${markdownText(fix)}<br>`}${markdownText(message)}`;
      yield `| ${cell(namespace)} | ${cell(policy)} | ${what} | ${cell(objectsOf(objects, OBJECTS_SHOWN))} |\n`;
    }
  }
  yield* unseen("Could not be asked", report.couldNotAsk);
  yield* unseen("Not judged", report.notInspected);
}

const cell = (text: string): string => (text === "" ? "" : markdownCode(text, 600));

function* unseen(title: string, places: readonly Unseen[]): Generator<string> {
  if (places.length === 0) return;
  yield `\n### ${title}\n\n`;
  for (const { what, why } of places) yield `- ${markdownCode(what)}: ${markdownText(why)}\n`;
}
