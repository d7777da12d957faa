import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import type { SandboxStatus } from "../../sandbox/control-socket.js";
import { createEngine } from "../../sandbox/engine.js";
import { sandboxHome } from "../../sandbox/home.js";
import { down, lastFailure, status, up } from "../../sandbox/lifecycle.js";
import { resolveToolchain } from "../../sandbox/toolchain/index.js";
import { CommandFailed } from "../exit.js";

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("It must be a whole number from 1 to 65535.");
  return port;
}

/** `rampart sandbox up|status|kubeconfig|exec|down` */
export function sandboxCommand(): Command {
  const command = new Command("sandbox")
    .description("a hardened control plane on this machine, for daily use")
    // Commander refuses a subcommand that passes options through unless this comes first.
    .enablePositionalOptions();
  command
    .command("up")
    .description("start it, or find it running")
    .option("--port <number>", "loopback port of the API server (default: a free one)", parsePort)
    .action(start);
  command.command("status").description("say what runs; exit 1 when nothing does").action(show);
  command
    .command("kubeconfig")
    .description("print the administrator's kubeconfig, a secret")
    .action(async () => {
      process.stdout.write(readFileSync((await running()).kubeconfig, "utf8"));
    });
  command
    .command("exec")
    .description("run a command in it, for example: rampart sandbox exec -- pulumi up")
    .argument("<command>")
    .argument("[args...]")
    .passThroughOptions()
    .action(execute);
  command.command("down").description("end it and remove every file of it").action(stop);
  return command;
}

async function start({ port }: { port?: number }): Promise<void> {
  const toolchain = await resolveToolchain();
  const sandbox = await up({ home: sandboxHome(), toolchain, port, onStep: (step) => say(`starting ${step}`) });
  say(sandbox.started ? `The sandbox is up: ${sandbox.server}` : `The sandbox runs already: ${sandbox.server}`);
  if (!sandbox.started && port !== undefined && new URL(sandbox.server).port !== String(port))
    throw new CommandFailed(`It listens on another port than ${port}; to change that: rampart sandbox down`);
  say("Work in it:  npx rampart sandbox exec -- pulumi up --stack sandbox");
  say("End it:      npx rampart sandbox down");
}

async function show(): Promise<void> {
  const sandbox = await running();
  say(`server       ${sandbox.server}`);
  say(`kubeconfig   ${sandbox.kubeconfig}`);
  say(`audit log    ${sandbox.auditLog}`);
  say(`started      ${sandbox.startedAt}`);
  say(`certificates end ${sandbox.expiresAt}`);
  for (const [name, pid] of Object.entries(sandbox.pids)) say(`process      ${name} (${pid})`);
}

async function stop(): Promise<void> {
  say((await down(sandboxHome())) ? "The sandbox is gone, with every file of it." : "No sandbox was running.");
}

async function execute(executable: string, args: readonly string[]): Promise<void> {
  const { toolchain, kubeconfig } = await running();
  const { env } = await createEngine(toolchain, sandboxHome(), kubeconfig);
  const child = spawn(executable, args, { stdio: "inherit", env });
  // The terminal sends Ctrl-C to the child as well; we stay until it has ended.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new Error(`${executable}: there is no such command.`) : error),
    );
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function running(): Promise<SandboxStatus> {
  const home = sandboxHome();
  const sandbox = await status(home);
  if (sandbox) return sandbox;
  const failure = lastFailure(home);
  throw new CommandFailed(
    failure
      ? `No sandbox is running; the last one ended by itself:\n${failure}`
      : "No sandbox is running. Start one: rampart sandbox up",
  );
}
