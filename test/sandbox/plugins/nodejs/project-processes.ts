import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineProject } from "../../../support/engine-project.js";

/** Command lines of the processes that an engine of `project` started: they all inherit its PULUMI_HOME. */
export function processesOf(project: EngineProject): string[] {
  const home = project.directory.replace(/project$/, "pulumi-home");
  const listed = execFileSync("ps", ["axeww", "-o", "pid=,stat=,command="], { encoding: "utf8", maxBuffer: 1 << 28 });
  return listed.split("\n").filter((line) => line.includes(`PULUMI_HOME=${home}`) && !/^\s*\d+\s+Z/.test(line));
}

/** Settles when `condition` holds; the time limit is that of the test. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}
