import { SingleBar } from "cli-progress";
import { Command, Option } from "commander";
import { EXIT } from "../exit.js";
import { type Asking, impactOf } from "../impact/index.js";
import { impactMarkdown } from "../impact/markdown.js";
import { type ImpactOutcome, type ImpactReport, impactOutcome } from "../impact/report.js";
import { impactText } from "../impact/text.js";

const RENDERERS = { text: impactText, json: impactJson, markdown: impactMarkdown } as const;
type Format = keyof typeof RENDERERS;

interface ImpactOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly format: Format;
}

/** Grows when a field is removed or changes its meaning; new fields come without. */
const JSON_VERSION = 1;

function* impactJson(report: ImpactReport, outcome: ImpactOutcome): Generator<string> {
  yield `${JSON.stringify({ version: JSON_VERSION, outcome, ...report }, null, 2)}\n`;
}

/** `rampart impact` */
export function impactCommand(): Command {
  return new Command("impact")
    .description("what would break in a cluster if the baseline, deployed in audit mode, refused")
    .option("--kubeconfig <file>", "default: the files of KUBECONFIG, as kubectl reads them")
    .option("--context <name>", "default: the kubeconfig's current one")
    .addOption(
      new Option("--format <format>", "how the report is written").choices(Object.keys(RENDERERS)).default("text"),
    )
    .addHelpText(
      "after",
      "\nNothing is changed: the API server is asked by dry runs only.\nExit codes: 0 nothing would break, 1 something would, 2 something could not be asked.",
    )
    .action(run);
}

async function run({ kubeconfig, context, format }: ImpactOptions): Promise<void> {
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: "{bar} asked about {value} of {total}", barsize: 20, clearOnComplete: true })
    : undefined;
  const onAsked: Asking = (done, total) => {
    if (done === 1) bar?.start(total, 0);
    bar?.update(done);
  };
  const report = await impactOf({ kubeconfig, context }, onAsked).finally(() => bar?.stop());
  const outcome = impactOutcome(report);
  for (const part of RENDERERS[format](report, outcome)) process.stdout.write(part);
  process.exitCode = { clean: EXIT.ok, breaks: EXIT.failed, incomplete: EXIT.couldNotRun }[outcome];
}
