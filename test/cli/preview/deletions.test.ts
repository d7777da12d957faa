import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY, rampart } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";
import { folderWith } from "../check/manifests.js";

/** Components with tokens of AWS: the engine creates and deletes them, and needs no provider for them. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const TYPES = { cluster: "aws:eks/cluster:Cluster", key: "aws:kms/key:Key", logs: "aws:cloudwatch/logGroup:LogGroup", role: "aws:iam/role:Role" };
for (const name of new pulumi.Config().require("wanted").split(","))
  if (name !== "") new pulumi.ComponentResource(TYPES[name], name, {});
`;

interface Report {
  readonly findings: readonly {
    readonly policy: string;
    readonly status: string;
    readonly severity: string;
    readonly message: string;
    readonly resource: { readonly type: string; readonly name: string; readonly urn: string; readonly file: string };
  }[];
  readonly problems: readonly object[];
}

const GUARDS = ["no-eks-cluster-deletion", "no-kms-key-deletion", "no-log-group-deletion"];

describeWithTools("the deletion of what cannot be had back", () => {
  let project: EngineProject;
  before(async () => {
    project = await EngineProject.create({ "index.js": PROGRAM });
    await project.succeed(["up", "--yes", "--skip-preview", "--config", "wanted=cluster,key,logs,role"]);
  });
  after(() => project?.close());

  const preview = async (wanted: string, ...options: readonly string[]) => {
    const args = [
      "--non-interactive",
      "--color",
      "never",
      "--config",
      `wanted=${wanted}`,
      "--event-log",
      "events.jsonl",
    ];
    const run = await rampart(["preview", "--report", "json=report.json", ...options, "--", ...args], {
      cwd: project.directory,
      env: project.env,
    });
    const report: Report = JSON.parse(readFileSync(join(project.directory, "report.json"), "utf8"));
    const found = report.findings
      .filter(({ policy }) => GUARDS.includes(policy))
      .map(({ policy, status, resource }) => `${status} ${policy} ${resource.name}`);
    return { ...run, report, found: found.sort() };
  };

  it("NSA-SEC-04, NSA-LOG-13, CIS-EKS-2.1.2: is refused in a preview, though no analyzer of the engine sees it", async () => {
    const { code, found, report, stderr } = await preview("");
    assert.equal(code, 1, stderr);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(found, [
      "violation no-eks-cluster-deletion cluster",
      "violation no-kms-key-deletion key",
      "violation no-log-group-deletion logs",
    ]);
    const [cluster] = report.findings.filter(({ policy }) => policy === "no-eks-cluster-deletion");
    assert.equal(cluster?.severity, "critical");
    assert.equal(cluster?.message, "cluster must not be deleted. Fix: undo the change, or state an exemption for it.");
    assert.match(cluster?.resource.urn ?? "", /::aws:eks\/cluster:Cluster::cluster$/);
    assert.equal(cluster?.resource.file, "Pulumi.yaml");
    // The pack alone, in the engine, is asked about what stays.
    await project.succeed(["preview", "--policy-pack", join(REPOSITORY, "policy-pack"), "--config", "wanted=role"]);
  });

  it("is told by the log of a run's events as well", async () => {
    await preview("cluster,role");
    const log = join(project.directory, "events.jsonl");
    const { code, stdout } = await rampart(["check", "--event-log", log, "--format", "json"]);
    assert.equal(code, 1);
    const { findings } = JSON.parse(stdout) as Report;
    assert.deepEqual(
      findings
        .filter(({ policy }) => GUARDS.includes(policy))
        .map(({ policy }) => policy)
        .sort(),
      ["no-kms-key-deletion", "no-log-group-deletion"],
    );
  });

  it("is no deletion where everything stays, or what goes is something else", async () => {
    assert.deepEqual((await preview("cluster,key,logs")).found, []);
  });

  it("is let through by an exemption of the stack or of the central file, which every report has", async () => {
    const exemption = (policy: string, name: string) =>
      `{policies: [${policy}], match: {name: ${name}, type: "aws:*"}, reason: It moves to another account., owner: team-platform, expires: 2999-12-31}`;
    const stackFile = join(project.directory, "Pulumi.dev.yaml");
    const before = readFileSync(stackFile, "utf8");
    writeFileSync(stackFile, `${before}  rampart:exemptions:\n    - ${exemption("no-kms-key-deletion", "key")}\n`);
    project.write({ "central.yaml": `exemptions:\n  - ${exemption("no-log-group-deletion", "logs")}\n` });
    const { found, stderr } = await preview("cluster", "--exemptions", join(project.directory, "central.yaml"));
    writeFileSync(stackFile, before);
    assert.deepEqual(found, ["exempt no-kms-key-deletion key", "exempt no-log-group-deletion logs"], stderr);
    assert.doesNotMatch(stderr, /unused/);
  });

  it("is not asked about where the policy is off", async () => {
    project.write({ "levels.json": JSON.stringify({ "no-kms-key-deletion": "disabled" }) });
    const { found } = await preview("cluster", "--config", "levels.json");
    assert.deepEqual(found, ["violation no-log-group-deletion logs"]);
  });
});

describe("rampart check --event-log on steps that end a resource", () => {
  const type = "aws:eks/cluster:Cluster";
  const urn = `urn:pulumi:dev::test::${type}::prod`;
  const state = { urn, type, custom: true, inputs: { name: "prod" } };
  const check = async (...steps: readonly { readonly op: string; readonly old?: object }[]) => {
    const events = [
      ...steps.map(({ op, old = {} }) => ({
        resourcePreEvent: {
          metadata: { op, urn, type, old: { ...state, ...old }, new: op === "delete" ? null : state },
        },
      })),
      { summaryEvent: { isPreview: true, result: "succeeded" } },
      { cancelEvent: {} },
    ];
    const lines = events.map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event })).join("\n");
    const file = join(folderWith({ "events.jsonl": `${lines}\n` }), "events.jsonl");
    const { stdout } = await rampart(["check", "--event-log", file, "--policy", GUARDS[0] ?? "", "--format", "json"]);
    return (JSON.parse(stdout) as Report).findings.map(({ message }) => message.split(".")[0]);
  };

  it("counts a replacement once, in whatever order the engine makes it", async () => {
    const replaced = ["cluster must not be replaced"];
    assert.deepEqual(await check({ op: "create-replacement" }, { op: "replace" }, { op: "delete-replaced" }), replaced);
    assert.deepEqual(await check({ op: "delete-replaced" }, { op: "replace" }, { op: "create-replacement" }), replaced);
  });

  it("leaves alone what stays, and what leaves the stack and stays in the world", async () => {
    assert.deepEqual(await check({ op: "update" }), []);
    assert.deepEqual(await check({ op: "delete", old: { retainOnDelete: true } }), []);
    assert.deepEqual(await check({ op: "delete" }), ["cluster must not be deleted"]);
  });
});
