import { locateSdkCommand } from "./sdk.js";

// The engine starts the provider of `pulumi.dynamic` resources in the program's folder, whose SDK then serves them:
// the SDK reads its arguments from where Node puts them, so loading its command is running it.
try {
  require(locateSdkCommand("dynamic-provider", process.cwd()));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
