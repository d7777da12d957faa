import * as pulumi from "@pulumi/pulumi";

/** One program a stack, loaded only when its stack runs; a stack that is not listed here has no program. */
const PROGRAMS: Readonly<Record<string, () => Record<string, unknown> | Promise<Record<string, unknown>>>> = {
  baseline: () => require("./baseline")(),
  eks: () => require("./eks")(),
  sandbox: () => require("./sandbox"),
};

const stack = pulumi.getStack();
const program = PROGRAMS[stack];
if (program === undefined)
  throw new Error(`There is no program for stack "${stack}"; the stacks are: ${Object.keys(PROGRAMS).join(", ")}.`);

/** The stack's outputs. */
export = program();
