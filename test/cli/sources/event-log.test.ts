import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMPLIANT_POD } from "../../policy-pack/pods.js";
import { REPOSITORY, rampart } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";
import { folderWith } from "../check/manifests.js";
import { BAD, type ExportedResource, GOOD, secret, urnOf } from "./stack-exports.js";

interface Report {
  readonly findings: readonly {
    readonly policy: string;
    readonly status: string;
    readonly message: string;
    readonly path: string;
    readonly resource: { readonly line: number; readonly name: string };
  }[];
  readonly skipped: readonly { readonly reason: string }[];
  readonly problems: readonly { readonly line?: number; readonly problem: string }[];
  readonly summary: { readonly objects: number };
}

const SUMMARY = { summaryEvent: { isPreview: true, result: "succeeded" } };

/** A whole log: the events, numbered as the engine does, and its last two. */
const log = (events: readonly object[], summary: object = SUMMARY): string =>
  [...events, summary, { cancelEvent: {} }]
    .map((event, sequence) => `${JSON.stringify({ sequence, timestamp: 1, ...event })}\n`)
    .join("");

const step = (op: string, { type, name, ...state }: ExportedResource): object => {
  const urn = urnOf(type, name);
  return { resourcePreEvent: { metadata: { op, urn, type, old: null, new: { urn, type, ...state } }, planning: true } };
};

async function check(text: string): Promise<{ code: number | null; report: Report; stdout: string }> {
  const file = join(folderWith({ "events.jsonl": text }), "events.jsonl");
  const { code, stdout } = await rampart(["check", "--event-log", file, "--format", "json"]);
  return { code, report: JSON.parse(stdout), stdout };
}

describe("rampart check --event-log", () => {
  it("judges what is created, updated, replaced, imported and stays, at the line of its step", async () => {
    for (const op of ["create", "update", "same", "replace", "create-replacement", "import", "import-replacement"]) {
      const { code, report } = await check(log([step(op, BAD)]));
      assert.equal(code, 1, op);
      assert.deepEqual(
        report.findings.map(({ policy, resource: { line } }) => [policy, line]),
        [["no-host-namespaces", 1]],
      );
    }
  });

  it("leaves out what is deleted or only read", async () => {
    for (const op of ["delete", "delete-replaced", "discard", "read", "refresh", "remove-pending-replace"]) {
      const { code, report } = await check(log([step("create", GOOD), step(op, BAD)]));
      assert.equal(code, 0, op);
      assert.equal(report.summary.objects, 1);
      assert.equal(report.skipped.length, op === "read" ? 1 : 0);
    }
  });

  it("judges a resource once, as its last step has it", async () => {
    const { code, report } = await check(
      log([step("replace", BAD), step("create-replacement", { ...GOOD, name: "bad" })]),
    );
    assert.equal(code, 0);
    assert.equal(report.summary.objects, 1);
  });

  it("judges neither unknowns nor secrets as text", async () => {
    const spec = {
      ...COMPLIANT_POD,
      hostPID: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      containers: [{ ...COMPLIANT_POD.containers[0], image: { ...secret(), ciphertext: "[secret]" } }],
    };
    const { code, report, stdout } = await check(log([step("create", { ...GOOD, inputs: { ...GOOD.inputs, spec } })]));
    assert.equal(code, 0, stdout);
    assert.ok(report.findings.every(({ status }) => status === "undecided"));
    const said = (policy: string) => report.findings.find((finding) => finding.policy === policy)?.message;
    assert.equal(
      said("no-host-namespaces"),
      "spec.hostPID is unknown until deployment: no-host-namespaces is decided then.",
    );
    assert.equal(
      said("no-latest-images"),
      "no-latest-images is not decided: spec.containers[0].image is a secret, which an event log does not show. Fix: judge it in pulumi preview.",
    );
  });

  const whole = log([step("create", GOOD), step("create", { ...GOOD, name: "other" })]);
  const CUTS: readonly (readonly [string, string, number, RegExp])[] = [
    ["in the middle of a line", whole.slice(0, -40), 4, /^the event is not whole$/],
    ["between two lines", whole.split("\n").slice(0, 2).join("\n"), 2, /^the log ends here, before the run did$/],
    ["before its last event", whole.split("\n").slice(0, 3).join("\n"), 3, /^the log ends here/],
    ["at its start", whole.split("\n").slice(1).join("\n"), 1, /^events are missing before this one$/],
    [
      "inside",
      whole
        .split("\n")
        .filter((_, index) => index !== 1)
        .join("\n"),
      2,
      /^events are missing before this one$/,
    ],
    ["to nothing", "", 1, /^it is empty$/],
    ["and is none", "hello\n", 1, /^it is no event log of Pulumi$/],
    ["and is other JSON", '{"a":1}\n', 1, /^it is no event log of Pulumi$/],
  ];
  for (const [where, text, line, problem] of CUTS)
    it(`answers a log that is cut ${where} with its line and exit code 2, and judges nothing`, async () => {
      const { code, report } = await check(text);
      assert.equal(code, 2);
      assert.equal(report.problems.length, 1);
      assert.equal(report.problems[0]?.line, line);
      assert.match(report.problems[0]?.problem ?? "", problem);
      assert.equal(report.summary.objects, 0);
    });

  it("finds every place at which a log can be cut", async () => {
    const cuts = Array.from({ length: 12 }, (_, index) => Math.floor((whole.length - 2) * (index / 12)));
    for (const cut of cuts) assert.equal((await check(whole.slice(0, cut))).code, 2, `cut at ${cut}`);
  });

  it("answers a run that an error has ended with exit code 2, without the error's text", async () => {
    const error = { diagnosticEvent: { severity: "error", message: "hunter2", urn: urnOf(GOOD.type, "good") } };
    const failed = { summaryEvent: { result: "failed" } };
    const { code, report, stdout } = await check(log([step("create", GOOD), error], failed));
    assert.equal(code, 2);
    assert.equal(report.problems[0]?.line, 2);
    assert.equal(report.problems[0]?.problem, "the run was ended by an error of good, so resources may be missing");
    assert.doesNotMatch(stdout, /hunter2/);
    const silent = await check(log([step("create", GOOD)], failed));
    assert.equal(silent.code, 2);
    assert.match(silent.report.problems[0]?.problem ?? "", /^the run failed and does not say why$/);
  });

  it("takes a run that only policies have refused for what it is: a whole one", async () => {
    const refused = {
      policyEvent: { policyName: "x", policyPackName: "y", message: "", enforcementLevel: "mandatory" },
    };
    const failed = { diagnosticEvent: { severity: "error", message: "<{%fg 1%}>preview failed<{%reset%}>\n" } };
    const { code } = await check(log([step("create", GOOD), refused, failed], { summaryEvent: { result: "failed" } }));
    assert.equal(code, 0);
  });

  it("reads standard input", () => {
    const main = join(REPOSITORY, "dist/cli/main.js");
    const { status } = spawnSync(process.execPath, [main, "check", "--event-log", "-"], {
      input: log([step("same", BAD)]),
    });
    assert.equal(status, 1);
  });
});

