import colors from "picocolors";
import { groupedBy } from "../check/report.js";
import type { Fixes } from "../fix/index.js";
import { printable, wrap } from "../terminal.js";

/** For people: what was fixed, by file and object, and what was not although it can be. */
export function* fixesReport({ fixed, unfixed }: Omit<Fixes, "report">): Generator<string> {
  yield `${fixed.length === 0 ? "Nothing to fix." : colors.green(`Fixed: ${counted(fixed.length)}.`)}\n`;
  for (const [file, ofFile] of groupedBy(fixed, (each) => each.file)) {
    yield `  ${colors.underline(printable(file))}\n`;
    for (const [object, violations] of groupedBy(ofFile, (each) => each.object))
      for (const line of wrap(printable(`${object}: ${violations.map(({ policy }) => policy).join(", ")}`), "    "))
        yield `${line}\n`;
  }
  if (unfixed.length > 0) yield `${colors.yellow(`Not fixed: ${counted(unfixed.length)}.`)}\n`;
  for (const { file, line, policy, why } of unfixed)
    for (const text of wrap(printable(`${file}${line === undefined ? "" : `:${line}`}: ${policy}: ${why}`), "  "))
      yield `${text}\n`;
  yield "\n";
}

const counted = (count: number): string => `${count} ${count === 1 ? "violation" : "violations"}`;
