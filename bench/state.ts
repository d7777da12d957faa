/**
 * A stack's export against its limits: `npm run bench:state [RUNS]`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { deployments } from "./deployments.js";
import { type Measurement, repeat, table } from "./measurements.js";
import { watched } from "./watched-process.js";

const MAIN = resolve(__dirname, "../cli/main.js");
const RESOURCES = 5000;
const STACK = "urn:pulumi:production::shop::";

/** A Deployment as the engine stores it: with outputs as large as its inputs, its dependencies and its stack trace. */
function stored(index: number, hostPID: boolean): object {
  const type = "kubernetes:apps/v1:Deployment";
  const inputs = load(deployments(1).replaceAll("app-0", `app-${index}`)) as { spec: { template: { spec: object } } };
  if (hostPID) Object.assign(inputs.spec.template.spec, { hostPID });
  const frame = { sourcePosition: `project:///src/team-${index % 50}.ts#${index},9` };
  return {
    urn: `${STACK}shop:index:Team$${type}::app-${index}`,
    custom: true,
    id: `team-0/app-${index}`,
    type,
    inputs,
    outputs: { ...inputs, status: { conditions: [{ type: "Available", status: "True" }] } },
    parent: `${STACK}shop:index:Team::team-${index % 50}`,
    dependencies: [`${STACK}kubernetes:core/v1:Namespace::team-${index % 50}`],
    provider: `${STACK}pulumi:providers:kubernetes::provider::00000000-0000-0000-0000-000000000000`,
    propertyDependencies: { apiVersion: [], kind: [], metadata: [], spec: [] },
    created: "2026-01-01T00:00:00Z",
    modified: "2026-01-01T00:00:00Z",
    sourcePosition: frame.sourcePosition,
    stackTrace: [frame, {}, {}, {}, {}],
  };
}

const exported = (hostPID: boolean): string =>
  JSON.stringify(
    {
      version: 3,
      deployment: { manifest: {}, resources: Array.from({ length: RESOURCES }, (_, index) => stored(index, hostPID)) },
    },
    undefined,
    4,
  );

async function measured(file: string, runs: number, code: number, what: string): Promise<Measurement[]> {
  const all = await repeat(runs, () => watched([MAIN, "check", "--state", file], code));
  return [
    { what, unit: "s", values: all.map(({ seconds }) => seconds), against: { what: "limit", value: 3 } },
    {
      what: "the same",
      unit: "MB",
      values: all.map(({ megabytes }) => megabytes),
      against: { what: "limit", value: 600 },
    },
  ];
}

async function main(runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rampart-bench-"));
  try {
    const good = join(folder, "good.json");
    const bad = join(folder, "bad.json");
    writeFileSync(good, exported(false));
    writeFileSync(bad, exported(true));
    const measurements = [
      ...(await measured(good, runs, 0, `rampart check --state, ${RESOURCES} Deployments`)),
      ...(await measured(bad, runs, 1, "each of them with a violation")),
    ];
    process.stdout.write(`${table(measurements)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(Number(process.argv[2] ?? 5));
