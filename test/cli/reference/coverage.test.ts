import assert from "node:assert/strict";
import { coverageOf, FRAMEWORK_NAMES, PROOFS, strongestProof } from "../../../cli/reference/coverage.js";
import { FRAMEWORKS } from "../../../controls/index.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { noPrivilegedContainers } from "../../../policy-pack/policies/workload/no-privileged-containers.js";
import { rampart } from "../../support/command.js";

const rowOf = (id: string, ...args: Parameters<typeof coverageOf>) => coverageOf(...args).find((row) => row.id === id);

describe("coverage", () => {
  it("leaves no control out, and calls open what neither policy nor test meets", () => {
    for (const name of FRAMEWORK_NAMES) {
      const rows = coverageOf(name, [], []);
      assert.deepEqual(
        rows.map(({ id }) => id),
        FRAMEWORKS[name].controls.map(({ id }) => id),
      );
      for (const { standing, reach, reason } of rows) {
        assert.equal(standing, reach === "out-of-reach" ? "out-of-reach" : "open");
        assert.equal(reason !== undefined, reach === "out-of-reach");
      }
    }
  });

  it("counts a policy, and a test of a component, with the strongest thing either rests on", () => {
    const proof = { controls: ["NSA-POD-10"], kind: "real", file: "test/a.test.ts", title: "holds" } as const;
    const bare = rowOf("NSA-POD-10", "NSA/CISA", [noPrivilegedContainers], []);
    assert.equal(bare?.standing, "policy");
    assert.equal(bare && strongestProof(bare), "own");
    const proven = rowOf("NSA-POD-10", "NSA/CISA", [], [proof]);
    assert.equal(proven?.standing, "component");
    assert.equal(proven && strongestProof(proven), "real");
  });

  it("has every Pod Security check proven on the real API server or by its own code", () => {
    for (const row of coverageOf("Pod Security Standards", policies)) {
      assert.equal(row.standing, "policy", row.id);
      assert.notEqual(strongestProof(row), "own", row.id);
    }
    assert.ok(PROOFS.length > 30);
  });
});

describe("rampart coverage", () => {
  it("adds up for each framework, in 80 columns", async () => {
    const { code, stdout } = await rampart(["coverage"]);
    assert.equal(code, 0);
    for (const name of FRAMEWORK_NAMES) {
      const line = stdout.split("\n").find((text) => text.startsWith(name)) ?? "";
      const [controls, ...parts] = line
        .slice(`${name} ${FRAMEWORKS[name].edition}`.length)
        .trim()
        .split(/ +/)
        .map(Number);
      assert.equal(controls, FRAMEWORKS[name].controls.length);
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        controls,
        line,
      );
    }
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  });

  it("shows a framework's controls one by one, as text and as JSON", async () => {
    const text = await rampart(["coverage", "--framework", "NSA/CISA"]);
    assert.match(text.stdout, /^ {2}policy {8}NSA-POD-10 No privileged containers$/m);
    const json = JSON.parse((await rampart(["coverage", "--format", "json"])).stdout) as {
      readonly frameworks: readonly { readonly controls: readonly object[] }[];
    };
    assert.equal(json.frameworks.flatMap(({ controls }) => controls).length, 394);
    const open = await rampart(["coverage", "--open"]);
    assert.doesNotMatch(open.stdout, /^ {2}(policy|component|out of reach) /m);
  });

  it("names the frameworks for one that there is not", async () => {
    const { code, stderr } = await rampart(["coverage", "--framework", "NSA"]);
    assert.equal(code, 2);
    assert.match(stderr, /Allowed choices are .*NSA\/CISA/);
  });
});

describe("rampart explain", () => {
  it("explains every policy and every control without failing, in 80 columns where words allow", async () => {
    const ids = [
      ...policies.map(({ id }) => id),
      ...FRAMEWORK_NAMES.flatMap((name) => FRAMEWORKS[name].controls.map(({ id }) => id)),
    ];
    const { code, stdout, stderr } = await rampart(["explain", ...ids]);
    assert.equal(code, 0, stderr);
    for (const id of ids)
      assert.ok(
        stdout.split("\n").some((line) => line === id || line.startsWith(`${id}  `)),
        id,
      );
  });

  it("shows what is refused, what is said of it, and what to write instead", async () => {
    const { stdout } = await rampart(["explain", "no-privileged-containers"]);
    assert.match(stdout, /Refused: privileged container\n {2}apiVersion: v1\n {2}kind: Pod\n/);
    assert.match(stdout, /must not set securityContext\.privileged=true/);
    assert.match(stdout, /Accepted: .*\n {2}apiVersion: v1/);
    assert.match(stdout, /NSA-POD-10 +No privileged containers/);
  });

  it("takes ids of controls in any case, those of Kubescape too", async () => {
    assert.match(
      (await rampart(["explain", "nsa-pod-02"])).stdout,
      /^NSA-POD-02 {2}NSA\/CISA .*\n.*\n\nOut of reach: /,
    );
    assert.match((await rampart(["explain", "C-0057"])).stdout, /examines: NSA-POD-10/);
    assert.match((await rampart(["explain", "unused-exemption"])).stdout, /^unused-exemption\n[\s\S]*\nFix: /);
  });

  it("offers the nearest id for one that there is not, with exit code 2 and nothing shown", async () => {
    const { code, stdout, stderr } = await rampart(["explain", "no-root-user", "no-privileged-container"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      'There is no policy or control "no-privileged-container". Did you mean "no-privileged-containers"?\n',
    );
  });
});
