import assert from "node:assert/strict";
import { rampart } from "../../../support/command.js";
import { projectWith } from "./programs.js";

const SALTED = `encryptionsalt: v1:6xFG++KqEYw=:v1:pA5SHA1By2DwRgPh:Lu4SznBAARQOE8VaW5p63PdjFoviFw==
`;
const SECURE = "{secure: v1:jRD+k2wYck/nKDoF:qqx3vV6N46OZjZCneSjs84G01Ijrjjj0qfu6UbrUvw==}";

const program = (value: string): string => `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
new k8s.core.v1.Pod("a", { spec: { hostPID: ${value}, containers: [] } });
`;

async function judge(value: string, files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const folder = projectWith({ "index.ts": program(value), ...files });
  const { stdout, stderr, code } = await rampart([
    ...["check", "--program", folder, "--format", "json", "--policy", "no-host-namespaces"],
    ...options,
  ]);
  if (stdout === "") return { code, stderr, found: [], problems: [] };
  const { findings, problems } = JSON.parse(stdout) as {
    findings: readonly { readonly status: string }[];
    problems: readonly { readonly problem: string }[];
  };
  return {
    code,
    stderr,
    found: findings.map(({ status }) => status),
    problems: problems.map(({ problem }) => problem),
  };
}

describe("the configuration of a program", function () {
  this.timeout(60_000);

  it("is that of the stack's file over that of Pulumi.yaml", async () => {
    const yaml = "name: test\nruntime: nodejs\nconfig: {shared: {type: boolean, default: true}}\n";
    const value = 'config.requireBoolean("shared")';
    assert.deepEqual((await judge(value, { "Pulumi.yaml": yaml })).found, ["violation"]);
    const file = { "Pulumi.dev.yaml": "config:\n  test:shared: false\n" };
    assert.deepEqual((await judge(value, { "Pulumi.yaml": yaml, ...file })).found, []);
  });

  it("has objects, and the names of stack and project", async () => {
    const value =
      'config.requireObject<{ of: boolean[] }>("shared").of[0] && pulumi.getStack() + pulumi.getProject() === "prodtest"';
    const files = { "Pulumi.prod.yaml": "config:\n  test:shared: {of: [true]}\n", "Pulumi.dev.yaml": "" };
    assert.deepEqual((await judge(value, files, "--stack", "prod")).found, ["violation"]);
    assert.deepEqual((await judge(value, files, "--stack", "acme/test/prod")).found, ["violation"]);
  });

  it("asks which stack is meant, and knows the nearest name", async () => {
    const files = { "Pulumi.prod.yaml": "", "Pulumi.dev.yaml": "" };
    const several = await judge("true", files);
    assert.equal(several.code, 2);
    assert.match(several.stderr, /^There are several stacks: dev, prod\. Fix: choose one by --stack\.\n$/);
    const wrong = await judge("true", files, "--stack", "prd");
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /There is no stack "prd"\. Did you mean "prod"\?/);
  });

  it("leaves undecided what depends on an encrypted value, also inside of text", async () => {
    const files = { "Pulumi.dev.yaml": `${SALTED}config:\n  test:shared: ${SECURE}\n` };
    assert.deepEqual((await judge('config.requireSecret("shared") as any', files)).found, ["undecided"]);
    const inText = 'config.requireSecret("shared").apply((text) => "is " + text) as any';
    assert.deepEqual((await judge(inText, files)).found, ["undecided"]);
  });

  it("says why a program cannot take an encrypted value, or misses one", async () => {
    const files = { "Pulumi.dev.yaml": `${SALTED}config:\n  test:shared: ${SECURE}\n` };
    const read = await judge('config.requireBoolean("shared")', files);
    assert.equal(read.code, 2);
    assert.match(
      read.problems[0] ?? "",
      /read an encrypted setting as if its value were known \(one of test:shared\)$/,
    );
    const missing = await judge('config.requireBoolean("other")', files);
    assert.equal(missing.code, 2);
    assert.match(
      missing.problems[0] ?? "",
      /^the program failed: Missing required configuration variable 'test:other'/,
    );
  });

  it("does not pass what lies in an environment of Pulumi ESC", async () => {
    const { found } = await judge("false", { "Pulumi.dev.yaml": "environment: [base]\n" });
    assert.deepEqual(found, ["not-inspected"]);
  });
});
