import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { PROFILES, type Profile } from "../../policy-pack/policy.js";

import { againstBaseline } from "../check/against-baseline.js";
import type { CheckRequest } from "../check/index.js";

import { type CheckReport, type Outcome, outcomeOf, THRESHOLDS, type Threshold } from "../check/report.js";
import { addReport, prepareReports, type ReportRequest, uncoloured, writeReports } from "../check/report-files.js";
import { EXIT } from "../exit.js";
import { pieces, writeFileWhole } from "../report-file.js";
import { FORMATS, type Format, rendererOf } from "../reports/formats.js";
import type { ProgramRequest } from "../sources/program/index.js";
import { printable } from "../terminal.js";

interface CheckOptions {
  readonly format: Format;
  readonly output?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly failOn: Threshold;
  readonly profile?: Profile;
  readonly policy: readonly string[];
  readonly exclude: readonly string[];
  readonly kubernetesVersion?: string;
  readonly config?: string;
  readonly exemptions?: string;
  readonly state: readonly string[];
  readonly eventLog: readonly string[];
  readonly report: readonly ReportRequest[];
  readonly stackConfig?: string;
  readonly program?: string;
  readonly stack?: string;
  readonly fixtures?: string;
  readonly timeLimit: number;
  readonly fix?: true;
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, ...value.split(",")];

const repeated = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= MAX_SECONDS)) throw new InvalidArgumentError(`It must be from 1 to ${MAX_SECONDS}.`);
  return number;
}

/** What a timer of Node can wait. */
const MAX_SECONDS = 86_400;

/** `rampart check PATH…` */
export function checkCommand(): Command {
  return new Command("check")
    .description(
      "judge Kubernetes manifests, Pulumi programs and stacks by the policies, without a cluster or an engine",
    )
    .argument("[path...]", "files, folders, or - for standard input; YAML or JSON")
    .option("--state <file>", "a stack as pulumi stack export writes it, or -; repeatable", repeated, [])
    .option(
      "--event-log <file>",
      "the events of a run, as pulumi --event-log writes them, or -; repeatable",
      repeated,
      [],
    )
    .option("--report <format=file>", "write another report to a file; repeatable", addReport, [])
    .addOption(new Option("--format <format>", "how findings are written").choices(FORMATS).default("text"))
    .option("--output <file>", "where the report goes (default: standard output)")
    .option("--baseline <file>", "fail only on what this baseline or JSON report has not")
    .addOption(new Option("--write-baseline <file>", "accept the violations that there are").conflicts("baseline"))
    .addOption(new Option("--profile <profile>", "default: restricted").choices(PROFILES))
    .addOption(
      new Option("--fail-on <severity>", "the least severity that fails the check").choices(THRESHOLDS).default("low"),
    )
    .addOption(new Option("--policy <ids>", "judge by these alone").argParser(several).default([], "the profile's"))
    .addOption(new Option("--exclude <ids>", "leave these out").argParser(several).default([], "none"))
    .option("--kubernetes-version <version>", "whose rules apply, e.g. 1.34 (default: the newest known)")
    .option("--config <file>", "levels and settings, in the form of Pulumi's --policy-pack-config")
    .option("--program <folder>", "judge the Pulumi program in Node whose Pulumi.yaml is there")
    .option("--stack <stack>", "the program's stack (default: the only one with a file)")
    .option("--fixtures <file>", "what the program's data sources answer; YAML or JSON")
    .addOption(
      new Option("--time-limit <seconds>", "when a program has not ended, it is ended").argParser(seconds).default(120),
    )
    .option("--exemptions <file>", "the security team's exemptions, and what it forbids; YAML or JSON")
    .option("--stack-config <file>", "a Pulumi.<stack>.yaml, of which rampart:* holds; --config is over it")
    .option("--fix", "first fix in the files what is unambiguous; standard input: the fixed text to standard output")
    .addHelpText("after", "\nExit codes: 0 clean, 1 findings at or above --fail-on, 2 something could not be checked.")
    .action(run);
}

