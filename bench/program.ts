/**
 * `rampart check --program` beside `pulumi preview` of the same program, with the pack and without: `npm run
 * bench:program [RUNS]`. The toolchain must be there, and a control plane runs meanwhile; neither is measured.
 */
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Engine } from "../sandbox/engine.js";
import { runEngine } from "../sandbox/engine-run.js";
import { type Measurement, median, table } from "./measurements.js";
import { onCluster } from "./on-cluster.js";
import { watched } from "./watched-process.js";

const REPOSITORY = resolve(__dirname, "../..");
const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];
const MAIN = resolve(__dirname, "../cli/main.js");

/** Objects that no policy has anything against, and that an API server takes without others beside them. */
const PLAIN = `import * as k8s from "@pulumi/kubernetes";
for (let index = 0; index < 50; index++)
  new k8s.scheduling.v1.PriorityClass(\`class-\${index}\`, { value: index, description: "One of fifty." });
`;

/** A project of 50 resources in one TypeScript file. */
function plainProject(folder: string): string {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: plain\nruntime: nodejs\n");
  writeFileSync(join(folder, "package.json"), '{"name":"plain"}');
  writeFileSync(join(folder, "index.ts"), PLAIN);
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  return folder;
}

interface Compared {
  readonly what: string;
  readonly folder: string;
  readonly stack: string;
}

async function previewed(engine: Engine, { folder, stack }: Compared, more: readonly string[] = []): Promise<number> {
  const begin = performance.now();
  const args = ["preview", "--stack", stack, ...more];
  const { code, output } = await runEngine({ executable: engine.pulumi, env: engine.env, cwd: folder, args });
  if (code !== 0) throw new Error(output);
  return (performance.now() - begin) / 1000;
}

/** In turn, so that all see the same machine. */
async function compare(runs: number, engine: Engine, compared: Compared): Promise<Measurement[]> {
  const { what, folder, stack } = compared;
  await runEngine({ executable: engine.pulumi, env: engine.env, cwd: folder, args: ["stack", "init", stack] });
  const [checks, previews, judged]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run++) {
    checks.push((await watched([MAIN, "check", "--program", folder, "--stack", stack])).seconds);
    previews.push(await previewed(engine, compared));
    judged.push(await previewed(engine, compared, PACK));
  }
  const against = (name: string, values: readonly number[]): Measurement => ({
    what,
    unit: "s",
    values: checks,
    against: { what: name, value: median(values) },
  });
  return [against("pulumi preview", previews), against("with the pack", judged)];
}

async function main(runs: number): Promise<void> {
  await onCluster(async ({ engine, folder, kubeconfig }) => {
    process.env.RAMPART_SANDBOX_KUBECONFIG = kubeconfig;
    const plain = plainProject(mkdtempSync(join(folder, "plain-")));
    const measurements = [
      ...(await compare(runs, engine, { what: "the sandbox stack", folder: REPOSITORY, stack: "sandbox" })),
      ...(await compare(runs, engine, { what: "50 resources", folder: plain, stack: "dev" })),
    ];
    process.stdout.write(`${table(measurements)}\n`);
  });
}

main(Number(process.argv[2] ?? 5));
