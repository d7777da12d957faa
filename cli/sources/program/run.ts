import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import type { Project } from "./project.js";
import type { StackConfiguration } from "./stack-configuration.js";

/** How long a program may take to leave when it is asked to. */
const PATIENCE_MS = 1000;

/** How a program ended. */
export type End =
  | { readonly by: "itself"; readonly code: number }
  | { readonly by: "signal"; readonly signal: NodeJS.Signals }
  | { readonly by: "time limit" }
  | { readonly by: "interrupt"; readonly signal: "SIGINT" | "SIGTERM" };

export interface RunRequest {
  readonly project: Project;
  readonly configuration: StackConfiguration;
  /** Where monitor and engine listen. */
  readonly address: string;
  readonly timeLimitSeconds: number;
}

/** Runs a program in a process of its own, and waits until neither it nor what it has started runs. */
export async function run(request: RunRequest): Promise<End> {
  const { project, configuration, address } = request;
  const { typescript, tsconfig, nodeArguments } = project.options;
  const args = [
    `--require=${join(__dirname, "preload.js")}`,
    ...nodeArguments,
    project.sdk,
    ...["--monitor", address, "--engine", address],
    ...["--organization", "organization", "--project", project.name, "--stack", configuration.stack],
    ...["--pwd", project.workingFolder, "--root-directory", project.rootFolder],
    ...["--parallel", "16", "--dry-run"],
    project.entry,
  ];
  const child = spawn(process.execPath, args, {
    cwd: project.workingFolder,
    // What a program prints is not part of the report.
    stdio: ["ignore", 2, 2, "pipe"],
    // A group of its own, so that what it starts ends with it; Ctrl-C reaches it through us.
    detached: true,
    env: {
      // The build checks types; here it would cost more than all the rest.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(configuration.values),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(configuration.secretKeys),
      PULUMI_NODEJS_TYPESCRIPT: String(typescript),
      ...(tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
  });
  return ended(child, request.timeLimitSeconds);
}

function ended(child: ChildProcess, seconds: number): Promise<End> {
  return new Promise((done, failed) => {
    let cause: End | undefined;
    let impatience: NodeJS.Timeout | undefined;
    const end = (why: End): void => {
      cause ??= why;
      signalGroup(child, "SIGTERM");
      impatience ??= setTimeout(() => signalGroup(child, "SIGKILL"), PATIENCE_MS);
    };
    const limit = setTimeout(() => end({ by: "time limit" }), seconds * 1000);
    const interrupted = (signal: NodeJS.Signals): void =>
      end({ by: "interrupt", signal: signal === "SIGINT" ? signal : "SIGTERM" });
    for (const signal of SIGNALS) process.on(signal, interrupted);
    const settle = (): void => {
      clearTimeout(limit);
      clearTimeout(impatience);
      for (const signal of SIGNALS) process.off(signal, interrupted);
      // What the program has started and left behind.
      signalGroup(child, "SIGKILL");
    };
    child.on("error", (error) => {
      settle();
      failed(error);
    });
    child.on("exit", (code, signal) => {
      settle();
      done(cause ?? (signal === null ? { by: "itself", code: code ?? 1 } : { by: "signal", signal }));
    });
  });
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody of it is left.
    if ((error as NodeJS.ErrnoException).errno !== -constants.errno.ESRCH) throw error;
  }
}
