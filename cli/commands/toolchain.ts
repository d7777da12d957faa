import { Command } from "commander";
import { programsOf } from "../../sandbox/toolchain/catalogue.js";
import { cleanCache } from "../../sandbox/toolchain/clean.js";
import { describeCost, total } from "../../sandbox/toolchain/estimate.js";
import { PROGRAMS, type ResolvedProgram, resolveToolchain } from "../../sandbox/toolchain/index.js";
import { type Plan, planToolchain } from "../../sandbox/toolchain/plan.js";
import { wrap } from "../terminal.js";

/** Shown instead of the name in the code. */
const SOURCES: Readonly<Record<ResolvedProgram["source"], string>> = {
  folder: "folder",
  path: "PATH",
  cache: "cache",
  "official-release": "download",
  built: "built",
};

const say = (line = ""): boolean => process.stdout.write(`${line}\n`);

/** `rampart toolchain`, `rampart toolchain build|clean` */
export function toolchainCommand(): Command {
  const command = new Command("toolchain")
    .description("the programs that the sandbox runs: which ones, where from, and why")
    // Wrong use ends with the exit code of the whole command line, not with commander's.
    .exitOverride()
    .action(show);
  command.command("build").description("download or build now what is missing").action(build);
  command.command("clean").description("remove what was built or downloaded").action(clean);
  return command;
}

async function show(): Promise<void> {
  const plan = await planToolchain();
  for (const program of PROGRAMS) {
    const found = plan.found.get(program);
    if (found) describe(found);
  }
  if (plan.missing.length > 0) describeMissing(plan);
}

function describe({ program, version, source, path, reason }: ResolvedProgram): void {
  say(`${program.padEnd(24)} ${version.padEnd(12)} ${SOURCES[source]}`);
  for (const text of [path, reason]) for (const line of wrap(text, "  ")) say(line);
}

function describeMissing({ found, missing, rejected, go }: Plan): void {
  for (const family of missing)
    for (const program of programsOf(family)) {
      if (found.has(program)) continue;
      say(`${program.padEnd(24)} ${family.version.padEnd(12)} would be built`);
      const why = rejected.get(program);
      if (why !== undefined) for (const line of wrap(why, "  ")) say(line);
    }
  say();
  const cost = describeCost(total(missing.map(({ cold }) => cold)));
  const minimum = missing[0]?.minimumGo;
  const needed = go ? `It takes at most ${cost}, with ${go.version}.` : `It needs Go ${minimum} or newer, and ${cost}.`;
  for (const line of wrap(`Build it now: rampart toolchain build. ${needed}`)) say(line);
}

async function build(): Promise<void> {
  for (const program of Object.values(await resolveToolchain())) describe(program);
}

async function clean(): Promise<void> {
  const cleaned = await cleanCache();
  if (cleaned === undefined) say("There was nothing to remove.");
  else {
    say(`Freed ${Math.round(cleaned.megabytes)} MB:`);
    say(`  ${cleaned.folder}`);
  }
  say("Go's own caches hold the sources and objects of all your Go projects.");
  say("To empty them as well: go clean -cache -modcache");
}
