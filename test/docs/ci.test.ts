import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { COMPLIANT_POD } from "../policy-pack/pods.js";
import { REPOSITORY } from "../support/command.js";
import { EngineProject } from "../support/engine-project.js";
import { describeWithTools } from "../support/tiers.js";
import { githubProblems, gitlabProblems } from "./pipelines.js";

const text = (name: string): string => readFileSync(join(REPOSITORY, "docs/ci", name), "utf8");

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >;
}
type Pipeline = Readonly<
  Record<string, { readonly script?: readonly string[]; readonly before_script?: readonly string[] }>
>;

const WORKFLOW = load(text("github-actions.yml")) as Workflow;
const PIPELINE = load(text("gitlab-ci.yml")) as Pipeline;

const linesOf = (job: string): string[] =>
  (WORKFLOW.jobs[job]?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));
const scriptOf = (job: string): readonly string[] => [
  ...(PIPELINE[".hardening"]?.before_script ?? []),
  ...(PIPELINE[job]?.script ?? []),
];

describe("the workflow for GitHub", () => {
  it("is one by GitHub's own parser, which refuses what is none", async () => {
    assert.deepEqual(await githubProblems(text("github-actions.yml")), []);
    assert.notDeepEqual(await githubProblems(text("github-actions.yml").replace("runs-on:", "run-on:")), []);
    assert.notDeepEqual(await githubProblems(text("github-actions.yml").replace("security-events", "security")), []);
  });

  it("names each action by a version, and gives a job no more than it needs", () => {
    const used = Object.values(WORKFLOW.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    assert.ok(used.length > 3);
    for (const action of used) assert.match(action, /@v\d+$/);
    assert.doesNotMatch(text("github-actions.yml"), /pull_request_target|write-all|contents: write/);
  });
});

describe("the jobs for GitLab", () => {
  it("have only keys that GitLab knows, where it knows them", () => {
    assert.deepEqual(gitlabProblems(text("gitlab-ci.yml")), []);
    assert.notDeepEqual(gitlabProblems(text("gitlab-ci.yml").replace("script:", "scripts:")), []);
    assert.notDeepEqual(gitlabProblems(text("gitlab-ci.yml").replace("codequality:", "quality:")), []);
    assert.notDeepEqual(gitlabProblems(text("gitlab-ci.yml").replace("extends: .hardening", "extends: .none")), []);
  });
});

describeWithTools("the commands of docs/ci", () => {
  const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
new pulumi.ComponentResource("kubernetes:core/v1:Pod", "shell", {
  metadata: { namespace: "shop" },
  spec: { ...${JSON.stringify(COMPLIANT_POD)}, hostPID: process.env.SHARING === "true" },
});
`;
  let project: EngineProject;
  before(async () => {
    project = await EngineProject.create({
      "index.js": PROGRAM,
      "package-lock.json": '{"name":"test","lockfileVersion":3,"packages":{"":{"name":"test"}}}',
      "exemptions.yaml": "exemptions: []\n",
    });
    // `npm ci` empties the folder, and this is a link to the repository's own.
    rmSync(join(project.directory, "node_modules"));
  });
  after(() => project?.close());

  /** What `npm ci` would install, were the package published. */
  function install(): void {
    const modules = join(project.directory, "node_modules");
    mkdirSync(join(modules, ".bin"), { recursive: true });
    mkdirSync(join(modules, "@pulumi"), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"));
    chmodSync(join(REPOSITORY, "dist/cli/main.js"), 0o755);
    symlinkSync(join(REPOSITORY, "dist/cli/main.js"), join(modules, ".bin/rampart"));
  }

  /** Runs lines as CI does: each by a shell that ends at the first error. @returns the code of the last one that ran. */
  async function runLines(
    lines: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ code: number; output: string }> {
    let output = "";
    for (const line of lines) {
      const shell = spawn("bash", ["-e", "-o", "pipefail", "-c", line], {
        cwd: project.directory,
        env: {
          ...project.env,
          STACK: "dev",
          RAMPART_EXEMPTIONS: join(project.directory, "exemptions.yaml"),
          GITHUB_STEP_SUMMARY: join(project.directory, "summary.md"),
          npm_config_offline: "true",
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [shell.stdout, shell.stderr])
        stream.setEncoding("utf8").on("data", (chunk: string) => {
          output += chunk;
        });
      const code = await new Promise<number>((done, failed) =>
        shell.on("error", failed).on("close", (exit) => done(exit ?? 1)),
      );
      if (code !== 0) return { code, output };
      if (line === "npm ci") install();
    }
    return { code: 0, output };
  }

  const written = (file: string): string => readFileSync(join(project.directory, file), "utf8");

  it("preview on GitHub: pass a hardened stack, refuse another, and write the SARIF file and the summary", async () => {
    const lines = linesOf("preview");
    assert.equal(lines.length, 2);
    const clean = await runLines(lines);
    assert.equal(clean.code, 0, clean.output);
    const refused = await runLines(lines, { SHARING: "true" });
    assert.equal(refused.code, 1, refused.output);
    assert.equal(JSON.parse(written("rampart.sarif")).runs[0].results[0].ruleId, "no-host-namespaces");
    assert.match(written("summary.md"), /no-host-namespaces/);
  });

  it("preview on GitLab: the same, with the files that the job keeps", async () => {
    const lines = scriptOf("hardening-preview");
    const clean = await runLines(lines);
    assert.equal(clean.code, 0, clean.output);
    const refused = await runLines(lines, { SHARING: "true" });
    assert.equal(refused.code, 1, refused.output);
    assert.match(written("gl-code-quality-report.json"), /no-host-namespaces/);
    assert.match(written("rampart.junit.xml"), /no-host-namespaces/);
    assert.ok(existsSync(join(project.directory, "rampart.html")));
  });

  it("look for exemptions that end soon", async () => {
    for (const lines of [linesOf("exemptions"), scriptOf("hardening-exemptions")]) {
      project.write({ "exemptions.yaml": "exemptions: []\n" });
      const none = await runLines(lines);
      assert.equal(none.code, 0, none.output);
      const expires = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
      const exemption = {
        policies: ["no-host-namespaces"],
        match: { name: "shell" },
        reason: "debugging",
        owner: "team",
      };
      project.write({ "exemptions.yaml": JSON.stringify({ exemptions: [{ ...exemption, expires }] }) });
      const soon = await runLines(lines);
      assert.equal(soon.code, 1, soon.output);
      project.write({ "exemptions.yaml": "exemptions: []\n" });
    }
  });
});
