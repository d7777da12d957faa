import { Command } from "commander";

/** `rampart check-config FILE…` */
export function checkConfigCommand(): Command {
  return new Command("check-config")
    .description("say what is wrong with configurations of the policy pack, which Pulumi takes without a word")
    .argument("[file...]", "policy-pack-config files, JSON or YAML, and Pulumi.<stack>.yaml")
    .option("--schema", "print the JSON Schema of all of them, for editors")
    .addHelpText(
      "after",
      "\nA stack's file given before another is what the other is over.\nExit codes: 0 valid, 2 not.",
    )
    .action(run);
}

function run(files: readonly string[], { schema = false }: { readonly schema?: boolean }): void {
  // By `require`, as the commands themselves.
  const { checkConfiguration, configurationSchemaText } =
    require("../check/index.js") as typeof import("../check/index.js");
  if (!schema && files.length === 0) throw new Error("No file is given. Fix: rampart check-config FILE…");
  process.stdout.write(schema ? configurationSchemaText() : checkConfiguration(files));
}
