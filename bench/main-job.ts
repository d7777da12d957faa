/**
 * The main job against its limits: `npm run bench:main-job [RUNS]`. The toolchain must be there; it is not measured.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { type Measurement, repeat, table } from "./measurements.js";
import { startPack } from "./pack-start.js";
import { treeMemory } from "./process-tree.js";

const REPOSITORY = resolve(__dirname, "../..");
const SAMPLE_MS = 250;

interface Run {
  readonly seconds: number;
  readonly controlPlaneSeconds: number;
  readonly peakMemory: number;
}

/** One `npm start`, watched from outside. */
async function demonstrate(): Promise<Run> {
  const begin = performance.now();
  const child = spawn(process.execPath, ["dist/cli/main.js", "demo"], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let peakMemory = 0;
  const sampling = setInterval(() => {
    peakMemory = Math.max(peakMemory, treeMemory(child.pid ?? 0));
  }, SAMPLE_MS);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = await once(child, "close");
  clearInterval(sampling);
  if (code !== 0) throw new Error(`rampart demo exited with ${code}:\n${output}`);
  const controlPlane = /API server ready at \S+\s+([\d.]+) s/.exec(output)?.[1];
  return {
    seconds: (performance.now() - begin) / 1000,
    controlPlaneSeconds: Number(controlPlane),
    peakMemory,
  };
}

async function main(runs: number): Promise<void> {
  const demos = await repeat(runs, demonstrate);
  const packs = await repeat(runs * 2, startPack);
  const limit = (value: number): Measurement["against"] => ({ what: "limit", value });
  const measurements: Measurement[] = [
    { what: "npm start, warm", unit: "s", values: demos.map(({ seconds }) => seconds), against: limit(20) },
    {
      what: "control plane ready",
      unit: "s",
      values: demos.map(({ controlPlaneSeconds }) => controlPlaneSeconds),
      against: limit(6),
    },
    {
      what: "all processes together",
      unit: "MB",
      values: demos.map(({ peakMemory }) => peakMemory),
      against: limit(1500),
    },
    { what: "pack, start to port", unit: "s", values: packs, against: limit(0.8) },
  ];
  process.stdout.write(`${table(measurements)}\n`);
}

main(Number(process.argv[2] ?? 5));
