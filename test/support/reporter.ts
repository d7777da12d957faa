import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { lastLine } from "./last-line.js";
import { missingTools } from "./tiers.js";

/** Mocha's own report, and as its last line what a person or a CI job looks for: how many passed, failed, were skipped. */
class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const reason = missingTools();
      const why = pending > 0 && reason !== undefined ? ` (${reason})` : "";
      // One of two lanes tells the other's parent, which adds them up: test/run.ts.
      const { TEST_COUNTS } = process.env;
      if (TEST_COUNTS === undefined) process.stdout.write(lastLine(passes, failures, pending, why));
      else writeFileSync(TEST_COUNTS, JSON.stringify({ passes, failures, pending, why }));
    });
  }
}

export = Reporter;
