import { Command, InvalidArgumentError, Option } from "commander";
import { today } from "../../policy-pack/exemptions/day.js";
import { policies } from "../../policy-pack/policies/index.js";
import type { Selection } from "../../policy-pack/selection.js";
import { exemptionBook } from "../check/exemption-file.js";
import { selectionFor } from "../check/selection.js";
import { exemptionFile, importFrom } from "../exemptions/import.js";
import { type ExemptionList, endsWithin, exemptionsAt } from "../exemptions/list.js";
import { exemptionText } from "../exemptions/text.js";
import { CommandFailed, EXIT } from "../exit.js";
import { printable } from "../terminal.js";

interface ListOptions {
  readonly exemptions?: string;
  readonly stackConfig?: string;
  readonly expiring?: number;
  readonly format: "text" | "json";
}

/** `rampart exemptions [PATH…]`, `rampart exemptions import PATH…` */
export function exemptionsCommand(): Command {
  const command = new Command("exemptions")
    .description("list the exemptions: channel, place, owner, days left, and which are unused")
    .exitOverride()
    .argument("[path...]", "manifests; files, folders, or - for standard input")
    .option("--exemptions <file>", "the security team's file")
    .option("--stack-config <file>", "a Pulumi.<stack>.yaml, with rampart:exemptions")
    .option("--expiring <days>", "fail when one ends within so many days, for a weekly job", wholeNumber)
    .addOption(new Option("--format <format>", "how they are written").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExit codes: 0 listed, 1 one ends within --expiring days, 2 something could not be read.")
    .action(list);
  command
    .command("import")
    .description("print a file of exemptions from what checkov, kubescape, kube-linter and kyverno are told")
    .argument("<path...>", "manifests; files, folders, or - for standard input")
    .action(printImported);
  return command;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of days.");
  return Number(text);
}

function list(paths: readonly string[], { exemptions: file, stackConfig, expiring, format }: ListOptions): void {
  if (paths.length === 0 && file === undefined && stackConfig === undefined)
    throw new Error(
      "Name manifests to look at, a stack by --stack-config, or the security team's file by --exemptions.",
    );
  const listed = exemptionsAt(paths, exemptionBook({ exemptions: file }, stated(stackConfig), policies), today());
  const parts = format === "json" ? [`${JSON.stringify(shown(listed), null, 2)}\n`] : exemptionText(listed);
  for (const part of parts) process.stdout.write(part);
  if (listed.problems.length > 0) process.exitCode = EXIT.couldNotRun;
  else if (expiring !== undefined && endsWithin(listed, expiring))
    throw new CommandFailed(`An exemption ends within ${expiring} days.`);
}

/** Those of a stack's configuration. */
const stated = (stackConfig: string | undefined): Pick<Selection, "statedExemptions"> =>
  stackConfig === undefined ? { statedExemptions: [] } : selectionFor({ only: [], exclude: [], stackConfig }, policies);

/** Grows when a field is removed or changes its meaning; new fields come without. */
const JSON_VERSION = 1;

const shown = ({ exemptions, unreadable, problems }: ExemptionList): object => ({
  version: JSON_VERSION,
  exemptions,
  unreadable,
  problems,
});

function printImported(paths: readonly string[]): void {
  const imported = importFrom(paths);
  for (const part of exemptionFile(imported)) process.stdout.write(part);
  const unknown = imported.exemptions.filter((exemption) => exemption.policies.length === 0).length;
  if (unknown > 0) process.stderr.write(`Not translated: ${unknown}. See the end of the file.\n`);
  for (const { file = "", line, problem } of imported.problems)
    process.stderr.write(`${printable(`${file}${line === undefined ? "" : `:${line}`}: ${problem}`)}\n`);
  if (imported.problems.length > 0) process.exitCode = EXIT.couldNotRun;
}
