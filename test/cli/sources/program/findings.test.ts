import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { REPOSITORY, rampart } from "../../../support/command.js";
import { folderWith, GOOD_POD, SHARING_POD } from "../../check/manifests.js";
import { lineOf, projectWith, SHOP, WORKLOAD_PACKAGE } from "./programs.js";

interface Finding {
  readonly policy: string;
  readonly status: string;
  readonly message: string;
  readonly resource: {
    readonly urn: string;
    readonly file: string;
    readonly line: number | null;
    readonly name: string;
  };
}

interface Judged {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly findings: readonly Finding[];
}

async function judge(folder: string, ...options: readonly string[]): Promise<Judged> {
  const run = await rampart(["check", "--program", folder, "--format", "json", ...options]);
  return { ...run, findings: JSON.parse(run.stdout).findings };
}

/** `policy name:line` of each finding, sorted. */
const placesOf = ({ findings }: Judged): string[] =>
  findings.map(({ policy, resource: { name, line } }) => `${policy} ${name}:${line}`).sort();

const imports = `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
`;
const HOST_PID = 'spec: { hostPID: true, containers: [{ name: "app", image: "nginx" }] }';
const ONLY_HOST = ["--policy", "no-host-namespaces"];

describe("the findings on a program", function () {
  this.timeout(60_000);

  it("passes the sandbox stack of this repository", async () => {
    const kubeconfig = join(folderWith({ config: "clusters:\n  server: https://127.0.0.1:6443\n" }), "config");
    const env = { RAMPART_SANDBOX_KUBECONFIG: kubeconfig };
    const { code, stdout, stderr } = await rampart(["check", "--program", ".", "--stack", "sandbox"], { env });
    assert.equal(stderr, "");
    assert.match(stdout, /^No violations\. Judged: 1\d objects in \d files by \d+ policies/m);
    assert.equal(code, 0, stdout);
  });

  it("are on the user's line, outside the package of a component, with URN and parents", async () => {
    const folder = projectWith({ ...WORKLOAD_PACKAGE, "index.ts": SHOP });
    const judged = await judge(folder, "--policy", "no-privileged-containers");
    assert.deepEqual(
      judged.findings.map(({ resource: { urn, file, line } }) => ({ urn, file, line })),
      [
        {
          urn: "urn:pulumi:dev::test::test:index:Workload$kubernetes:apps/v1:Deployment::web",
          file: join(folder, "index.ts"),
          line: lineOf(SHOP, 'new Workload("web"'),
        },
      ],
    );
    assert.equal(judged.code, 1);
  });

  it("name a file by the folder as it was given", async () => {
    const folder = projectWith({ "index.ts": `${imports}new k8s.core.v1.Pod("a", { ${HOST_PID} });\n` });
    const given = relative(REPOSITORY, folder);
    const { findings } = await judge(given, ...ONLY_HOST);
    assert.deepEqual(
      findings.map(({ resource }) => resource.file),
      [join(given, "index.ts")],
    );
  });

  it("have their line in every kind of function, and in ES modules", async () => {
    const program = `${imports}
const names = ["mapped"].map((name) =>
  new k8s.core.v1.Pod(name, { ${HOST_PID} }),
);
names[0].metadata.name.apply(() => {
  /* applied */ new k8s.core.v1.Pod("applied", { ${HOST_PID} });
});
async function later() {
  await new Promise((done) => setTimeout(done, 1));
  /* awaited */ new k8s.core.v1.Pod("awaited", { ${HOST_PID} });
}
later();
`;
    const expected = [
      `no-host-namespaces applied:${lineOf(program, "/* applied */")}`,
      `no-host-namespaces awaited:${lineOf(program, "/* awaited */")}`,
      `no-host-namespaces mapped:${lineOf(program, "new k8s.core.v1.Pod(name")}`,
    ];
    const [script, module] = await Promise.all([
      judge(projectWith({ "index.ts": program }), ...ONLY_HOST),
      judge(
        projectWith({
          "index.mjs": program.replace('"@pulumi/kubernetes"', '"@pulumi/kubernetes/index.js"'),
          "package.json": '{"name":"test","type":"module"}',
        }),
        ...ONLY_HOST,
      ),
    ]);
    assert.deepEqual(placesOf(script), expected, script.stderr);
    assert.deepEqual(placesOf(module), expected, module.stdout + module.stderr);
  });

  it("are of the sources of a compiled program", async () => {
    const source = `/* 1 */
/* 2 */ new (require("@pulumi/kubernetes").core.v1.Pod)("a", { ${HOST_PID} });
`;
    // Line 1 of the script is line 2 of the source.
    const map = { version: 3, file: "index.js", sources: ["../src/index.ts"], names: [], mappings: "AACA" };
    const folder = projectWith({
      "src/index.ts": source,
      "bin/index.js": `${source.split("\n")[1]}\n//# sourceMappingURL=index.js.map\n`,
      "bin/index.js.map": JSON.stringify(map),
      "Pulumi.yaml": "name: test\nmain: bin/\nruntime: {name: nodejs, options: {typescript: false}}\n",
    });
    const { findings } = await judge(folder, ...ONLY_HOST);
    assert.deepEqual(
      findings.map(({ resource }) => `${resource.file}:${resource.line}`),
      [`${join(folder, "src/index.ts")}:2`],
    );
  });

  it("show no secret, and see what is in it", async () => {
    const folder = projectWith({ ...WORKLOAD_PACKAGE, "index.ts": SHOP });
    const { stdout, stderr, findings } = await judge(folder, "--profile", "strict");
    assert.ok(findings.some(({ policy }) => policy === "no-basic-auth-secrets"));
    assert.doesNotMatch(stdout + stderr, /s3cr3t-value|czNjcjN0LXZhbHVl/);
    const secret = `new k8s.core.v1.Pod("a", pulumi.secret({ ${HOST_PID} }) as any);`;
    const wrapped = await judge(projectWith({ "index.ts": `${imports}${secret}\n` }), ...ONLY_HOST);
    assert.deepEqual(placesOf(wrapped), ["no-host-namespaces a:3"], wrapped.stdout);
  });

  it("take the name that the provider gives for a name, and the provider's namespace for the namespace", async () => {
    const program = `${imports}
const provider = new k8s.Provider("p", { namespace: "default", kubeconfig: "{}" });
const placed = new k8s.core.v1.Service("placed", { spec: {} }, { provider });
new k8s.core.v1.Service("Stated", { metadata: { namespace: "shop", annotations: { of: placed.id } }, spec: {} });
new k8s.core.v1.Namespace("none", {}, { provider });
`;
    const judged = await judge(
      projectWith({ "index.ts": program }),
      "--policy",
      "no-default-namespace,require-namespace",
    );
    assert.deepEqual(placesOf(judged), ["no-default-namespace placed:5"], judged.stdout);
  });

  it("follow the program's transforms: of the resource, of its parent, and of the stack", async () => {
    const program = `${imports}
const unprivileged: pulumi.ResourceTransform = ({ props, opts }) => ({ props: { ...props, spec: { ...props.spec, hostPID: false } }, opts });
const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, { transforms: [unprivileged] });
new k8s.core.v1.Pod("own", { ${HOST_PID} }, { transforms: [unprivileged] });
new k8s.core.v1.Pod("child", { ${HOST_PID} }, { parent });
new k8s.core.v1.Pod("neither", { ${HOST_PID} });
`;
    const judged = await judge(projectWith({ "index.ts": program }), ...ONLY_HOST);
    assert.deepEqual(placesOf(judged), [`no-host-namespaces neither:${lineOf(program, '"neither"')}`], judged.stdout);
    const all = program.replace(
      "const parent",
      "pulumi.runtime.registerResourceTransform(unprivileged);\nconst parent",
    );
    assert.deepEqual(placesOf(await judge(projectWith({ "index.ts": all }), ...ONLY_HOST)), []);
  });

  it("are on the relations of the stack, and judged together with manifests", async () => {
    const program = `${imports}new k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } });\n`;
    const folder = projectWith({ "index.ts": program });
    const only = ["--policy", "require-default-deny"];
    assert.deepEqual(placesOf(await judge(folder, ...only)), ["require-default-deny shop:3"]);
    const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`;
    const manifests = folderWith({ "deny.yaml": policy });
    assert.deepEqual(placesOf(await judge(folder, manifests, ...only)), []);
    const both = await judge(folder, folderWith({ "good.yaml": GOOD_POD, "bad.yaml": SHARING_POD }), ...ONLY_HOST);
    assert.deepEqual(
      both.findings.map(({ resource }) => resource.name),
      ["shell"],
    );
  });

  it("cost a check of manifests nothing: gRPC is no part of what that loads", () => {
    const bundle = readFileSync(join(REPOSITORY, "dist/cli/check/index.js"), "utf8");
    assert.match(bundle, /require\("\.\.\/sources\/program\/index\.js"\)/);
    assert.doesNotMatch(bundle, /@grpc|google-protobuf/);
  });
});
