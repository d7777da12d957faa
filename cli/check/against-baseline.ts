import { writeFileWhole } from "../report-file.js";
import { type CheckReport, outcomeOf } from "./report.js";

/** Files of baselines; at most one of them. */
export interface BaselineRequest {
  /** One that there is: what it has does not fail the check. */
  readonly baseline?: string | undefined;
  /** One that is to be made of what there is. */
  readonly writeBaseline?: string | undefined;
}

/** The report, compared with the baseline that is asked for; a broken one is told before anything is judged. */
export async function againstBaseline(
  judge: () => Promise<CheckReport>,
  { baseline, writeBaseline }: BaselineRequest,
): Promise<CheckReport> {
  if (baseline === undefined && writeBaseline === undefined) return judge();
  const { compared, baselineEntries } = require("./baseline.js") as typeof import("./baseline.js");
  const { baselineIn, baselineText } = require("./baseline-file.js") as typeof import("./baseline-file.js");
  if (baseline !== undefined) {
    const read = baselineIn(baseline);
    return compared(await judge(), read);
  }
  const file = writeBaseline ?? "";
  const report = await judge();
  // What could not be read has violations that nobody has seen and accepted.
  if (outcomeOf(report, "none") === "incomplete") return report;
  const entries = baselineEntries(report);
  await writeFileWhole(file, baselineText(entries));
  return compared(report, { file, entries });
}
