import assert from "node:assert/strict";
import { join } from "node:path";
import { rampart } from "../../../support/command.js";
import { folderWith, SHARING_POD } from "../../check/manifests.js";
import { projectWith } from "./programs.js";

interface Finding {
  readonly policy: string;
  readonly status: string;
  readonly message: string;
  readonly resource: { readonly name: string; readonly line: number | null };
}

async function judge(program: string, files: Readonly<Record<string, string>> = {}, ...options: readonly string[]) {
  const text = `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";${"packages/eks/index.ts" in files ? ' import { Cluster } from "./packages/eks";' : ""}
${program}`;
  const folder = projectWith({ "index.ts": text, ...files });
  const run = await rampart(["check", "--program", folder, "--format", "json", ...ONLY_HOST, ...options]);
  const { findings } = JSON.parse(run.stdout || '{"findings": []}') as { findings: readonly Finding[] };
  return {
    ...run,
    found: findings.map(({ policy, status, resource }) => `${status} ${policy} ${resource.name}`),
    findings,
  };
}

const ONLY_HOST = ["--policy", "no-host-namespaces"];
const LOOKUP = `
const found = pulumi.runtime.invokeOutput("aws:ec2/getVpc:getVpc", { id: "vpc-1" });
new k8s.core.v1.Pod("a", { spec: { hostPID: found.apply((vpc) => vpc.shared), containers: [] } });
`;
const fixtures = (content: unknown): string => join(folderWith({ "f.json": JSON.stringify(content) }), "f.json");

describe("what a program asks of providers", function () {
  this.timeout(60_000);

  it("leaves undecided what depends on a data source without a fixture, and says which", async () => {
    const { code, found, findings } = await judge(LOOKUP);
    assert.deepEqual(found, ["undecided no-host-namespaces a", "not-inspected not-inspected test-dev"]);
    assert.match(findings[1]?.message ?? "", /^aws:ec2\/getVpc:getVpc has no fixture/);
    assert.equal(code, 0);
  });

  it("takes fixtures by token, and by token and arguments", async () => {
    const token = "aws:ec2/getVpc:getVpc";
    const byToken = await judge(LOOKUP, {}, "--fixtures", fixtures({ [token]: { shared: true } }));
    assert.deepEqual(byToken.found, ["violation no-host-namespaces a"]);
    const list = [
      { token, args: { id: "vpc-2" }, result: { shared: true } },
      { token, args: { id: "vpc-1" }, result: { shared: false } },
    ];
    assert.deepEqual((await judge(LOOKUP, {}, "--fixtures", fixtures(list))).found, []);
    const other = await judge(LOOKUP, {}, "--fixtures", fixtures(list.slice(0, 1)));
    assert.deepEqual(other.found, ["undecided no-host-namespaces a", "not-inspected not-inspected test-dev"]);
  });

  it("refuses a file that is no list of fixtures, by what is wrong in it", async () => {
    const refused = async (content: unknown): Promise<string> => {
      const { code, stderr } = await judge(LOOKUP, {}, "--fixtures", fixtures(content));
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(await refused("text"), /f\.json: it must be a mapping\.\n$/);
    assert.match(await refused({ "aws:x:y": 3 }), /f\.json: aws:x:y: result must be a mapping\.\n$/);
    assert.match(await refused([{ token: "vpc", result: {} }]), /entry 1 has no token such as "aws:/);
    assert.match(await refused([{ token: "a:b:c", result: {}, arg: {} }]), /entry 1 has the key "arg"; those/);
    const { code, stderr } = await judge(LOOKUP, {}, "--fixtures", join(folderWith({}), "none.yaml"));
    assert.equal(code, 2);
    assert.match(stderr, /none\.yaml: there is no such file or folder\.\n$/);
    const broken = join(folderWith({ "f.yaml": "a: [\n" }), "f.yaml");
    assert.match((await judge(LOOKUP, {}, "--fixtures", broken)).stderr, /f\.yaml:\d+: /);
  });

  it("knows another stack's outputs by a fixture only", async () => {
    const program = `
const other = new pulumi.StackReference("acme/base/prod");
new k8s.core.v1.Pod("a", { spec: { hostPID: other.requireOutput("shared"), containers: [] } });
`;
    assert.deepEqual((await judge(program)).found, [
      "undecided no-host-namespaces a",
      "not-inspected not-inspected test-dev",
    ]);
    const fixture = {
      token: "pulumi:pulumi:StackReference",
      args: { name: "acme/base/prod" },
      result: { shared: true },
    };
    assert.deepEqual((await judge(program, {}, "--fixtures", fixtures([fixture]))).found, [
      "violation no-host-namespaces a",
    ]);
  });

  it("does not pass a component of which only its provider knows the parts, a chart or a kustomization", async () => {
    const program = `
new Cluster("eks");
new k8s.helm.v4.Chart("v4", { chart: "nginx" });
new k8s.helm.v3.Chart("v3", { chart: "nginx" });
new k8s.helm.v3.Release("release", { chart: "nginx" });
new k8s.kustomize.Directory("old", { directory: "." });
new k8s.kustomize.v2.Directory("new", { directory: "." });
`;
    const packaged = {
      "packages/eks/package.json": '{"name":"eks","main":"index.ts"}',
      "packages/eks/index.ts": `import * as pulumi from "@pulumi/pulumi";
export class Cluster extends pulumi.ComponentResource {
  constructor(name: string) {
    super("eks:index:Cluster", name, {}, {}, true);
  }
}
`,
    };
    const { found, findings, stderr } = await judge(program, packaged);
    assert.deepEqual(
      [...found].sort(),
      ["eks", "new", "old", "release", "v3", "v4"].map((name) => `not-inspected not-inspected ${name}`),
      stderr,
    );
    assert.deepEqual(
      findings.map(({ resource }) => resource.line),
      findings.map(({ resource }) => ["eks", "v4", "v3", "release", "old", "new"].indexOf(resource.name) + 4),
    );
    for (const { message } of findings) assert.match(message, / Fix: .*\.$/);
  });

  it("reads the YAML of components, on the line of the component", async () => {
    const program = `
new k8s.yaml.ConfigFile("first", { file: "pod.yaml" });
new k8s.yaml.v2.ConfigFile("second", { file: "pod.yaml" });
new k8s.yaml.v2.ConfigGroup("third", { files: ["manifests/*.yaml"] });
new k8s.yaml.v2.ConfigGroup("fourth", { yaml: ${JSON.stringify(SHARING_POD)} });
new k8s.yaml.v2.ConfigGroup("fifth", { objs: [{ apiVersion: "v1", kind: "Pod", metadata: { name: "bare" }, spec: { hostPID: true } }] });
new k8s.yaml.v2.ConfigFile("sixth", { file: "https://registry.example/pod.yaml" });
new k8s.yaml.v2.ConfigFile("seventh", { file: "none.yaml" });
`;
    const files = {
      "pod.yaml": SHARING_POD,
      "manifests/list.yaml": `apiVersion: v1\nkind: List\nitems: [${JSON.stringify({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "listed" },
        spec: { hostPID: true },
      })}]\n`,
    };
    const { findings, stderr } = await judge(program, files);
    assert.deepEqual(
      findings.map(({ status, resource }) => `${status} ${resource.name}:${resource.line}`).sort(),
      [
        "not-inspected seventh:10",
        "not-inspected sixth:9",
        "violation bare:8",
        "violation listed:6",
        "violation shell:4",
        "violation shell:5",
        "violation shell:7",
      ],
      stderr,
    );
  });
});
