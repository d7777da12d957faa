import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A policy's verdict on one resource, as the engine reports it. */
export interface PolicyEvent {
  readonly resourceUrn?: string;
  readonly message: string;
  readonly policyName: string;
  readonly policyPackName: string;
  readonly enforcementLevel: string;
  readonly severity?: string;
}

/** A step of the plan: `op` is `create`, `update`, `replace`, `delete`, `same`, … */
export interface StepEvent {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly new?: { readonly inputs?: Readonly<Record<string, unknown>> };
}

/** The events of a run that Rampart reads (pulumi `apitype.EngineEvent`). */
interface EngineEvent {
  readonly policyEvent?: PolicyEvent;
  readonly resourcePreEvent?: { readonly metadata: StepEvent };
  readonly summaryEvent?: {
    readonly resourceChanges?: Readonly<Record<string, number>>;
    readonly PolicyPacks?: Readonly<Record<string, string>>;
  };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
}

export interface EngineRun {
  /** Exit code of the engine; null when a signal ended it. */
  readonly code: number | null;
  /** What it printed, both streams in order of arrival. */
  readonly output: string;
  /** Number of resources by operation, for example `{ create: 12 }`. */
  readonly changes: Readonly<Record<string, number>>;
  readonly policies: readonly PolicyEvent[];
  readonly steps: readonly StepEvent[];
  /** Names of the policy packs that judged this run. */
  readonly packs: readonly string[];
  /** Error diagnostics, without colour marks. */
  readonly errors: readonly string[];
}

export interface EngineRunArgs {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the Pulumi project. */
  readonly cwd: string;
  readonly args: readonly string[];
  /** Ends the run as Ctrl-C does, so that the engine saves its state and ends its plugins; then its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** An engine that was asked to end does so when the running step has; one that hangs never would. */
const GRACE_MS = 10_000;

/** Commands that have an event log; others have nothing to log. */
const DEPLOYS: ReadonlySet<string> = new Set(["preview", "up", "refresh", "destroy"]);

/** Runs `pulumi ARGS` without a terminal and reads what happened from the engine's own event log, not from its text. */
export async function runEngine({ executable, env, cwd, args, signal }: EngineRunArgs): Promise<EngineRun> {
  signal?.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), "rampart-events-"));
  const log = join(folder, "events.jsonl");
  try {
    const events = DEPLOYS.has(args[0] ?? "") ? ["--event-log", log] : [];
    const child = spawn(executable, [...args, "--non-interactive", "--color", "never", ...events], {
      cwd,
      // The flag exists only with debug commands on; the Automation API does the same.
      env: { ...env, PULUMI_DEBUG_COMMANDS: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const release = endWith(child, signal);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
    release();
    signal?.throwIfAborted();
    return { code, output, ...summarise(existsSync(log) ? parseEvents(readFileSync(log, "utf8")) : []) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Interrupts the process when the signal comes. @returns what stops waiting for it. */
function endWith(child: ChildProcess, signal: AbortSignal | undefined): () => void {
  let force: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill("SIGINT");
    force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  signal?.addEventListener("abort", interrupt, { once: true });
  return () => {
    signal?.removeEventListener("abort", interrupt);
    clearTimeout(force);
  };
}

const parseEvents = (text: string): EngineEvent[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);

/** Colour marks of the engine's messages, `<{%fg 1%}>`. */
const plain = (message: string): string => message.replace(/<\{%[^%]*%\}>/g, "").trim();

function summarise(events: readonly EngineEvent[]): Omit<EngineRun, "code" | "output"> {
  const summary = events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent;
  return {
    changes: summary?.resourceChanges ?? {},
    // `name|local|path`
    packs: Object.keys(summary?.PolicyPacks ?? {}).map((pack) => pack.split("|")[0] ?? pack),
    policies: events.flatMap(({ policyEvent }) =>
      policyEvent ? [{ ...policyEvent, message: plain(policyEvent.message) }] : [],
    ),
    steps: events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : [])),
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" ? [plain(diagnosticEvent.message)] : [],
    ),
  };
}
