import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { beginEntry, builtEntry, type CachedPrograms, entriesOf, finishEntry, writing } from "./cache.js";
import { programsOf } from "./catalogue.js";
import { countLines, hasModules, listStale } from "./estimate.js";
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
  /** How long it should take. */
  readonly minutes: number;
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
  const clock = new Clock(args.minutes * 60);
  const phase = hasModules(family, go) ? "reading modules" : "downloading modules";
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
    const download = (): void => onState({ phase, done: downloads, total: 0, secondsLeft: clock.left(0) });
    download();
    // It needs every source to follow the imports, and downloads those modules only that have one.
    const listed = await step(listStale(family), (line) => {
      if (!line.startsWith("go: downloading ")) return;
      downloads += 1;
      download();
    });
    // The packages of the programs themselves come last, and are linked at every build.
    const total = Math.max(countLines(listed) - programsOf(family).length, 0);
    let done = 0;
    const compile = (): void => {
      if (done < total) onState({ phase: "compiling", done, total, secondsLeft: clock.left(done / total) });
      else onState({ phase: "linking", done: 0, total: 0, secondsLeft: clock.left(1) });
    };
    clock.restart();
    compile();
    await step(["build", "-v", ...family.flags, "-o", target(family, folder), ...packages], (line) => {
      if (/^[\w.~/-]+$/.test(line)) done = Math.min(done + 1, total);
      compile();
    });
    onState({ phase: "trying them out", done: 0, total: 0, secondsLeft: 0 });
    const files = Object.fromEntries(programsOf(family).map((program) => [program, program]));
    return await finishEntry(cache, name, folder, files, family.version, family.versionQuestion);
  } finally {
    await new Promise((closed) => file.end(closed));
  }
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

/** Estimates the time left: first from what was expected, then from what has been done. */
class Clock {
  private started = Date.now();

  /** @param expected seconds for everything. */
  constructor(private readonly expected: number) {}

  /** Starts the compilation. */
  restart(): void {
    this.started = Date.now();
  }

  /** Seconds, when `fraction` of the compilation is done. */
  left(fraction: number): number {
    const elapsed = (Date.now() - this.started) / 1000;
    const linking = this.expected / 4;
    if (fraction >= 1) return linking;
    // The first packages are small ones, and say little about the rest.
    if (fraction < 0.2) return Math.max(this.expected - elapsed, linking);
    return (elapsed * (1 - fraction)) / fraction + linking;
  }
}
