import assert from "node:assert/strict";
import { join } from "node:path";
import { rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_POD } from "./manifests.js";

/** What `rampart check-config` says, with the folder left out. */
async function checkConfig(files: Readonly<Record<string, string>>, ...names: readonly string[]) {
  const folder = folderWith(files);
  const paths = (names.length === 0 ? Object.keys(files) : names).map((name) => join(folder, name));
  const { code, stdout, stderr } = await rampart(["check-config", ...paths]);
  return { code, stdout: stdout.replaceAll(`${folder}/`, ""), stderr: stderr.replaceAll(`${folder}/`, "") };
}

describe("rampart check-config", () => {
  it("says what comes of a valid file", async () => {
    const { code, stdout, stderr } = await checkConfig({ "c.json": '{"no-root-user": "advisory"}' });
    assert.equal(stderr, "");
    assert.match(stdout, /^c\.json: valid; profile restricted, policies: \d+ mandatory, 1 advisory, \d+ off\.\n$/);
    assert.equal(code, 0);
  });

  it("lays a file over the stack's that stands before it", async () => {
    const files = {
      "Pulumi.dev.yaml": "config:\n  rampart:profile: baseline\n",
      "c.json": '{"rampart": {"profile": "baseline"}}',
    };
    assert.equal((await checkConfig(files, "Pulumi.dev.yaml", "c.json")).code, 0);
    assert.match((await checkConfig(files, "c.json")).stderr, /^c\.json:1: rampart\.profile: a file can only tighten/);
  });

  it("reads what the project sets for all stacks, and gives its file and line", async () => {
    const files = {
      "Pulumi.yaml":
        "name: shop\nruntime: nodejs\nconfig:\n  rampart:profile:\n    value: strict\n  rampart:policies:\n    value: {no-rot-user: advisory}\n",
      "stacks/Pulumi.dev.yaml": "config:\n  rampart:policies: {no-root-user: advisory}\n",
      "stacks/Pulumi.prod.yaml": "encryptionsalt: v1:abc\n",
    };
    assert.match((await checkConfig(files, "stacks/Pulumi.dev.yaml")).stdout, /valid; profile strict, .* 1 advisory/);
    const { code, stderr } = await checkConfig(files, "stacks/Pulumi.prod.yaml");
    assert.equal(code, 2);
    assert.equal(stderr, 'Pulumi.yaml:6: There is no policy "no-rot-user". Did you mean "no-root-user"?\n');
  });

  it("leaves alone what a project of our name has for itself, be it encrypted", async () => {
    const files = {
      "Pulumi.yaml": "name: rampart\nruntime: nodejs\n",
      "Pulumi.dev.yaml": "config:\n  rampart:databasePassword:\n    secure: v1:abc\n  rampart:profile: strict\n",
    };
    const { code, stdout } = await checkConfig(files, "Pulumi.dev.yaml");
    assert.equal(code, 0);
    assert.match(stdout, /valid; profile strict/);
  });

  const MISTAKES: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["a file that is not there", {}, "none.json: there is no such file or folder.\n"],
    ["a list", { "c.json": "[]" }, "c.json:1: The configuration must be an object.\n"],
    ["a stack's file without a mapping", { "Pulumi.dev.yaml": "- a\n" }, "Pulumi.dev.yaml:1: it must be a mapping.\n"],
    [
      "comments in JSON, which Pulumi does not read",
      { "c.json": '{\n  "all": "advisory",\n}\n' },
      "c.json:3: it is YAML, not JSON, which is all that Pulumi reads here.\n",
    ],
    [
      "a key that comes twice",
      { "c.json": '{"all": "advisory",\n"all": "disabled"}' },
      "c.json:2: duplicated mapping key.\n",
    ],
    [
      "a key of the pack that stands with the policies",
      { "c.yaml": "all: advisory\nprofile: strict\n" },
      "c.yaml:2: profile is no policy. Fix: move it to rampart.profile.\n",
    ],
    [
      "a policy that is set twice",
      { "c.yaml": "no-root-user: advisory\nrampart:\n  policies: {no-root-user: disabled}\n" },
      "c.yaml:1: no-root-user is set twice, also in rampart.policies.\n",
    ],
    [
      "what is encrypted, beside what can be read",
      {
        "Pulumi.dev.yaml":
          "config:\n  rampart:profile:\n    secure: v1:abc\n  rampart:policies:\n    require-run-as-ids:\n      minimumId: -1\n",
      },
      "Pulumi.dev.yaml:2: rampart:profile is encrypted and cannot be read here. Fix: store it in plain text.\n" +
        "Pulumi.dev.yaml:6: rampart:policies.require-run-as-ids.minimumId must be >= 1.\n",
    ],
  ];
  for (const [what, files, message] of MISTAKES)
    it(`refuses ${what}, with exit code 2`, async () => {
      const names = Object.keys(files);
      const { code, stdout, stderr } = await checkConfig(files, ...(names.length === 0 ? ["none.json"] : names));
      assert.equal(stderr, message);
      assert.equal(stdout, "");
      assert.equal(code, 2);
    });

  it("names what is wrong in all of several files", async () => {
    const { stderr } = await checkConfig({ "a.json": '{"no-rot-user": "disabled"}', "b.json": "{" });
    assert.match(stderr, /^a\.json:1: .*\nb\.json:\d: /);
  });

  it("wants a file", async () => {
    const { code, stderr } = await rampart(["check-config"]);
    assert.equal(code, 2);
    assert.equal(stderr, "No file is given. Fix: rampart check-config FILE…\n");
  });
});

describe("rampart check --stack-config", () => {
  it("judges by the stack, the file and the options, each over the one before", async () => {
    const folder = folderWith({
      "pod.yaml": SHARING_POD,
      "good.yaml": GOOD_POD,
      "Pulumi.dev.yaml": "config:\n  rampart:profile: strict\n  rampart:policies: {no-host-namespaces: advisory}\n",
      "c.json": '{"no-host-namespaces": "mandatory"}',
    });
    const check = (...options: readonly string[]) => rampart(["check", join(folder, "pod.yaml"), ...options]);
    const stack = ["--stack-config", join(folder, "Pulumi.dev.yaml")];
    const advised = await check(...stack);
    assert.equal(advised.code, 0, advised.stdout);
    assert.match(advised.stdout, /no-host-namespaces \(advisory\)[\s\S]*profile\s+strict/);
    assert.equal((await check(...stack, "--config", join(folder, "c.json"))).code, 1);
    assert.match((await check(...stack, "--profile", "baseline")).stdout, /\(advisory\)[\s\S]*profile\s+baseline/);
  });

  it("checks nothing by one that is wrong", async () => {
    const folder = folderWith({ "pod.yaml": GOOD_POD, "Pulumi.dev.yaml": "config:\n  rampart:proflie: strict\n" });
    const options = ["--stack-config", join(folder, "Pulumi.dev.yaml")];
    const { code, stdout, stderr } = await rampart(["check", join(folder, "pod.yaml"), ...options]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /Pulumi\.dev\.yaml:2: There is no key "rampart:proflie"\. Did you mean "rampart:profile"\?\n$/,
    );
  });
});
