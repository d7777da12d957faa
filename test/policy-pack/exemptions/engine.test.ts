import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { check } from "../../../cli/check/index.js";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import { exemptionsIn } from "../../../policy-pack/exemptions/stack-configuration.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";
import { COMPLIANT_POD } from "../pods.js";

const PACK = resolve(REPOSITORY, "policy-pack");
const EXPIRES = dayAfter(today(), 20);
const ENDED = dayAfter(today(), -3);
const POLICY = "no-host-namespaces";
const NAMED = ["code", "agent-pod", "team-pod", "annotated", "configured", "filed"];

const exemption = (name: string, expires = EXPIRES) => ({
  policies: [POLICY],
  match: { name },
  reason: `the reason of ${name}`,
  owner: "team-shop",
  expires,
});

/** Components with the token of a Pod: the pack sees a Pod, and no provider has to be there. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { exempt } = require("${REPOSITORY}/dist/components/index.js");
const resource = (type, name, args, opts) => new pulumi.ComponentResource("kubernetes:" + type, name, args, opts);
const hostPid = (name, metadata = {}, opts) => resource("core/v1:Pod", name, {
  metadata: { name, namespace: "shop", ...metadata },
  spec: { ...${JSON.stringify(COMPLIANT_POD)}, hostPID: true },
}, opts);
class Agent extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:Agent", name);
    hostPid(name + "-pod", {}, { parent: this });
    this.registerOutputs({});
  }
}
class Team extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:Team", name);
    exempt(hostPid(name + "-pod", {}, { parent: this }), by(name + "-pod", ["${POLICY}"]));
    this.registerOutputs({});
  }
}
const config = new pulumi.Config();
const expires = config.get("expires") ?? "${EXPIRES}";
const by = (name, policies) => ({ policies, reason: "the reason of " + name, owner: "team-shop", expires });
exempt(hostPid("code"), by("code", ["${POLICY}"]));
exempt(new Agent("agent"), by("agent-pod", ["${POLICY}"]));
hostPid("annotated", { annotations: {
  "rampart.dev/exempt-${POLICY}": "expires=" + expires + "; owner=team-shop; reason=the reason of annotated",
} });
new Team("team");
hostPid("configured");
hostPid("filed");
if (config.getBoolean("plain")) hostPid("plain");
if (config.getBoolean("late")) {
  const late = hostPid("late");
  late.urn.apply(() => exempt(late, by("late", ["${POLICY}"])));
}
if (config.getBoolean("namespace"))
  exempt(resource("core/v1:Namespace", "shop", { metadata: { name: "shop", labels: {
    "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "v1.37",
  } } }), by("shop", ["require-default-deny", "require-limit-range", "require-resource-quota", "no-kube-namespaces"]));
`;

describeWithTools("exemptions in the engine", function () {
  this.timeout(240_000);
  let project: EngineProject;
  before(async () => {
    project = await EngineProject.create({
      "index.js": PROGRAM,
      "exemptions.json": JSON.stringify({ exemptions: [exemption("filed")] }),
      "ended.json": JSON.stringify({ exemptions: [exemption("filed", ENDED)] }),
      "broken.yaml": `exemptions:\n  - policies: [${POLICY}]\n    match: {name: filed}\n    expires: 31.12.2026\n`,
      "never.yaml": `neverExempt: [${POLICY}]\n`,
    });
  });
  after(() => project?.close());

  interface Setting {
    readonly file?: string;
    readonly expires?: string;
    readonly set?: readonly string[];
    readonly command?: readonly string[];
  }

  /** The stack's configuration, beside what the command line sets. */
  const configure = (expires: string): void =>
    project.write({
      "Pulumi.dev.yaml": JSON.stringify({ config: { "rampart:exemptions": [exemption("configured", expires)] } }),
    });

  function run({ file = "exemptions.json", expires = EXPIRES, set = [], command = ["preview"] }: Setting = {}) {
    configure(expires);
    const settings = [
      `expires=${expires}`,
      ...["plain", "late", "namespace"].map((key) => `${key}=${set.includes(key)}`),
    ];
    return project.run([...command, "--policy-pack", PACK, ...settings.flatMap((pair) => ["--config", pair])], {
      RAMPART_EXEMPTIONS: join(project.directory, file),
    });
  }

  /** What the pack says by the name of a policy and a resource: the message without its first line. */
  const said = (output: string, policy: string, name: string): string | undefined =>
    new RegExp(`${policy} {2}\\([^)]*: ${name}\\)\n.*\n +(.*)\n`).exec(output)?.[1];

  it("lets through what each channel exempts, and says who answers for it", async () => {
    const { code, stdout } = await run();
    assert.equal(code, 0, stdout);
    for (const name of NAMED)
      assert.match(
        said(stdout, "rampart-exempt", name) ?? "",
        new RegExp(`^${POLICY} is exempt until ${EXPIRES} \\(team-shop, .*\\): the reason of ${name}$`),
        stdout,
      );
    assert.doesNotMatch(stdout, /\[mandatory\]|unused-exemption/);
  });

  it("still refuses what is exempt nowhere, and what was exempt too late", async () => {
    const { code, stdout } = await run({ set: ["plain", "late"] });
    assert.equal(code, 1);
    assert.match(said(stdout, POLICY, "plain") ?? "", /^pod must not set hostPID=true \(spec\)\. Fix: /);
    assert.match(said(stdout, POLICY, "late") ?? "", /^pod must not set hostPID=true/);
    assert.match(stdout, /warning: exempt: must be called in the same turn as new/);
    assert.equal(stdout.split("[mandatory]").length - 1, 2, stdout);
  });

  it("has the violation back the day after, in each channel, and says since when", async () => {
    const { code, stdout } = await run({ expires: ENDED, file: "ended.json" });
    assert.equal(code, 1);
    for (const name of NAMED)
      assert.equal(
        said(stdout, POLICY, name),
        `pod must not set hostPID=true (spec). It was exempt until ${ENDED}. Fix: remove the field.`,
        stdout,
      );
    assert.equal(stdout.split("expired-exemption").length - 1, NAMED.length, stdout);
  });

  it("is the same in rampart check", async () => {
    const pod = (name: string, annotations = {}) => ({
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop", annotations } },
      spec: { ...COMPLIANT_POD, hostPID: true },
    });
    const value = `expires=${EXPIRES}; owner=team-shop; reason=the reason of annotated`;
    const pods = [
      pod("annotated", { [`rampart.dev/exempt-${POLICY}`]: value }),
      ...["configured", "filed", "plain"].map((name) => pod(name)),
    ];
    configure(EXPIRES);
    project.write({ "pods.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: pods }) });
    const report = await check({
      ...{ paths: [join(project.directory, "pods.json")], only: [], exclude: [] },
      ...{ exemptions: join(project.directory, "exemptions.json") },
      stackConfig: join(project.directory, "Pulumi.dev.yaml"),
    });
    const { stdout } = await run({ set: ["plain"] });
    assert.deepEqual(
      report.findings.map(({ policy, status, resource: { name } }) => [policy, status, name]),
      [
        [POLICY, "exempt", "annotated"],
        [POLICY, "exempt", "configured"],
        [POLICY, "exempt", "filed"],
        [POLICY, "violation", "plain"],
      ],
    );
    for (const {
      status,
      message,
      exemption: by,
      resource: { name },
    } of report.findings)
      if (status === "violation") assert.equal(said(stdout, POLICY, name), message);
      else {
        const told = said(stdout, "rampart-exempt", name) ?? "";
        for (const part of [by?.expires, by?.owner, by?.reason]) assert.ok(part && told.includes(part), told);
      }
  });

  it("exempts nothing that the central file forbids, and refuses the attempt", async () => {
    const { code, stdout } = await run({ file: "never.yaml" });
    assert.equal(code, 1);
    for (const name of NAMED) assert.match(said(stdout, POLICY, name) ?? "", /^pod must not set hostPID=true/, stdout);
    assert.equal(stdout.split("forbidden-exemption").length - 1, NAMED.length - 1, stdout);
  });

  it("does not start by a central file that it cannot read", async () => {
    for (const [file, message] of [
      ["broken.yaml", /broken\.yaml:2: expires must be a day such as 2026-12-31, got "31\.12\.2026"\./],
      ["none.yaml", /none\.yaml: it cannot be read \(ENOENT\)\./],
    ] as const) {
      const { code, stdout, stderr } = await run({ file });
      assert.notEqual(code, 0);
      assert.match(stdout + stderr, message);
      assert.doesNotMatch(stdout, /rampart-exempt|at .*\.js:\d/);
    }
  });

  it("takes a day as Pulumi hands it over, with quotes and without", async () => {
    const other = await EngineProject.create({ "index.js": "" });
    try {
      const entry = (day: string): string =>
        `    - policies: [${POLICY}]\n      match: {name: web}\n      reason: a\n      owner: b\n      expires: ${day}\n`;
      other.write({
        "Pulumi.dev.yaml": `config:\n  rampart:exemptions:\n${entry("2026-12-31")}${entry("'2026-12-30'")}`,
      });
      const { stdout } = await other.succeed(["config", "get", "rampart:exemptions"]);
      const value = JSON.parse(stdout) as readonly object[];
      const stated = exemptionsIn([{ channel: "stack configuration", statedAt: "dev", value }], [POLICY]);
      assert.deepEqual(
        stated.map(({ expires }) => expires),
        ["2026-12-31", "2026-12-30"],
      );
    } finally {
      other.close();
    }
  });

  it("exempts from relations of the stack, tells what is unused, and keeps exemptions in the state", async () => {
    const up = await run({ set: ["namespace"], command: ["up", "--yes"] });
    assert.equal(up.code, 0, up.output);
    assert.match(said(up.stdout, "rampart-exempt", "shop") ?? "", /the reason of shop$/, up.stdout);
    assert.match(
      said(up.stdout, "unused-exemption", "shop-Namespace-.*") ?? "",
      /^The exemption from no-kube-namespaces \(.*\) matched no violation\. Fix: remove it\.$/,
      up.stdout,
    );
    const { resources = [] } = await project.deployment();
    const stated = resources.find(({ urn }) => String(urn).endsWith(`::code-Pod-${POLICY}`));
    assert.deepEqual(stated?.inputs, {
      targetType: "kubernetes:core/v1:Pod",
      targetName: "code",
      policies: [POLICY],
      reason: "the reason of code",
      owner: "team-shop",
      expires: EXPIRES,
    });
    const again = await run({ set: ["namespace"], command: ["up", "--yes", "--skip-preview"] });
    assert.match(again.stdout, /\n {4}\d+ unchanged\n/, again.stdout);
    assert.doesNotMatch(again.stdout, /\d+ (?:updated|created)/);
  });
});
