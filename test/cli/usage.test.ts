import assert from "node:assert/strict";
import { rampart } from "../support/command.js";

const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown command", ["demonstrate"], /^error: unknown command 'demonstrate'/],
  ["an unknown subcommand", ["sandbox", "upp"], /^error: unknown command 'upp'\n\(Did you mean up\?\)\n$/],
  ["an unknown option", ["demo", "--fast"], /^error: unknown option '--fast'\n/],
  ["check without anything to judge", ["check"], /^There is nothing to judge\./],
  ["an argument too many", ["sandbox", "down", "now"], /^error: too many arguments for 'down'/],
  ["a missing argument", ["sandbox", "exec"], /^error: missing required argument 'command'/],
  ["a port that is none", ["sandbox", "up", "--port", "99999"], /It must be a whole number from 1 to 65535\.\n$/],
];

describe("the command line", () => {
  for (const [mistake, args, message] of MISTAKES)
    it(`answers ${mistake} with one message and exit code 2`, async () => {
      const { code, stdout, stderr } = await rampart(args);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    });

  it("explains itself and tells its version", async () => {
    const help = await rampart(["--help"]);
    assert.equal(help.code, 0);
    for (const command of ["check", "coverage", "demo", "explain", "impact", "sandbox", "toolchain"])
      assert.match(help.stdout, new RegExp(`^ {2}${command} `, "m"));
    const version = await rampart(["--version"]);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });
});
