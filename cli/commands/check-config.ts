import { Command } from "commander";

/** `rampart check-config FILE…` */
export function checkConfigCommand(): Command {
  return new Command("check-config")
    .description("say what is wrong with configurations of the policy pack, which Pulumi takes without a word")
    .argument("<file...>", "policy-pack-config files, JSON or YAML, and Pulumi.<stack>.yaml")
    .addHelpText(
      "after",
      "\nA stack's file given before another is what the other is over.\nExit codes: 0 valid, 2 not.",
    )
    .action(run);
}

function run(files: readonly string[]): void {
  // By `require`, as the commands themselves.
  const { checkConfiguration } = require("../check/index.js") as typeof import("../check/index.js");
  process.stdout.write(checkConfiguration(files));
}