describeWithTools("rampart check --event-log, of the engine's own log", () => {
  const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const pod = ${JSON.stringify(COMPLIANT_POD)};
class Pod extends pulumi.ComponentResource {
  constructor(name, spec) {
    super("kubernetes:core/v1:Pod", name, { metadata: { namespace: "shop" }, spec });
  }
}
const stash = new pulumi.Stash("stash", { input: new Date().toISOString() });
new Pod("bad", { ...pod, hostIPC: true });
new Pod("secret", { ...pod, hostIPC: pulumi.secret(true) });
new Pod("unknown", { ...pod, hostIPC: stash.id.apply((id) => id === "") });
`;
  it("agrees with the pack of the same preview, secrets aside", async () => {
    const project = await EngineProject.create({ "index.js": PROGRAM });
    try {
      const file = join(project.directory, "events.jsonl");
      const pack = join(REPOSITORY, "policy-pack");
      await project.run(["preview", "--policy-pack", pack, "--event-log", file], { PULUMI_DEBUG_COMMANDS: "true" });
      const { code, report } = await check(readFileSync(file, "utf8"));
      assert.equal(code, 1);
      assert.deepEqual(
        report.findings
          .filter(({ policy }) => policy === "no-host-namespaces")
          .map(({ resource, status, path }) => `${resource.name} ${status} ${path}`)
          .sort(),
        ["bad violation spec.hostIPC", "secret undecided spec.hostIPC", "unknown undecided spec.hostIPC"],
      );
      const said = readFileSync(file, "utf8").match(/Pod::\w+","message":"[^"]*host(?:IPC|PID)/g) ?? [];
      assert.deepEqual(said.map((text) => /Pod::(\w+)/.exec(text)?.[1]).sort(), ["bad", "secret", "unknown"]);
    } finally {
      project.close();
    }
  });
});
