import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { COMPLIANT_POD } from "../../policy-pack/pods.js";
import { REPOSITORY, rampart } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";
import { folderWith } from "../check/manifests.js";
import { BAD, type ExportedResource, exported, GOOD, pending, secret, urnOf } from "./stack-exports.js";

interface Report {
  readonly findings: readonly {
    readonly policy: string;
    readonly status: string;
    readonly message: string;
    readonly resource: { readonly file: string; readonly line: number; readonly urn: string; readonly name: string };
  }[];
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
  readonly problems: readonly { readonly line?: number; readonly problem: string }[];
  readonly summary: { readonly objects: number };
}

/** Checks a text as a stack's export. */
async function check(
  text: string | Uint8Array,
): Promise<{ code: number | null; file: string; report: Report; stdout: string }> {
  const file = join(folderWith({ "stack.json": text }), "stack.json");
  const { code, stdout } = await rampart(["check", "--state", file, "--format", "json"]);
  return { code, file, report: JSON.parse(stdout), stdout };
}

const checkResources = (resources: readonly ExportedResource[], deployment: object = {}) =>
  check(exported(resources, deployment));

describe("rampart check --state", () => {
  it("judges the resources by their inputs, with their names in the engine and their lines in the export", async () => {
    const { code, file, report } = await checkResources([GOOD, BAD]);
    assert.equal(code, 1);
    assert.equal(report.summary.objects, 2);
    const [finding, ...rest] = report.findings;
    assert.deepEqual(rest, []);
    assert.equal(finding?.policy, "no-host-namespaces");
    const urn = urnOf(BAD.type, BAD.name);
    const line = exported([GOOD, BAD])
      .split("\n")
      .findIndex((text) => text.includes(`"urn": "${urn}"`));
    assert.deepEqual(finding?.resource, {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "shop",
      name: "shell",
      type: "kubernetes:core/v1:Pod",
      urn,
      file,
      line: line + 1,
    });
    assert.equal((await checkResources([GOOD])).code, 0);
  });

  it("gives the line of the program where the export has it, outside of packages", async () => {
    const at = (...stackTrace: readonly string[]) => ({
      ...BAD,
      sourcePosition: stackTrace[0],
      stackTrace: [...stackTrace.map((sourcePosition) => ({ sourcePosition })), {}],
    });
    const place = async (resource: ExportedResource) => {
      const { file, line } = (await checkResources([resource])).report.findings[0]?.resource ?? {};
      return `${file}:${line}`;
    };
    assert.equal(await place(at("project:///src/web.ts#12,3")), "src/web.ts:12");
    assert.equal(
      await place(
        at("project:///node_modules/lib/web.js#1,1", "project:///../shared/a%20b.ts#7,1", "project:///x.ts#9"),
      ),
      "../shared/a b.ts:7",
    );
    assert.match(await place(at("project:///../../venv/lib/python3.12/site-packages/lib.py#3")), /stack\.json:\d+$/);
    assert.equal(await place({ ...BAD, sourcePosition: "project:///__main__.py#4" }), "__main__.py:4");
  });

  it("leaves encrypted secrets undecided and judges those in plain text, and shows neither", async () => {
    const env = (value: unknown) => ({
      ...GOOD,
      inputs: {
        ...GOOD.inputs,
        spec: {
          ...COMPLIANT_POD,
          containers: [{ ...COMPLIANT_POD.containers[0], env: [{ name: "PASSWORD", value }] }],
        },
      },
    });
    const encrypted = await checkResources([env(secret())]);
    assert.equal(encrypted.code, 0);
    const [finding] = encrypted.report.findings;
    assert.equal(finding?.status, "undecided");
    assert.equal(
      finding?.message,
      "no-credentials-in-containers is not decided: spec.containers[0].env[0].value is a secret that the export has encrypted. Fix: pulumi stack export --show-secrets.",
    );
    const plain = await checkResources([env(secret("hunter2-hunter2"))]);
    assert.equal(plain.code, 1);
    assert.deepEqual(
      plain.report.findings.map(({ policy, status }) => [policy, status]),
      [["no-credentials-in-containers", "violation"]],
    );
    assert.doesNotMatch(encrypted.stdout + plain.stdout, /hunter2|v1:abc/);
  });

  it("judges what a secret holds, however deep, and nothing of an encrypted whole", async () => {
    const nested = await checkResources([
      { ...BAD, inputs: secret({ ...BAD.inputs, spec: secret({ hostPID: true, containers: [] }) }) },
    ]);
    assert.ok(
      nested.report.findings.some(({ policy, status }) => policy === "no-host-namespaces" && status === "violation"),
    );
    const whole = await checkResources([{ ...BAD, inputs: { ...BAD.inputs, spec: secret() } }]);
    assert.ok(whole.report.findings.length > 10);
    assert.ok(whole.report.findings.every(({ status }) => status === "undecided"));
  });

  it("leaves out, and tells, what the stack does not have or does not manage", async () => {
    const { code, report } = await checkResources([
      GOOD,
      { ...BAD, name: "old", delete: true },
      { ...BAD, name: "gone", pendingReplacement: true },
      { ...BAD, name: "read", external: true },
    ]);
    assert.equal(code, 0);
    assert.equal(report.summary.objects, 1);
    assert.deepEqual(
      report.skipped.map(({ reason }) => reason),
      [
        "old (kubernetes:core/v1:Pod) is to be deleted",
        "gone (kubernetes:core/v1:Pod) is deleted and not yet made again",
        "read (kubernetes:core/v1:Pod) is read by the program, not managed by it",
      ],
    );
    assert.ok(report.skipped.every(({ line }) => line > 1));
  });

  it("judges the new one of two with the same name", async () => {
    const { code, report } = await checkResources([
      { ...BAD, delete: true },
      { ...GOOD, name: "bad" },
    ]);
    assert.equal(code, 0);
    assert.equal(report.summary.objects, 1);
  });

  it("counts the resources that no policy is for, and is silent of components and providers", async () => {
    const { code, report } = await checkResources([
      { type: "pulumi:pulumi:Stack", name: "test-dev", custom: false },
      { type: "pulumi:providers:kubernetes", name: "default" },
      { type: "test:index:Web", name: "web", custom: false, inputs: { image: "x" } },
      GOOD,
      { type: "aws:dynamodb/table:Table", name: "a" },
      { type: "aws:dynamodb/table:Table", name: "b" },
    ]);
    assert.equal(code, 0);
    assert.deepEqual(
      report.skipped.map(({ reason }) => reason),
      ["no policy is for aws:dynamodb/table:Table (2 resources)"],
    );
  });

  it("says that it could not look where an operation was interrupted", async () => {
    for (const [type, expected] of [
      ["creating", 2],
      ["updating", 2],
      ["importing", 2],
      ["deleting", 0],
      ["reading", 0],
    ] as const) {
      const { code, report } = await checkResources([GOOD], { pending_operations: [pending(type, GOOD)] });
      assert.equal(code, expected, type);
      if (expected === 2)
        assert.equal(
          report.problems[0]?.problem,
          `Pulumi was interrupted while ${type} good, so nobody knows what is deployed. Fix: pulumi refresh`,
        );
    }
  });

  const NONE: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["no JSON", "apiVersion: v1\n", /^it is no export of a stack: it is no JSON\. Fix: pulumi stack export/],
    ["a cut one", exported([GOOD]).slice(0, 300), /it is no JSON/],
    ["an empty file", "", /it is no JSON/],
    ["other JSON", "[1]", /it has no deployment/],
    ["a checkpoint", '{"version":3,"checkpoint":{}}', /it has no deployment/],
    ["an old version", '{"version":1,"deployment":{}}', /^its version is 1, and only 3 and 4 can be read\./],
    ["no version", '{"deployment":{}}', /^its version is none/],
    [
      "a resource that is none",
      '{"version":3,"deployment":{"resources":[null]}}',
      /a resource in it has no urn or no type/,
    ],
    ["resources that are none", '{"version":3,"deployment":{"resources":{}}}', /a resource in it has no urn/],
    ["a stack without resources", exported([]), /^$/],
  ];
  for (const [what, text, problem] of NONE)
    it(`answers ${what} with exit code 2`, async () => {
      const { code, report } = await check(text);
      assert.equal(code, 2);
      assert.match(report.problems[0]?.problem ?? "", problem);
      assert.equal(report.summary.objects, 0);
    });

  it("answers a file that is not there with exit code 2", async () => {
    const { code, stdout } = await rampart(["check", "--state", "none.json"]);
    assert.equal(code, 2);
    assert.match(stdout, /none\.json: there is no such file or folder/);
  });

  it("reads standard input, and several stacks beside manifests", async () => {
    const main = join(REPOSITORY, "dist/cli/main.js");
    const { status, stdout } = spawnSync(process.execPath, [main, "check", "--state", "-", "--format", "json"], {
      input: exported([BAD]),
    });
    assert.equal(status, 1);
    assert.equal(JSON.parse(stdout.toString()).findings[0].resource.file, "<stdin>");
    const folder = folderWith({ "a.json": exported([GOOD]), "b.json": exported([GOOD]) });
    const several = await rampart(["check", "--state", join(folder, "a.json"), "--state", join(folder, "b.json")]);
    assert.match(several.stdout, /Judged: 2 objects in 2 files/);
  });
});

