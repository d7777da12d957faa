import { Command, Option } from "commander";
import colors from "picocolors";
import { FRAMEWORKS } from "../../controls/index.js";
import { policies } from "../../policy-pack/policies/index.js";
import {
  type CoveredControl,
  countProofs,
  countStandings,
  coverageOf,
  FRAMEWORK_NAMES,
  type FrameworkName,
  PROOF_KINDS,
  PROOF_NAMES,
  type Standing,
  strongestProof,
} from "../reference/coverage.js";
import { wrap } from "../terminal.js";

interface CoverageOptions {
  readonly framework?: FrameworkName;
  readonly open?: boolean;
  readonly format: "text" | "json";
}

/** `rampart coverage` */
export function coverageCommand(): Command {
  return new Command("coverage")
    .description("which controls of which framework are met, by what, and who proves it")
    .addOption(new Option("--framework <name>", "its controls one by one").choices(FRAMEWORK_NAMES))
    .option("--open", "only controls that nothing meets yet, one by one")
    .addOption(new Option("--format <format>", "how it is written").choices(["text", "json"]).default("text"))
    .action(run);
}

function run({ framework, open = false, format }: CoverageOptions): void {
  const names = framework === undefined ? FRAMEWORK_NAMES : [framework];
  const wanted = ({ standing }: CoveredControl): boolean => !open || standing === "open";
  const frameworks = names.map((name) => ({
    name,
    edition: FRAMEWORKS[name].edition,
    controls: coverageOf(name, policies).filter(wanted),
  }));
  if (format === "json") write(JSON.stringify({ version: 1, frameworks }, undefined, 2));
  else if (framework === undefined && !open) write(summary());
  else
    for (const { name, edition, controls } of frameworks)
      write([colors.bold(`${name} ${edition}`), ...controls.map(lineOf)].join("\n"));
}

const write = (text: string): boolean => process.stdout.write(`${text}\n`);

const COLUMNS = ["controls", "policy", "component", "open", "out of reach"];

function summary(): string {
  const width = Math.max(...FRAMEWORK_NAMES.map((name) => titleOf(name).length));
  const row = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padEnd(width)}${cells.map((cell, index) => String(cell).padStart((COLUMNS[index] ?? "").length + 2)).join("")}\n`;
  const rows = FRAMEWORK_NAMES.map((name) => ({ name, covered: coverageOf(name, policies) }));
  const all = rows.flatMap(({ covered }) => covered);
  const proofs = countProofs(all);
  return [
    colors.bold(row("", COLUMNS)),
    ...rows.map(({ name, covered }) => {
      const { policy, component, open, "out-of-reach": out } = countStandings(covered);
      return row(titleOf(name), [covered.length, policy, component, open, out]);
    }),
    "\nMet controls rest at best on:\n",
    ...PROOF_KINDS.map((kind) => `${String(proofs[kind]).padStart(5)}  ${PROOF_NAMES[kind]}\n`),
    "\nOne by one: rampart coverage --framework NAME, or --open; docs/COVERAGE.md.",
  ].join("");
}

const titleOf = (name: FrameworkName): string => `${name} ${FRAMEWORKS[name].edition}`;

const MARKS: Readonly<Record<Standing, string>> = {
  policy: "policy",
  component: "component",
  open: "open",
  "out-of-reach": "out of reach",
};

const MARK_WIDTH = 16;

function lineOf(control: CoveredControl): string {
  const { id, title, standing, policies: serving, reason } = control;
  const proof = strongestProof(control);
  const paint = standing === "open" ? colors.yellow : standing === "out-of-reach" ? colors.dim : colors.green;
  const details = [
    ...(serving.length > 0 ? [serving.join(", ")] : []),
    ...(proof === undefined ? [] : [`proven by ${PROOF_NAMES[proof]}`]),
    ...(standing === "out-of-reach" && reason !== undefined ? [reason] : []),
  ];
  const indent = " ".repeat(MARK_WIDTH);
  const [head = "", ...more] = wrap(`${id} ${title}`, indent);
  return [
    paint(`  ${MARKS[standing]}`.padEnd(MARK_WIDTH)) + head.slice(MARK_WIDTH),
    ...more,
    ...details.flatMap((detail) => wrap(detail, indent)).map(colors.dim),
  ].join("\n");
}
