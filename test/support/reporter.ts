import Mocha from "mocha";
import { missingTools } from "./tiers.js";

/** Mocha's own report, and as its last line what a person or a CI job looks for: how many passed, failed, were skipped. */
class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const reason = missingTools();
      const why = pending > 0 && reason !== undefined ? ` (${reason})` : "";
      process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped${why}\n`);
    });
  }
}

export = Reporter;
