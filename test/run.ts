import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { lastLine } from "./support/last-line.js";

// Half of a run waits for the engine and the API server: two lanes side by side take little more than half the time. Each
// is a process of its own, with its own control planes.

/** Folders of the lane that waits most; all others are the second. */
const FIRST_LANE = ["components", "stacks", "comply"];

const TESTS = __dirname;
const REPOSITORY = join(TESTS, "../..");
const MOCHA = require.resolve("mocha/bin/mocha.js");

const suites = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.js"));
const inFirst = (name: string): boolean => FIRST_LANE.includes(name.split(sep)[0] ?? "");

/** What a lane's reporter counted. */
interface Counts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  /** Why tests were skipped, with a leading space, or nothing. */
  readonly why: string;
}

/** Runs mocha on the files; what it prints goes to `show` as it comes. */
async function lane(name: string, files: readonly string[], show: (text: string) => void): Promise<Counts> {
  const counts = join(folder, name);
  const paths = files.map((file) => relative(REPOSITORY, join(TESTS, file))).sort();
  const child = spawn(process.execPath, [MOCHA, ...paths], {
    cwd: REPOSITORY,
    env: { ...process.env, TEST_COUNTS: counts },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", show);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) process.exitCode = 1;
  // A lane that did not come to its end has failed, whatever it had counted.
  if (!existsSync(counts)) return { passes: 0, failures: 1, pending: 0, why: "" };
  return JSON.parse(readFileSync(counts, "utf8"));
}

const folder = mkdtempSync(join(tmpdir(), "rampart-lanes-"));

async function main(): Promise<void> {
  let kept = "";
  const rest = lane(
    "rest",
    suites.filter((name) => !inFirst(name)),
    (text) => {
      kept += text;
    },
  );
  const first = await lane("first", suites.filter(inFirst), (text) => void process.stdout.write(text));
  const other = await rest;
  process.stdout.write(kept);
  rmSync(folder, { recursive: true });
  const sum = (key: "passes" | "failures" | "pending"): number => first[key] + other[key];
  process.stdout.write(lastLine(sum("passes"), sum("failures"), sum("pending"), first.why || other.why));
}

void main();
