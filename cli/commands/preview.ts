import { Command, Option } from "commander";
import { outcomeOf, THRESHOLDS, type Threshold } from "../check/report.js";
import { addReport, prepareReports, type ReportRequest, writeReports } from "../check/report-files.js";
import { rendererOf } from "../reports/formats.js";
import { CODES } from "./check.js";

interface PreviewOptions {
  readonly failOn: Threshold;
  readonly config?: string;
  readonly exemptions?: string;
  readonly report: readonly ReportRequest[];
}

/** `rampart preview -- PULUMI-ARGS` */
export function previewCommand(): Command {
  return new Command("preview")
    .description("run pulumi preview with the policy pack, and write reports of what it says")
    .argument("[args...]", "arguments of pulumi preview, after --")
    .passThroughOptions()
    .option("--report <format=file>", "write a report to a file; repeatable", addReport, [])
    .addOption(
      new Option("--fail-on <severity>", "the least severity that fails the preview")
        .choices(THRESHOLDS)
        .default("low"),
    )
    .option("--config <file>", "levels and settings of the pack, as Pulumi's --policy-pack-config")
    .option("--exemptions <file>", "the security team's exemptions, and what it forbids; YAML or JSON")
    .addHelpText(
      "after",
      "\nPulumi's output is left as it is; what the policies come to follows on standard error." +
        "\nExit codes: 0 clean, 1 findings at or above --fail-on, 2 something could not be checked.",
    )
    .action(run);
}

async function run(
  args: readonly string[],
  { failOn, config, exemptions, report: requests }: PreviewOptions,
): Promise<void> {
  prepareReports(requests);
  // By `require`, as the commands themselves.
  const { preview } = require("../preview/index.js") as typeof import("../preview/index.js");
  const report = await preview({ args, config, exemptions });
  const outcome = outcomeOf(report, failOn);
  await writeReports(requests, report, outcome, failOn);
  for (const part of rendererOf("text")(report, outcome, failOn)) process.stderr.write(part);
  process.exitCode = CODES[outcome];
}
