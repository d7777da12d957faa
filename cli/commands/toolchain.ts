import { Command } from "commander";
export function toolchainCommand(): Command {
  return new Command("toolchain");
}
