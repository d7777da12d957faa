/**
 * `rampart check --program` beside `pulumi preview` of the same program, without the pack: `npm run bench:program [RUNS]`.
 * The toolchain must be there, and a control plane runs meanwhile; neither is measured.
 */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Cluster, startCluster, temporaryFolder } from "../sandbox/cluster.js";
import { createEngine, type Engine } from "../sandbox/engine.js";
import { runEngine } from "../sandbox/engine-run.js";
import { resolveToolchain } from "../sandbox/toolchain/index.js";
import { COMPLIANT_POD } from "../test/policy-pack/pods.js";
import { type Measurement, median, table } from "./measurements.js";
import { watched } from "./watched-process.js";

const REPOSITORY = resolve(__dirname, "../..");
const MAIN = resolve(__dirname, "../cli/main.js");

const POD = { ...COMPLIANT_POD, serviceAccountName: "default" };

const PLAIN = `import * as k8s from "@pulumi/kubernetes";
for (let index = 0; index < 50; index++)
  new k8s.core.v1.Pod(\`pod-\${index}\`, { metadata: { namespace: "default" }, spec: ${JSON.stringify(POD)} });
`;

/** A project of 50 Pods in one TypeScript file. */
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

async function previewed(engine: Engine, { folder, stack }: Compared): Promise<number> {
  const begin = performance.now();
  const args = ["preview", "--stack", stack];
  const { code, output } = await runEngine({ executable: engine.pulumi, env: engine.env, cwd: folder, args });
  if (code !== 0) throw new Error(output);
  return (performance.now() - begin) / 1000;
}

/** In turn, so that both see the same machine. */
async function compare(runs: number, engine: Engine, compared: Compared): Promise<Measurement> {
  const { what, folder, stack } = compared;
  await runEngine({ executable: engine.pulumi, env: engine.env, cwd: folder, args: ["stack", "init", stack] });
  const [checks, previews]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const args = [MAIN, "check", "--program", folder, "--stack", stack, "--policy", "no-privileged-containers"];
    checks.push((await watched(args)).seconds);
    previews.push(await previewed(engine, compared));
  }
  return { what, unit: "s", values: checks, against: { what: "pulumi preview", value: median(previews) } };
}

async function main(runs: number): Promise<void> {
  const toolchain = await resolveToolchain();
  const { folder: place, remove } = temporaryFolder();
  const folder = mkdtempSync(join(tmpdir(), "rampart-bench-"));
  let cluster: Cluster | undefined;
  try {
    cluster = await startCluster({ toolchain, folder: place });
    const engine = await createEngine(toolchain, folder, cluster.kubeconfig, { plugins: "own" });
    process.env.RAMPART_SANDBOX_KUBECONFIG = cluster.kubeconfig;
    const plain = plainProject(mkdtempSync(join(folder, "plain-")));
    const measurements = [
      await compare(runs, engine, { what: "the sandbox stack", folder: REPOSITORY, stack: "sandbox" }),
      await compare(runs, engine, { what: "50 Pods", folder: plain, stack: "dev" }),
    ];
    process.stdout.write(`${table(measurements)}\n`);
  } finally {
    await cluster?.stop();
    remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

main(Number(process.argv[2] ?? 5));
