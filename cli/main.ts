#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { demoCommand } from "./commands/demo.js";
import { sandboxCommand } from "./commands/sandbox.js";
import { toolchainCommand } from "./commands/toolchain.js";
import { describeError, EXIT } from "./exit.js";

const { version } = JSON.parse(readFileSync(require.resolve("pulumi-rampart/package.json"), "utf8")) as {
  version: string;
};

const program = new Command("rampart")
  .description("Hardened Kubernetes with Pulumi: a sandbox that proves it, and the policies that keep it so.")
  .version(version)
  .addCommand(demoCommand())
  .addCommand(sandboxCommand())
  .addCommand(toolchainCommand())
  // What stands behind a command of `sandbox exec` is that command's.
  .enablePositionalOptions();

/** Every command ends by an error that is turned into an exit code; a subcommand does not inherit that. */
function raiseInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(raiseInsteadOfExit);
}
raiseInsteadOfExit(program);

program.parseAsync().catch((error: unknown) => {
  const { message, code } = describeError(error);
  if (message) process.stderr.write(`${message}\n`);
  process.exitCode = code ?? EXIT.couldNotRun;
});
