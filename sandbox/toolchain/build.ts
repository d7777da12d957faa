import { createWriteStream, existsSync, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { beginEntry, builtEntry, type CachedPrograms, entriesOf, finishEntry, writing } from "./cache.js";
import { programsOf } from "./catalogue.js";
import { type Go, runGo } from "./go.js";
import type { PinnedFamily } from "./pinned-module.js";
import { ToolchainError } from "./program.js";
import type { BuildState } from "./progress.js";

/** Last lines of a failed build that people see. */
const SHOWN_LINES = 15;

export interface BuildArgs {
  readonly cache: string;
  readonly go: Go;
  readonly signal: AbortSignal;
  /** What is known of one family's build; the time left is that of this family. */
  readonly onState: (state: Pick<BuildState, "phase" | "done" | "total" | "secondsLeft">) => void;
}

/**
 * Builds the programs of a family into the cache. Call it with the lock held.
 * @throws ToolchainError with the compiler's last lines and the name of the whole log.
 */
export async function buildFamily(family: PinnedFamily, args: BuildArgs): Promise<CachedPrograms> {
  const { cache, go, signal, onState } = args;
  const name = builtEntry(family, go.version);
  const folder = beginEntry(cache, name);
  const log = join(entriesOf(cache), `${family.name}.log`);
  const file = openLog(cache, log);
  const packages = Object.values(family.packages);
  const clock = new Clock(family);
  const step = async (words: readonly string[], onLine: (line: string) => void): Promise<string> => {
    const { ok, stdout, stderr } = await runGo(go, words, {
      cwd: family.folder,
      signal,
      onLine(line) {
        file.write(`${line}\n`);
        onLine(line);
      },
    });
    if (!ok) throw failure(family, go, stderr, log);
    return stdout;
  };
  try {
    let downloads = 0;
    const download = (): void =>
      onState({ phase: "downloading modules", done: downloads, total: 0, secondsLeft: clock.left(0) });
    download();
    // It needs every source to follow the imports, and downloads those modules only that have one.
    const listed = await step(listStale(family), (line) => {
      if (!line.startsWith("go: downloading ")) return;
      downloads += 1;
      download();
    });
    const total = countLines(listed);
    let done = 0;
    const compile = (): void => {
      const left = total > 0 ? clock.left(done / total) : 0;
      onState({ phase: done < total ? "compiling" : "linking", done, total, secondsLeft: left });
    };
    clock.restart(total);
    compile();
    await step(["build", "-v", ...family.flags, "-o", target(family, folder), ...packages], (line) => {
      if (/^[\w.~/-]+$/.test(line)) done = Math.min(done + 1, total);
      compile();
    });
  } finally {
    await new Promise((closed) => file.end(closed));
  }
  onState({ phase: "trying them out", done: 0, total: 0, secondsLeft: 0 });
  const programs = programsOf(family);
  return finishEntry(cache, name, folder, Object.fromEntries(programs.map((program) => [program, program])));
}

/** Arguments that make Go print one line for each package that has to be compiled. */
export function listStale(family: PinnedFamily): string[] {
  const packages = Object.values(family.packages);
  return ["list", "-deps", ...family.flags, "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", ...packages];
}

export const countLines = (text: string): number => text.split("\n").filter(Boolean).length;

/** Whether the sources of a family have been downloaded; Go itself sees to those that are missing nevertheless. */
export function hasModules(family: PinnedFamily, go: Go): boolean {
  return existsSync(join(go.moduleCache, `${family.module}@v${family.version}`));
}

/** Go names an executable after its package, which for etcd is `server`. */
function target(family: PinnedFamily, folder: string): string {
  const [only, ...others] = programsOf(family);
  return only !== undefined && others.length === 0 ? join(folder, only) : `${folder}/`;
}

function openLog(cache: string, log: string): WriteStream {
  writing(cache, () => mkdirSync(entriesOf(cache), { recursive: true }));
  const file = createWriteStream(log);
  // A log that cannot be written is no reason to stop a build.
  file.on("error", () => {});
  return file;
}

function failure(family: PinnedFamily, go: Go, stderr: string, log: string): ToolchainError {
  const lines = stderr.trimEnd().split("\n");
  return new ToolchainError(
    [
      `Building ${programsOf(family).join(", ")} ${family.version} with ${go.version} failed:`,
      ...lines.slice(-SHOWN_LINES).map((line) => `  ${line.slice(0, 240)}`),
      advice(stderr),
      `Whole log: ${log}`,
    ].join("\n"),
  );
}

function advice(stderr: string): string {
  if (/no space left on device|disk quota exceeded/i.test(stderr))
    return "Free some disk space, or move Go's caches with GOCACHE and GOMODCACHE, or its temporary files with GOTMPDIR.";
  if (/checksum mismatch|SECURITY ERROR/.test(stderr))
    return "A download is not what was pinned. Do not use it; remove it with: go clean -modcache";
  if (/dial tcp|i\/o timeout|no such host|connection refused|proxyconnect|\b(403|404|410|50\d) /i.test(stderr))
    return "Modules could not be downloaded. Check the network, or set GOPROXY to a proxy that you can reach.";
  if (/signal: killed|cannot allocate memory|out of memory/i.test(stderr))
    return "It ran out of memory. Close other programs, or build with fewer compilers at a time: GOMAXPROCS=1";
  return "Try again with: rampart toolchain build. To start from nothing: rampart toolchain clean && go clean -cache";
}

/** Estimates the time left from what a cold build takes, and soon from what this one took. */
class Clock {
  private started = Date.now();
  private estimate: number;

  constructor(private readonly family: PinnedFamily) {
    this.estimate = family.cold.minutes * 60;
  }

  /** Starts the compilation of `total` packages; a cold one compiles more than a hundred. */
  restart(total: number): void {
    this.started = Date.now();
    if (total < 100) this.estimate = Math.min(this.estimate, 10 + (this.family.cold.minutes * 60 * total) / 100);
  }

  /** Seconds, when `fraction` of the work since the start is done. */
  left(fraction: number): number {
    const elapsed = (Date.now() - this.started) / 1000;
    if (fraction < 0.1) return Math.max(this.estimate - elapsed, 5);
    return (elapsed * (1 - fraction)) / fraction + 5;
  }
}
