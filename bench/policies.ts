/**
 * The policies against their limits: `npm run bench:policies [RUNS]`. The toolchain must be there; it is not measured.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { evaluator } from "../policy-pack/evaluate.js";
import { policies } from "../policy-pack/policies/index.js";
import type { Plain } from "../policy-pack/unknown.js";
import { deployments } from "./deployments.js";
import { resourceCosts } from "./engine-previews.js";
import { type Measurement, median, repeat, table } from "./measurements.js";
import { startPack } from "./pack-start.js";
import { watched } from "./watched-process.js";

const MAIN = resolve(__dirname, "../cli/main.js");
const JUDGED = 20_000;

/** Microseconds that judging one Deployment by every policy takes, beside parsing its JSON. */
function judgingCost(): number {
  const json = JSON.stringify(load(deployments(1)));
  const { resource } = evaluator(policies);
  const timed = (job: (props: Plain) => unknown): number => {
    const begin = performance.now();
    for (let index = 0; index < JUDGED; index++) job(JSON.parse(json) as Plain);
    return ((performance.now() - begin) / JUDGED) * 1000;
  };
  const judge = (props: Plain) => resource({ type: "kubernetes:apps/v1:Deployment", urn: "", name: "app", props });
  const parsing = timed(() => undefined);
  return timed(judge) - parsing;
}

const limit = (value: number): Measurement["against"] => ({ what: "limit", value });

async function ofCommand(runs: number, folder: string): Promise<Measurement[]> {
  const check = (count: number) => {
    const file = join(folder, `${count}.yaml`);
    writeFileSync(file, deployments(count));
    return repeat(runs, () => watched([MAIN, "check", file]));
  };
  const large = await check(10_000);
  const parsing = await repeat(runs, () =>
    watched([
      "-e",
      `require("js-yaml").loadAll(require("fs").readFileSync(${JSON.stringify(join(folder, "10000.yaml"))}, "utf8"))`,
    ]),
  );
  const seconds = (all: readonly { readonly seconds: number }[]) => all.map((run) => run.seconds);
  const alone = { what: "js-yaml, loadAll", value: median(seconds(parsing)) };
  return [
    { what: "rampart check, 10,000 Deployments", unit: "s", values: seconds(large), against: limit(1.5) },
    { what: "the same", unit: "s", values: seconds(large), against: alone },
    { what: "the same", unit: "MB", values: large.map(({ megabytes }) => megabytes), against: limit(400) },
    { what: "rampart check, 1,000 Deployments", unit: "s", values: seconds(await check(1000)), against: limit(0.4) },
    { what: "rampart check, 1 Deployment", unit: "s", values: seconds(await check(1)), against: limit(0.2) },
  ];
}

async function main(runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rampart-bench-"));
  try {
    const judging = await repeat(runs, async () => judgingCost());
    const costs = await resourceCosts(runs);
    const measurements: Measurement[] = [
      { what: `one Deployment, ${policies.length} policies`, unit: "us", values: judging, against: limit(30) },
      ...(await ofCommand(runs, folder)),
      {
        what: "engine, one more resource",
        unit: "ms",
        values: costs.map(({ all }) => all),
        against: { what: "empty pack", value: median(costs.map(({ empty }) => empty)) },
      },
      { what: "pack, start to port", unit: "s", values: await repeat(runs, startPack), against: limit(0.8) },
    ];
    process.stdout.write(`${table(measurements)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(Number(process.argv[2] ?? 5));
