#!/usr/bin/env node
import { Command } from "commander";
import { describeError, EXIT } from "./exit.js";
import { version } from "./version.js";

/**
 * Loaded only when asked for: a command should not wait for what another one needs. By `require`, since `import()` takes
 * the way of ES modules, which costs as long as all the rest of the start.
 */
const COMMANDS: Readonly<Record<string, () => Command>> = {
  check: () => (require("./commands/check.js") as typeof import("./commands/check.js")).checkCommand(),
  "check-config": () =>
    (require("./commands/check-config.js") as typeof import("./commands/check-config.js")).checkConfigCommand(),
  coverage: () => (require("./commands/coverage.js") as typeof import("./commands/coverage.js")).coverageCommand(),
  demo: () => (require("./commands/demo.js") as typeof import("./commands/demo.js")).demoCommand(),
  explain: () => (require("./commands/explain.js") as typeof import("./commands/explain.js")).explainCommand(),
  exemptions: () =>
    (require("./commands/exemptions.js") as typeof import("./commands/exemptions.js")).exemptionsCommand(),
  impact: () => (require("./commands/impact.js") as typeof import("./commands/impact.js")).impactCommand(),
  preview: () => (require("./commands/preview.js") as typeof import("./commands/preview.js")).previewCommand(),
  sandbox: () => (require("./commands/sandbox.js") as typeof import("./commands/sandbox.js")).sandboxCommand(),
  toolchain: () => (require("./commands/toolchain.js") as typeof import("./commands/toolchain.js")).toolchainCommand(),
};

/** Every command ends by an error that is turned into an exit code; a subcommand does not inherit that. */
function raiseInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(raiseInsteadOfExit);
}

async function run(args: readonly string[]): Promise<void> {
  const program = new Command("rampart")
    .description("Hardened Kubernetes with Pulumi: a sandbox that proves it, and the policies that keep it so.")
    .version(version)
    // What stands behind a command of `sandbox exec` is that command's.
    .enablePositionalOptions();
  const [first = "--help"] = args;
  const wanted = Object.hasOwn(COMMANDS, first) ? [first] : first === "--version" ? [] : Object.keys(COMMANDS);
  for (const name of wanted) {
    const command = COMMANDS[name]?.();
    if (command !== undefined) program.addCommand(command);
  }
  raiseInsteadOfExit(program);
  await program.parseAsync(args, { from: "user" });
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const { message, code } = describeError(error);
  if (message) process.stderr.write(`${message}\n`);
  process.exitCode = code ?? EXIT.couldNotRun;
});
