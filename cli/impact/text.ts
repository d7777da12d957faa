import colors from "picocolors";
import { groupedBy } from "../check/report.js";
import { printable, wrap } from "../terminal.js";
import { BREAKAGES, type Breakage, type ImpactOutcome, type ImpactReport, type Unseen } from "./report.js";
import { askedOf, clusterOf, objectsOf, verdictOf } from "./wording.js";

/** Beyond this many, the rest is counted; JSON has all. */
const OBJECTS_SHOWN = 12;
const UNSEEN_SHOWN = 20;

/** For people at a terminal: what is worst first, by namespace, each with what to do. */
export function* impactText(report: ImpactReport, outcome: ImpactOutcome): Generator<string> {
  yield* lines(clusterOf(report));
  yield* lines(askedOf(report));
  yield "\n";
  for (const [kind, ofKind] of groupedBy(report.breakages, (breakage) => breakage.kind)) {
    const { title, why } = BREAKAGES[kind];
    yield `${colors.bold(title)}\n`;
    yield* lines(why, "", colors.dim);
    for (const [namespace, breakages] of groupedBy(ofKind, (breakage) => breakage.namespace ?? "")) {
      yield* lines(namespace === "" ? "in no namespace" : namespace, "  ", colors.underline);
      const before: Shown = {};
      for (const [policy, broken] of groupedBy(breakages, (breakage) => breakage.policy ?? ""))
        yield* ofPolicy(policy, broken, before);
    }
    yield "\n";
  }
  yield* unseen("Could not be asked:", report.couldNotAsk, colors.red);
  yield* unseen("Not judged:", report.notInspected, colors.yellow);
  yield* lines(verdictOf(report, outcome), "", outcome === "clean" ? colors.green : colors.red);
}

/** The objects shown last: many policies have the same. */
interface Shown {
  objects?: string;
}

function* ofPolicy(policy: string, broken: readonly Breakage[], before: Shown): Generator<string> {
  if (policy !== "") yield* lines(policy, "    ", colors.red);
  const indent = policy === "" ? "    " : "      ";
  let said: string | undefined;
  for (const { message, fix, objects } of broken) {
    // What to do comes first: the rest is for those who doubt it.
    if (fix !== undefined && fix !== said) yield* lines(`Fix: ${fix}`, indent, colors.green);
    said = fix;
    yield* lines(message, indent);
    const all = objects.join();
    const shown = all === before.objects ? "the same objects" : objectsOf(objects, OBJECTS_SHOWN);
    if (all !== "") yield* lines(shown, `${indent}  `);
    before.objects = all;
  }
}

function* unseen(title: string, places: readonly Unseen[], paint: (line: string) => string): Generator<string> {
  if (places.length === 0) return;
  yield `${paint(title)}\n`;
  for (const { what, why } of places.slice(0, UNSEEN_SHOWN)) yield* lines(`${what}: ${why}`, "  ");
  if (places.length > UNSEEN_SHOWN) yield `  and ${places.length - UNSEEN_SHOWN} more\n`;
  yield "\n";
}

function* lines(text: string, indent = "", paint = (line: string): string => line): Generator<string> {
  for (const line of wrap(printable(text), indent)) yield `${paint(line)}\n`;
}
