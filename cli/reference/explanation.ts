import colors from "picocolors";
import { type Control, FRAMEWORKS, KUBESCAPE_NSA } from "../../controls/index.js";
import { HYGIENE_RULES } from "../../policy-pack/exemptions/hygiene.js";
import type { Policy } from "../../policy-pack/policy.js";
import { wrap } from "../terminal.js";
import { type CoveredControl, coverageOf, FRAMEWORK_NAMES, type FrameworkName, PROOF_NAMES } from "./coverage.js";
import { exampleTitle, exampleYaml } from "./example-yaml.js";
import { subjectOf } from "./policy-page.js";

const INDENT = "  ";
/** Where titles of controls begin: behind the longest id and two spaces. */
const CONTROL_INDENT = " ".repeat(34);

/** A control with the framework that it is of. */
export interface FoundControl {
  readonly framework: FrameworkName;
  readonly control: CoveredControl;
}

/** The control of that id in any framework. */
export function controlNamed(id: string, policies: readonly Policy[]): FoundControl | undefined {
  const framework = FRAMEWORK_NAMES.find((name) => FRAMEWORKS[name].controls.some((control) => control.id === id));
  const control = framework && coverageOf(framework, policies).find((row) => row.id === id);
  return framework && control && { framework, control };
}

/** Every id that can be explained. */
export const explainable = (policies: readonly Policy[]): readonly string[] => [
  ...policies.map(({ id }) => id),
  ...FRAMEWORK_NAMES.flatMap((name): readonly Control[] => FRAMEWORKS[name].controls).map(({ id }) => id),
  ...KUBESCAPE_NSA.map(({ id }) => id),
  ...HYGIENE_RULES.map(({ id }) => id),
];

const paragraph = (text: string): string => wrap(text).join("\n");
const indented = (text: string): string => text.trimEnd().replaceAll(/^(?=.)/gm, INDENT);

/** For a terminal: what the policy is about, and what to write instead. */
export function policyExplanation(policy: Policy, policies: readonly Policy[]): string {
  const { id, title, rationale, remediation, severity, profile, topic, references, settings = {}, examples } = policy;
  const [bad] = examples.bad;
  const [good] = examples.good;
  const controls = references.map((reference) => {
    const found = controlNamed(reference, policies);
    const [first = "", ...more] = wrap(found?.control.title ?? "", CONTROL_INDENT);
    return [`${INDENT}${reference}`.padEnd(CONTROL_INDENT.length) + first.trimStart(), ...more].join("\n");
  });
  return `${[
    `${colors.bold(id)}\n${paragraph(`${title}. ${rationale}`)}`,
    paragraph(
      `${severity}, profile ${profile}, ${topic}; ${subjectOf(policy)}${policy.fixable ? "; rampart check --fix fixes it" : ""}`,
    ),
    colors.green(paragraph(`Fix: ${remediation}`)),
    `${colors.red(`Refused: ${exampleTitle(bad)}`)}\n${indented(exampleYaml(bad))}\n\n${wrap(bad.message, INDENT).join("\n")}`,
    `${colors.green(`Accepted: ${exampleTitle(good)}`)}\n${indented(exampleYaml(good))}`,
    ...Object.entries(settings).map(
      ([name, setting]) =>
        `${colors.bold(`Setting ${name}`)}\n${wrap(`${setting.description} Default: ${JSON.stringify(setting.default)}`, INDENT).join("\n")}`,
    ),
    `${colors.bold("Controls")}\n${controls.join("\n")}`,
  ].join("\n\n")}\n`;
}

/** For a terminal: what the control asks for, what meets it, and who proves it. */
export function controlExplanation({ framework, control }: FoundControl): string {
  const { id, title, reason, standing, policies, proofs } = control;
  const { edition } = FRAMEWORKS[framework];
  const tests = proofs.map(({ kind, file, title: claim }) =>
    [...wrap(`${PROOF_NAMES[kind]}: ${claim}`, INDENT), `${INDENT}${colors.dim(file)}`].join("\n"),
  );
  return `${[
    `${colors.bold(id)}  ${framework} ${edition}\n${paragraph(title)}`,
    ...(standing === "open" ? [colors.yellow("Open: neither a policy nor a component meets it yet.")] : []),
    ...(standing === "out-of-reach" ? [paragraph(`Out of reach: ${reason}`)] : []),
    ...(policies.length === 0
      ? []
      : [`${colors.bold("Policies")}\n${policies.map((policy) => INDENT + policy).join("\n")}`]),
    ...(tests.length === 0 ? [] : [`${colors.bold("Proven by")}\n${tests.join("\n")}`]),
  ].join("\n\n")}\n`;
}

/** For a terminal: what is wrong with an exemption on which there is a finding of that id. */
export function exemptionRuleExplanation(id: string): string | undefined {
  const rule = HYGIENE_RULES.find((each) => each.id === id);
  if (rule === undefined) return undefined;
  const { title, rationale, remediation, severity, level } = rule;
  return `${[
    `${colors.bold(id)}\n${paragraph(`${title}. ${rationale}`)}`,
    paragraph(`${severity}, ${level}; docs/EXEMPTIONS.md`),
    colors.green(paragraph(`Fix: ${remediation}`)),
  ].join("\n\n")}\n`;
}

/** For people who know the id by Kubescape: the recommendations behind it. */
export function kubescapeExplanation(id: string): string | undefined {
  const control = KUBESCAPE_NSA.find((row) => row.id === id);
  if (control === undefined) return undefined;
  return `${colors.bold(id)}  Kubescape, framework NSA\n${paragraph(control.name)}\n\nIt examines: ${control.examines.join(", ")}\n`;
}
