import { type Control, FRAMEWORKS } from "../../controls/index.js";
import type { PodExample, Policy, ResourcesExample } from "../../policy-pack/policy.js";
import type { Setting } from "../../policy-pack/settings.js";
import { TOPIC_PAGES } from "../reports/help.js";
import { FRAMEWORK_NAMES } from "./coverage.js";
import { frameworkAnchor, frameworkTitle } from "./coverage-page.js";
import { exampleTitle, exampleYaml } from "./example-yaml.js";
import { block, code, escaped, GENERATED, table } from "./markdown.js";

/** `docs/policies/<id>.md`: all that the policy says of itself. */
export function policyPage(policy: Policy): string {
  const { id, title, rationale, remediation, references, settings, topic, examples } = policy;
  const [bad, ...otherBad]: readonly (AnyExample & { readonly message: string })[] = examples.bad;
  const [good, ...otherGood]: readonly AnyExample[] = examples.good;
  return `${[
    GENERATED,
    "[Documentation](../README.md) / [Policies](../POLICIES.md)",
    `# ${id}`,
    `**${escaped(title)}.** ${escaped(rationale)}`,
    table(["severity", "profile", "judges", "fixed by `rampart check --fix`"], [facts(policy)]),
    "## What to write instead",
    escaped(remediation),
    ...(bad === undefined
      ? []
      : [
          "## Refused",
          `${escaped(exampleTitle(bad))}:`,
          block("yaml", exampleYaml(bad)),
          `The message: ${code(bad.message)}`,
        ]),
    ...(otherBad.length === 0
      ? []
      : [
          `Also refused:\n\n${otherBad.map((one) => `- ${escaped(exampleTitle(one))}: ${code(one.message)}`).join("\n")}`,
        ]),
    ...(good === undefined ? [] : ["## Accepted", `${escaped(exampleTitle(good))}:`, block("yaml", exampleYaml(good))]),
    ...(otherGood.length === 0
      ? []
      : [`Also accepted:\n\n${otherGood.map((one) => `- ${escaped(exampleTitle(one))}`).join("\n")}`]),
    ...(settings === undefined ? [] : ["## Settings", settingsTable(settings), configurationOf(id, settings)]),
    "## Who asks for it",
    references.length === 0
      ? "No framework asks for it."
      : table(["control", "recommendation", "framework"], references.map(referenceRow)),
    `More on the subject: <${TOPIC_PAGES[topic]}>.`,
  ].join("\n\n")}\n`;
}

type AnyExample = PodExample | ResourcesExample;

const facts = (policy: Policy): readonly string[] => [
  policy.severity,
  policy.profile,
  `${subjectOf(policy).replace(/^judges /, "")}${policy.since === undefined ? "" : `; from Kubernetes ${policy.since}`}`,
  policy.fixable ? "yes" : "no",
];

interface ControlRow {
  readonly title: string;
  /** Markdown: link to the framework's part of the coverage. */
  readonly framework: string;
}

const CONTROLS: ReadonlyMap<string, ControlRow> = new Map(
  FRAMEWORK_NAMES.flatMap((name) =>
    FRAMEWORKS[name].controls.map(({ id, title }: Control) => {
      const framework = `[${frameworkTitle(name)}](../COVERAGE.md#${frameworkAnchor(name)})`;
      return [id, { title, framework }] as const;
    }),
  ),
);

function referenceRow(id: string): readonly string[] {
  const { title = "", framework = "" } = CONTROLS.get(id) ?? {};
  return [id, escaped(title), framework];
}

/** What the policy judges, in the words of its users. */
export function subjectOf(policy: Policy): string {
  switch (policy.subject) {
    case "workload":
      return "judges every pod, in whatever kind";
    case "object":
      return policy.kinds === "*" ? "judges every object" : `judges ${kindsOf(policy.kinds)}`;
    case "resource":
      return `judges ${policy.types.join(", ")}`;
    case "part":
      return `judges the configuration of ${policy.parts.join(", ")}`;
    case "deletion":
      return `judges the deletion and the replacement of ${policy.types.join(", ")}, by \`rampart preview\``;
    default:
      return `relates ${[kindsOf(policy.kinds ?? []), ...(policy.types ?? [])].filter(Boolean).join(", ")}`;
  }
}

const kindsOf = (kinds: readonly string[]): string => [...new Set(kinds.map((key) => key.split("/")[1]))].join(", ");

const settingsTable = (settings: Readonly<Record<string, Setting>>): string =>
  table(
    ["setting", "type", "default", "what"],
    Object.entries(settings).map(([name, { type, default: value, description }]) => [
      code(name),
      type === "array" ? "list of strings" : type,
      code(JSON.stringify(value)),
      escaped(description),
    ]),
  );

/** The settings as they stand in `Pulumi.<stack>.yaml`, with their defaults. */
function configurationOf(id: string, settings: Readonly<Record<string, Setting>>): string {
  const values = Object.entries(settings).map(([name, { default: value }]) => `${name}: ${JSON.stringify(value)}`);
  const lines = ["config:", "  rampart:policies:", `    ${id}:`, ...values.map((line) => `      ${line}`)];
  return `In \`Pulumi.<stack>.yaml\`, here with the defaults ([other places](../CONFIGURATION.md)):\n\n${block("yaml", lines.join("\n"))}`;
}
