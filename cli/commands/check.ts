import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { PROFILES, type Profile } from "../../policy-pack/policy.js";
import type { CheckRequest } from "../check/index.js";
import { type CheckReport, type Outcome, outcomeOf, THRESHOLDS, type Threshold } from "../check/report.js";
import { EXIT } from "../exit.js";
import { jsonReport } from "../reports/json.js";
import { sarifReport } from "../reports/sarif.js";
import { textReport } from "../reports/text.js";
import { printable } from "../terminal.js";
import { version } from "../version.js";

const FORMATS = ["text", "json", "sarif"] as const;

interface CheckOptions {
  readonly format: (typeof FORMATS)[number];
  readonly failOn: Threshold;
  readonly profile?: Profile;
  readonly policy: readonly string[];
  readonly exclude: readonly string[];
  readonly kubernetesVersion?: string;
  readonly config?: string;
  readonly fix?: true;
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, ...value.split(",")];

/** `rampart check PATH…` */
export function checkCommand(): Command {
  return new Command("check")
    .description("judge Kubernetes manifests by the policies, without a cluster or an engine")
    .argument("<path...>", "files, folders, or - for standard input; YAML or JSON")
    .addOption(new Option("--format <format>", "how findings are written").choices(FORMATS).default("text"))
    .addOption(new Option("--profile <profile>", "default: restricted").choices(PROFILES))
    .addOption(
      new Option("--fail-on <severity>", "the least severity that fails the check").choices(THRESHOLDS).default("low"),
    )
    .addOption(new Option("--policy <ids>", "judge by these alone").argParser(several).default([], "the profile's"))
    .addOption(new Option("--exclude <ids>", "leave these out").argParser(several).default([], "none"))
    .option("--kubernetes-version <version>", "whose rules apply, e.g. 1.34 (default: the newest known)")
    .option("--config <file>", "levels and settings, in the form of Pulumi's --policy-pack-config")
    .option("--fix", "first fix in the files what is unambiguous; standard input: the fixed text to standard output")
    .addHelpText("after", "\nExit codes: 0 clean, 1 findings at or above --fail-on, 2 something could not be checked.")
    .action(run);
}

async function run(paths: readonly string[], options: CheckOptions): Promise<void> {
  const { format, failOn, policy: only, exclude, profile, kubernetesVersion, config } = options;
  const request = { paths, only, exclude, profile, kubernetesVersion, config };
  // The fixed text of standard input has standard output for itself.
  const output = options.fix && paths.includes("-") ? process.stderr : process.stdout;
  const report = options.fix
    ? await fixed(request, format === "text" ? output : process.stderr)
    : await checked(request);
  const outcome = outcomeOf(report, failOn);
  await write(RENDERERS[format](report, outcome, failOn), output);
  if (outcome === "incomplete" && format !== "text") process.stderr.write(`${whyIncomplete(report)}\n`);
  process.exitCode = CODES[outcome];
}

// By `require`, as the commands themselves.
const checked = (request: CheckRequest): Promise<CheckReport> =>
  (require("../check/index.js") as typeof import("../check/index.js")).check(request);

/** Fixes before it judges, and tells what. */
async function fixed(request: CheckRequest, told: Writable): Promise<CheckReport> {
  const { fixFiles, fixInput } = require("../fix/index.js") as typeof import("../fix/index.js");
  const { fixesReport } = require("../reports/fixes.js") as typeof import("../reports/fixes.js");
  const fromInput = request.paths.includes("-");
  if (fromInput && request.paths.length > 1)
    throw new Error("--fix takes standard input alone, since its fixed text goes to standard output.");
  const { report, output = [], ...fixes } = fromInput ? await fixInput(request) : await fixFiles(request);
  await write(output, process.stdout);
  await write(fixesReport(fixes), told);
  return report;
}

const CODES: Readonly<Record<Outcome, number>> = {
  clean: EXIT.ok,
  findings: EXIT.failed,
  incomplete: EXIT.couldNotRun,
};

type Renderer = (report: CheckReport, outcome: Outcome, threshold: Threshold) => Iterable<string>;

const RENDERERS: Readonly<Record<CheckOptions["format"], Renderer>> = {
  text: textReport,
  json: jsonReport,
  sarif: (report, outcome) => sarifReport(report, outcome, version),
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

function* pieces(parts: Iterable<string | Buffer>): Generator<string | Buffer> {
  let waiting = "";
  for (const part of parts) {
    if (typeof part !== "string") {
      yield part;
      continue;
    }
    waiting += part;
    if (waiting.length < 65_536) continue;
    yield waiting;
    waiting = "";
  }
  if (waiting !== "") yield waiting;
}
