import type { Policy, Topic } from "../../policy-pack/policy.js";
import { code, escaped, GENERATED, table } from "./markdown.js";

/** Page of a policy, from the root of the repository. */
export const policyPagePath = (id: string): string => `docs/policies/${id}.md`;

const TOPIC_TITLES: Readonly<Record<Topic, string>> = {
  workload: "Workloads",
  "supply-chain": "Supply chain",
  rbac: "Access",
  network: "Network",
  secrets: "Secrets",
  cluster: "Cluster",
  "control-plane": "Control plane",
  aws: "AWS",
};

/** `docs/POLICIES.md`: every policy by its topic, with the way to its page. */
export function policiesPage(policies: readonly Policy[]): string {
  const topics = (Object.keys(TOPIC_TITLES) as Topic[])
    .map((topic) => ({ title: TOPIC_TITLES[topic], rows: policies.filter((policy) => policy.topic === topic) }))
    .filter(({ rows }) => rows.length > 0);
  return `${[
    GENERATED,
    "# Policies",
    `${policies.length} policies; each has a page, with what it refuses, what it says then, and what to write instead. \`rampart explain ID\` prints the same in a terminal.`,
    "A profile has its own policies and those of the looser ones: `baseline`, `restricted` (the default), `strict`. Where it says *fix*, `rampart check --fix` and the level `remediate` put it right: [REMEDIATION.md](REMEDIATION.md). Which frameworks ask for what: [COVERAGE.md](COVERAGE.md).",
    topics
      .map(({ title, rows }) => `- [${title}](#${title.toLowerCase().replaceAll(" ", "-")}): ${rows.length}`)
      .join("\n"),
    ...topics.flatMap(({ title, rows }) => [`## ${title}`, catalogue(rows)]),
  ].join("\n\n")}\n`;
}

const catalogue = (policies: readonly Policy[]): string =>
  table(
    ["policy", "what", "severity", "profile", ""],
    policies.map(({ id, title, severity, profile, fixable }) => [
      `[${code(id)}](policies/${id}.md)`,
      escaped(title),
      severity,
      profile,
      fixable ? "fix" : "",
    ]),
  );
