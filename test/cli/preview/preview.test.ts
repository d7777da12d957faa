import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMPLIANT_POD } from "../../policy-pack/pods.js";
import { type CommandRun, REPOSITORY, rampart } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";

/** Components with tokens of Kubernetes: the engine hands their arguments to a pack, and needs no provider for them. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Web } = require("web-package");
const config = new pulumi.Config();
const pod = ${JSON.stringify(COMPLIANT_POD)};
const container = { ...pod.containers[0], name: "shell", env: [{ name: "A", value: pulumi.secret("s3cr3t-value") }] };
class Pod extends pulumi.ComponentResource {
  constructor(name, args, options) {
    super("kubernetes:core/v1:Pod", name, args, options);
  }
}
class Team extends pulumi.ComponentResource {
  constructor(name, privileged) {
    super("test:index:Team", name);
    const securityContext = { ...container.securityContext, privileged };
    new Pod("shell", { metadata: { name: "debug", namespace: "shop" }, spec: { ...pod, containers: [{ ...container, securityContext }] } }, { parent: this });
  }
}
new Team("team", config.getBoolean("privileged") ?? false);
new Web("web", { metadata: { namespace: "shop" }, spec: { ...pod, hostPID: config.getBoolean("sharing") ?? false } });
console.error("from the program");
if (config.getBoolean("throws")) throw new Error("boom");
`;

/** A component that somebody else has written. */
const WEB = `
const pulumi = require("@pulumi/pulumi");
exports.Web = class extends pulumi.ComponentResource {
  constructor(name, args) {
    super("kubernetes:core/v1:Pod", name, args);
  }
};
`;

const lineOf = (text: string): number => PROGRAM.split("\n").findIndex((line) => line.includes(text)) + 1;

interface Report {
  readonly findings: readonly {
    readonly policy: string;
    readonly severity: string;
    readonly controls: readonly string[];
    readonly path: string;
    readonly containers: readonly string[];
    readonly message: string;
    readonly remediation: string;
    readonly resource: Readonly<Record<string, unknown>>;
  }[];
  readonly problems: readonly { readonly problem: string }[];
  readonly summary: { readonly outcome: string; readonly objects: number; readonly policies: number };
}

