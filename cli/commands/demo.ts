import { Command } from "commander";
import colors from "picocolors";
import { DemoFailure, type DemoWatcher, demonstrate } from "../../sandbox/demo/index.js";
import { resolveToolchain, type Toolchain, ToolchainError } from "../../sandbox/toolchain/index.js";
import { CommandFailed, Interrupted } from "../exit.js";
import { wrap } from "../terminal.js";

const say = (line = ""): boolean => process.stdout.write(`${line}\n`);
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** `rampart demo`, which is `npm start` */
export function demoCommand(): Command {
  return new Command("demo")
    .description("boot a hardened cluster, deploy to it, and see a bad workload refused")
    .action(run);
}

async function run(): Promise<void> {
  const started = Date.now();
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => interrupted.abort(new Interrupted(signal)));
  try {
    const toolchain = await resolveToolchain();
    describeTools(toolchain);
    const steps = await demonstrate(toolchain, watcher(), interrupted.signal);
    say();
    say(colors.green(`All ${steps} steps behaved, in ${seconds(Date.now() - started)}.`));
    say("The cluster is gone again. To keep one: npx rampart sandbox up");
  } catch (error) {
    const { reason } = interrupted.signal;
    // The build of the toolchain ends by itself, and says what it has kept.
    if (reason instanceof Interrupted && error instanceof ToolchainError)
      throw new Interrupted(reason.signal, error.message);
    if (error instanceof DemoFailure) throw new CommandFailed(colors.red(`✘ ${error.message}`));
    throw error;
  }
}

function describeTools(toolchain: Toolchain): void {
  say(colors.bold("Toolchain"));
  for (const { program, version, reason } of Object.values(toolchain))
    for (const line of wrap(`${program} ${version}, ${reason}`, "  ")) say(line);
}

function watcher(): DemoWatcher {
  return {
    begins(title) {
      say();
      say(colors.bold(title));
    },
    progresses(what) {
      say(colors.dim(`  … ${what}`));
    },
    observed(lines, milliseconds) {
      lines.forEach((line, index) => {
        for (const [part, text] of wrap(line, "    ").entries())
          say(index === 0 && part === 0 ? `  ${colors.green("✔")} ${text.trimStart()}` : text);
      });
      say(colors.dim(`    ${seconds(milliseconds)}`));
    },
  };
}
