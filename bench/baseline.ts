/**
 * The baseline on a cluster with 200 namespaces against its limits: `npm run bench:baseline [RUNS]`. The toolchain must be
 * there, and a control plane runs meanwhile.
 */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type EngineRun, runEngine } from "../sandbox/engine-run.js";
import { type Measurement, median, table } from "./measurements.js";
import { onCluster } from "./on-cluster.js";

const REPOSITORY = resolve(__dirname, "../..");
const NAMESPACES = 200;
const PROGRAM = `const { ClusterBaseline, EnforcementMode } = require(${JSON.stringify(REPOSITORY)});
const namespaces = Object.fromEntries(Array.from({ length: ${NAMESPACES} }, (_, index) => [\`team-\${index}\`, {}]));
new ClusterBaseline("baseline", { mode: EnforcementMode.Enforce, namespaces });
`;

function writeProject(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: baseline\nruntime: nodejs\n");
  writeFileSync(join(folder, "package.json"), '{"name":"baseline","main":"index.js"}');
  writeFileSync(join(folder, "index.js"), PROGRAM);
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  return folder;
}

const resourcesIn = ({ changes }: EngineRun): number =>
  Object.values(changes).reduce((sum: number, count) => sum + Number(count), 0);

async function main(runs: number): Promise<void> {
  await onCluster(async ({ engine, folder }) => {
    const cwd = writeProject(join(folder, "baseline"));
    // The engine writes the whole state into a file before and after every step; other backends take what changed.
    const env = { ...engine.env, PULUMI_SKIP_CHECKPOINTS: "true" };
    const timed = async (...args: string[]) => {
      const begin = performance.now();
      const run = await runEngine({ executable: engine.pulumi, env, cwd, args });
      if (run.code !== 0) throw new Error(run.output);
      return { run, seconds: (performance.now() - begin) / 1000 };
    };
    await timed("stack", "init", "dev");
    const [ups, previews, destroys]: [number[], number[], number[]] = [[], [], []];
    let resources = 0;
    for (let round = 0; round < runs; round++) {
      const up = await timed("up", "--yes", "--skip-preview", "--stack", "dev");
      resources = resourcesIn(up.run);
      ups.push(up.seconds);
      previews.push((await timed("preview", "--expect-no-changes", "--stack", "dev")).seconds);
      destroys.push((await timed("destroy", "--yes", "--skip-preview", "--stack", "dev")).seconds);
    }
    const row = (what: string, values: readonly number[], against: Measurement["against"]): Measurement => ({
      what: `${what}, ${NAMESPACES} namespaces, ${resources} resources`,
      unit: "s",
      values,
      against,
    });
    const rows = [
      row("up", ups, { what: "limit", value: 60 }),
      row("preview without change", previews, { what: "limit", value: 20 }),
      row("destroy", destroys, { what: "up", value: median(ups) }),
    ];
    process.stdout.write(`${table(rows)}\n`);
  });
}

main(Number(process.argv[2] ?? 3));