async function run(paths: readonly string[], options: CheckOptions): Promise<void> {
  const {
    format,
    failOn,
    policy: only,
    exclude,
    profile,
    kubernetesVersion,
    config,
    stackConfig,
    exemptions,
    state,
    eventLog,
  } = options;
  const program = programOf(paths, options);
  prepareReports(options.report);
  const request = {
    ...{ paths, states: state, eventLogs: eventLog, program },
    ...{ only, exclude, profile, kubernetesVersion, config, stackConfig, exemptions },
  };
  // The fixed text of standard input has standard output for itself.
  const stream = options.fix && paths.includes("-") ? process.stderr : process.stdout;
  const judge = (): Promise<CheckReport> =>
    options.fix ? fixed(request, format === "text" ? stream : process.stderr) : checked(request);
  const report = await againstBaseline(judge, options);
  const outcome = outcomeOf(report, failOn);
  await writeReports(options.report, report, outcome, failOn);
  const parts = rendererOf(format)(report, outcome, failOn);
  if (options.output === undefined) await write(parts, stream);
  else {
    await writeFileWhole(options.output, uncoloured(parts));
    const { summary } = require("../reports/text.js") as typeof import("../reports/text.js");
    await write(summary(report, outcome), stream);
  }
  if (outcome === "incomplete" && (format !== "text" || options.output !== undefined))
    process.stderr.write(`${whyIncomplete(report)}\n`);
  process.exitCode = CODES[outcome];
}

// By `require`, as the commands themselves.
const checked = (request: CheckRequest): Promise<CheckReport> =>
  (require("../check/index.js") as typeof import("../check/index.js")).check(request);

/** Fixes before it judges, and tells what. */
async function fixed(request: CheckRequest, told: Writable): Promise<CheckReport> {
  const { fixFiles, fixInput } = require("../fix/index.js") as typeof import("../fix/index.js");
  const { fixesReport } = require("../reports/fixes.js") as typeof import("../reports/fixes.js");
  const { paths, states = [], eventLogs = [], program } = request;
  if (states.length + eventLogs.length > 0 || program !== undefined)
    throw new Error("--fix is for manifests: a state, an event log or a program is not changed.");
  const fromInput = paths.includes("-");
  if (fromInput && paths.length > 1)
    throw new Error("--fix takes standard input alone, since its fixed text goes to standard output.");
  const { report, output = [], ...fixes } = fromInput ? await fixInput(request) : await fixFiles(request);
  await write(output, process.stdout);
  await write(fixesReport(fixes), told);
  return report;
}

/** @throws Error where there is nothing to judge, or an option that only a program has a use for. */
function programOf(paths: readonly string[], options: CheckOptions): ProgramRequest | undefined {
  const { program: folder, stack, fixtures, timeLimit: timeLimitSeconds } = options;
  if (folder !== undefined) return { folder, stack, fixtures, timeLimitSeconds };
  const [useless] = Object.entries({ stack, fixtures }).filter(([, value]) => value !== undefined);
  if (useless !== undefined) throw new Error(`--${useless[0]} is for a program. Fix: name its folder by --program.`);
  if (paths.length + options.state.length + options.eventLog.length === 0)
    throw new Error("There is nothing to judge. Fix: name files, folders, -, --program, --state or --event-log.");
  return undefined;
}

export const CODES: Readonly<Record<Outcome, number>> = {
  clean: EXIT.ok,
  findings: EXIT.failed,
  incomplete: EXIT.couldNotRun,
};

/** The report goes to standard output, which may be a file: who looks at the terminal must be told as well. */
function whyIncomplete({ problems, objects }: CheckReport): string {
  const [first] = problems;
  if (first === undefined) return objects === 0 ? "There is no Kubernetes object here." : "A check failed.";
  const place = [first.file, first.line].filter((part) => part !== undefined).join(":");
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return printable(`${place === "" ? "" : `${place}: `}${first.problem}${more}`);
}

/** In large pieces, and no faster than the reader takes them; a reader that has enough ends it quietly. */
async function write(parts: Iterable<string | Buffer>, to: Writable): Promise<void> {
  try {
    await pipeline(Readable.from(pieces(parts)), to, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}
