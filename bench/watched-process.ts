import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

const SAMPLE_MS = 10;

export interface WatchedRun {
  readonly seconds: number;
  /** Greatest resident memory in MB, as the kernel counts it; Linux only. */
  readonly megabytes: number;
}

/** Runs Node with the arguments and watches it from outside; what it prints is thrown away. */
export async function watched(args: readonly string[], expectedCode = 0): Promise<WatchedRun> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  let megabytes = 0;
  const sampling = setInterval(() => {
    megabytes = Math.max(megabytes, highWater(child.pid ?? 0));
  }, SAMPLE_MS);
  const [code] = await once(child, "exit");
  const seconds = (performance.now() - begin) / 1000;
  clearInterval(sampling);
  if (code !== expectedCode) throw new Error(`node ${args.join(" ")} exited with ${code}`);
  return { seconds, megabytes };
}

function highWater(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
