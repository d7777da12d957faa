import assert from "node:assert/strict";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type CommandRun, rampart } from "../../support/command.js";
import { folderWith } from "../check/manifests.js";

const URN = "urn:pulumi:dev::test::kubernetes:core/v1:Pod::shell";
const STEP = {
  resourcePreEvent: {
    metadata: { op: "create", urn: URN, type: "kubernetes:core/v1:Pod", new: { inputs: { spec: {} } } },
  },
};
const POLICY = {
  policyEvent: {
    resourceUrn: URN,
    message: "<{%fg 1%}>Why.\npod must not set hostPID=true (spec). Fix: remove the field.<{%reset%}>\n",
    policyName: "no-host-namespaces",
    policyPackName: "rampart",
    enforcementLevel: "mandatory",
  },
};
const SUMMARY = { summaryEvent: { result: "succeeded", PolicyPacks: { "rampart|local|/pack": "0.1.0" } } };
const END = { cancelEvent: {} };

/** Runs `rampart preview` with a program in Pulumi's place, which writes the events, says something and ends so. */
async function previewOf(
  events: readonly object[] | undefined,
  code: number,
): Promise<CommandRun & { left: string[] }> {
  const log = (events ?? [])
    .map((event, sequence) => `${JSON.stringify({ sequence, timestamp: 1, ...event })}\n`)
    .join("");
  const folder = folderWith({
    "bin/pulumi": `#!/bin/sh\necho from pulumi\n[ "$1" = preview ] && [ "$2" = --event-log ] || exit 9\n${
      events === undefined ? "" : `cp "$0.jsonl" "$3"\n`
    }exit ${code}\n`,
    "bin/pulumi.jsonl": log,
    "tmp/.keep": "",
    "Pulumi.yaml": "name: test\nruntime: nodejs\n",
  });
  chmodSync(join(folder, "bin/pulumi"), 0o755);
  const run = await rampart(["preview"], {
    cwd: folder,
    env: { PATH: `${join(folder, "bin")}:${process.env.PATH}`, TMPDIR: join(folder, "tmp") },
  });
  return { ...run, left: readdirSync(join(folder, "tmp")) };
}

describe("rampart preview, by what Pulumi leaves", () => {
  const CASES: readonly (readonly [string, readonly object[] | undefined, number, number, RegExp])[] = [
    ["a clean run", [STEP, SUMMARY, END], 0, 0, /\nPassed\.\n$/],
    [
      "a refusal",
      [POLICY, STEP, SUMMARY, END],
      1,
      1,
      /^Pulumi\.yaml\n {2}Pod shell\n +high +no-host-namespaces\n {6}pod must/,
    ],
    ["a log without its end", [STEP, SUMMARY], 0, 2, /Pulumi's event log is not whole: line 2: the log ends here/],
    ["a log without its middle", [STEP, { ...SUMMARY, sequence: 5 }, END], 0, 2, /line 2: events are\s+missing before/],
    ["an empty log", [], 0, 2, /line 1: it is empty/],
    ["no log", undefined, 0, 2, /Pulumi has written no event log: there is no such file/],
    ["no log and a failure", undefined, 255, 2, /Pulumi has written no event log/],
    ["a failure that no policy explains", [STEP, SUMMARY, END], 1, 2, /exit code 1, and no policy has\s+refused/],
    [
      "a run without the pack",
      [STEP, { summaryEvent: { result: "succeeded" } }, END],
      0,
      2,
      /without the policy pack "rampart"/,
    ],
    ["a run without a Kubernetes object", [SUMMARY, END], 0, 2, /there is no Kubernetes object/],
    [
      "an error beside a refusal",
      [POLICY, STEP, { diagnosticEvent: { severity: "error", message: "boom" } }, SUMMARY, END],
      1,
      2,
      /Pulumi ended with an error/,
    ],
  ];
  for (const [what, events, exit, expected, said] of CASES)
    it(`answers ${what} with exit code ${expected}`, async () => {
      const { code, stdout, stderr, left } = await previewOf(events, exit);
      assert.equal(code, expected, stderr);
      assert.match(stderr, said);
      if (expected === 2) assert.doesNotMatch(stderr, /Passed/);
      assert.equal(stdout, "from pulumi\n");
      assert.deepEqual(left, [".keep"]);
    });
});