describeWithTools("rampart preview", () => {
  let project: EngineProject;
  let temporary: string;
  before(async () => {
    project = await EngineProject.create({ "index.js": PROGRAM });
    rmSync(join(project.directory, "node_modules"));
    project.write({
      "node_modules/web-package/index.js": WEB,
      "node_modules/web-package/package.json": '{"name":"web-package","version":"1.0.0"}',
    });
    mkdirSync(join(project.directory, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(
      join(REPOSITORY, "node_modules/@pulumi/pulumi"),
      join(project.directory, "node_modules/@pulumi/pulumi"),
    );
    temporary = mkdtempSync(join(tmpdir(), "rampart-preview-test-"));
  });
  after(() => {
    project?.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  });

  /** Configuration stays with the stack, so each run states all of it. */
  const configured = (...on: readonly string[]): string[] =>
    ["privileged", "sharing", "throws"].flatMap((name) => ["--config", `${name}=${on.includes(name)}`]);
  const preview = (options: readonly string[], ...args: readonly string[]): Promise<CommandRun> =>
    rampart(["preview", ...options, "--", "--non-interactive", "--color", "never", ...args], {
      cwd: project.directory,
      env: { ...project.env, TMPDIR: temporary },
    });
  const report = (): Report => JSON.parse(readFileSync(join(project.directory, "out/report.json"), "utf8"));
  const JSON_REPORT = ["--report", "json=out/report.json"];

  it("passes what is hardened, and leaves Pulumi's output as it is", async () => {
    const { code, stdout, stderr } = await preview(JSON_REPORT, ...configured());
    assert.equal(code, 0, stdout + stderr);
    const plain = await project.succeed(["preview", "--policy-pack", join(REPOSITORY, "policy-pack")]);
    const lines = (text: string): string[] =>
      text
        .split("\n")
        .filter((line) => !/^(@|Duration|Loading)/.test(line))
        .sort();
    assert.deepEqual(lines(stdout), lines(plain.stdout));
    assert.match(stderr, /No violations\. Judged: 2 objects/);
    assert.equal(report().summary.outcome, "clean");
    assert.ok(report().summary.policies > 50);
    assert.deepEqual(readdirSync(temporary), []);
  });

  it("NSA-POD-10: reports what the engine refused, with the program's line, the field and the controls", async () => {
    const run = await preview(JSON_REPORT, ...configured("privileged", "sharing"));
    assert.equal(run.code, 1, run.stderr);
    const { findings, problems, summary } = report();
    assert.deepEqual(problems, []);
    assert.equal(summary.objects, 2);
    const [privileged, sharing, ...rest] = [...findings].sort((a, b) => (a.policy < b.policy ? 1 : -1));
    assert.deepEqual(rest, []);
    assert.equal(privileged?.policy, "no-privileged-containers");
    assert.equal(privileged?.severity, "critical");
    assert.equal(privileged?.path, "spec.containers[0].securityContext.privileged");
    assert.deepEqual(privileged?.containers, ["shell"]);
    assert.ok(privileged?.controls.includes("NSA-POD-10"));
    assert.match(privileged?.remediation ?? "", /privileged/);
    assert.equal(
      privileged?.message,
      'container "shell" must not set securityContext.privileged=true (spec.containers[0]). Fix: remove securityContext.privileged.',
    );
    const { urn, ...resource } = privileged?.resource ?? {};
    assert.match(String(urn), /test:index:Team\$kubernetes:core\/v1:Pod::shell$/);
    assert.deepEqual(resource, {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "shop",
      name: "debug",
      type: "kubernetes:core/v1:Pod",
      file: "index.js",
      line: lineOf('new Pod("shell"'),
    });
    // The line is where the program asks for the component, not in the package that has it.
    assert.equal(sharing?.policy, "no-host-namespaces");
    assert.equal(sharing?.resource.line, lineOf('new Web("web"'));
    assert.equal(sharing?.resource.file, "index.js");
    assert.doesNotMatch(run.stdout + run.stderr + JSON.stringify(report()), /s3cr3t-value/);
  });

  it("fails by severity, and writes several reports", async () => {
    const reports = ["--report", "sarif=out/rampart.sarif", "--report", "text=out/rampart.txt"];
    const run = await preview(["--fail-on", "critical", ...reports], ...configured("sharing"));
    assert.equal(run.code, 0, run.stderr);
    const sarif = JSON.parse(readFileSync(join(project.directory, "out/rampart.sarif"), "utf8"));
    assert.equal(sarif.runs[0].results[0].ruleId, "no-host-namespaces");
    assert.equal(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, "index.js");
    assert.match(readFileSync(join(project.directory, "out/rampart.txt"), "utf8"), /no-host-namespaces/);
  });

  it("takes levels and settings, beside other packs as well", async () => {
    project.write({
      "levels.json": '{"no-host-namespaces": "advisory"}',
      "other/index.js": `
        const { PolicyPack } = require("${REPOSITORY}/node_modules/@pulumi/policy");
        const validateResource = (args, report) => args.name === "web" && report("no web");
        new PolicyPack("other", { policies: [{ name: "no-web", description: "None.", enforcementLevel: "advisory", validateResource }] });
      `,
      "other/package.json": '{"name":"other","version":"0.0.1","main":"index.js"}',
      "other/PulumiPolicy.yaml": "runtime: nodejs\n",
    });
    const args = [...configured("sharing"), "--policy-pack", "other"];
    const run = await preview([...JSON_REPORT, "--config", "levels.json"], ...args);
    assert.equal(run.code, 0, run.stdout + run.stderr);
    assert.deepEqual(
      report()
        .findings.map(({ policy }) => policy)
        .sort(),
      ["no-host-namespaces", "other/no-web"],
    );
  });

  it("says that it could not look where the program fails, whatever the policies found", async () => {
    const run = await preview(JSON_REPORT, ...configured("throws", "sharing"));
    assert.equal(run.code, 2);
    assert.match(run.stderr, /Pulumi ended with an error/);
    assert.doesNotMatch(run.stderr, /Passed/);
    assert.equal(report().summary.outcome, "incomplete");
    assert.deepEqual(readdirSync(temporary), []);
  });

  it("says so where Pulumi does not even start, or has no stack", async () => {
    const wrong = await preview([], "--no-such-option");
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /Pulumi has written no event log/);
    const none = await preview([], "--stack", "none");
    assert.equal(none.code, 2);
    assert.doesNotMatch(none.stderr, /Passed/);
  });

  it("looks for pulumi, and whether reports can be written, before it runs anything", async () => {
    const missing = await rampart(["preview"], { cwd: project.directory, env: { PATH: "/nonexistent" } });
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /^pulumi is not on PATH\. Fix: /);
    const folder = await preview(["--report", "json=."]);
    assert.equal(folder.code, 2);
    assert.equal(folder.stderr, ". cannot be written: it is a folder.\n");
    assert.equal(folder.stdout, "");
    const beneath = await preview(["--report", "json=index.js/report.json"]);
    assert.match(beneath.stderr, /^index\.js\/report\.json cannot be written: a part of its path is no folder/);
    if (process.getuid?.() !== 0) {
      chmodSync(join(project.directory, "out"), 0o500);
      const locked = await preview(["--report", "json=out/new.json"]);
      chmodSync(join(project.directory, "out"), 0o700);
      assert.match(locked.stderr, /may not be written/);
    }
  });

  it("ends Pulumi on Ctrl-C, and leaves nothing behind", async () => {
    project.write({ "index.js": `${PROGRAM}\nconsole.log("waiting"); setInterval(() => {}, 1000);` });
    try {
      const run = await rampart(["preview", ...JSON_REPORT, "--", "--non-interactive", ...configured()], {
        cwd: project.directory,
        env: { ...project.env, TMPDIR: temporary },
        interruptAt: "waiting",
      });
      assert.equal(run.code, 130, run.stdout + run.stderr);
      assert.match(run.stderr, /Ended by SIGINT; nothing was left behind\.\n$/);
      assert.deepEqual(readdirSync(temporary), []);
    } finally {
      project.write({ "index.js": PROGRAM });
    }
  });
});