describeWithTools("rampart check --state, of the engine's own export", () => {
  const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const pod = ${JSON.stringify(COMPLIANT_POD)};
class Pod extends pulumi.ComponentResource {
  constructor(name, args) {
    super("kubernetes:core/v1:Pod", name, args);
  }
}
const hostPID = pulumi.secret(true);
new Pod("bad", { metadata: { name: "shell", namespace: "shop" }, spec: { ...pod, hostPID } });
`;
  it("finds what the engine's pack finds where secrets are shown, and leaves it undecided where not", async () => {
    const project = await EngineProject.create({ "index.js": PROGRAM });
    try {
      await project.succeed(["up", "--yes", "--skip-preview"]);
      const verdict = async (...options: readonly string[]) => {
        const { code, report } = await check((await project.succeed(["stack", "export", ...options])).stdout);
        const found = report.findings.filter(({ policy }) => policy === "no-host-namespaces");
        return [code, ...found.map(({ status, resource: { file, line } }) => `${status} ${file}:${line}`)];
      };
      const line = PROGRAM.split("\n").findIndex((text) => text.startsWith("new Pod")) + 1;
      assert.deepEqual(await verdict("--show-secrets"), [1, `violation index.js:${line}`]);
      assert.deepEqual(await verdict(), [0, `undecided index.js:${line}`]);
    } finally {
      project.close();
    }
  });
});
