import { type Control, FRAMEWORKS } from "../../controls/index.js";
import type { PodExample, Policy, ResourcesExample } from "../../policy-pack/policy.js";
import type { Setting } from "../../policy-pack/settings.js";
import { exampleTitle, exampleYaml } from "./example-yaml.js";
import { block, code, escaped, GENERATED, table } from "./markdown.js";

/** `docs/POLICIES.md`: the catalogue, then each policy. */
export function policiesPage(policies: readonly Policy[]): string {
  return `${[
    GENERATED,
    "# Policies",
    `${policies.length} policies. A profile has its own policies and those of the looser ones: \`baseline\`, \`restricted\` (the default), \`strict\`. \`rampart explain ID\` prints an entry of this page.`,
    catalogue(policies),
    ...policies.map(entry),
  ].join("\n\n")}\n`;
}

const catalogue = (policies: readonly Policy[]): string =>
  table(
    ["policy", "what", "severity", "profile"],
    policies.map(({ id, title, severity, profile }) => [`[${id}](#${id})`, escaped(title), severity, profile]),
  );

const TITLES: ReadonlyMap<string, string> = new Map(
  Object.values(FRAMEWORKS).flatMap(({ controls }: { readonly controls: readonly Control[] }) =>
    controls.map(({ id, title }) => [id, title] as const),
  ),
);

function entry(policy: Policy): string {
  const { id, title, severity, profile, topic, rationale, remediation, references, since, examples } = policy;
  const [bad, ...otherBad]: readonly (AnyExample & { readonly message: string })[] = examples.bad;
  const [good, ...otherGood]: readonly AnyExample[] = examples.good;
  const facts = [severity, `profile ${profile}`, topic, subjectOf(policy)];
  if (since !== undefined) facts.push(`from Kubernetes ${since}`);
  if (policy.fixable) facts.push("`rampart check --fix` fixes it");
  return [
    `## ${id}`,
    `${escaped(title)}. ${escaped(rationale)}`,
    facts.join(" · "),
    `**Fix:** ${escaped(remediation)}`,
    `**Controls:** ${references.map((control) => `${control} (${escaped(TITLES.get(control) ?? "")})`).join(", ") || "no framework asks for it"}`,
    ...(policy.settings === undefined ? [] : [`**Settings:**\n\n${settingsTable(policy.settings)}`]),
    ...(bad === undefined
      ? []
      : [`Refused: ${escaped(exampleTitle(bad))}`, block("yaml", exampleYaml(bad)), block("text", bad.message)]),
    ...list("Also refused:", otherBad, (example) => `${escaped(exampleTitle(example))}: ${code(example.message)}`),
    ...(good === undefined ? [] : [`Accepted: ${escaped(exampleTitle(good))}`, block("yaml", exampleYaml(good))]),
    ...(otherGood.length === 0
      ? []
      : [`Also accepted: ${otherGood.map((example) => escaped(exampleTitle(example))).join("; ")}.`]),
  ].join("\n\n");
}

type AnyExample = PodExample | ResourcesExample;

function list<T>(title: string, items: readonly T[], line: (item: T) => string): string[] {
  return items.length === 0 ? [] : [`${title}\n\n${items.map((item) => `- ${line(item)}`).join("\n")}`];
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
