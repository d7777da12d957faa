import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installedPackages, requiredPackages, requiredPlugins } from "../../../../sandbox/plugins/nodejs/packages.js";

describe("Node language host: provider packages of a program", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "rampart-packages-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  const manifest = (folder: string, content: object): void =>
    write(join(folder, "package.json"), JSON.stringify(content));

  it("finds them in the node_modules of the program's folder and of those above, nested ones too", () => {
    manifest("node_modules/@pulumi/aws", { name: "@pulumi/aws", version: "7.1.0", pulumi: { resource: true } });
    manifest("node_modules/@acme/cloud", {
      name: "@acme/cloud",
      version: "2.0.0",
      pulumi: { resource: true, name: "acme", version: "v2.1.0", server: "https://example.com" },
    });
    manifest("node_modules/plain", { name: "plain", version: "1.0.0" });
    manifest("node_modules/plain/node_modules/deep", { name: "deep", version: "3.0.0", pulumi: { resource: true } });
    manifest("node_modules/typed", { name: "typed", version: "1.0.0", pulumi: { resource: false } });
    manifest("stacks/node_modules/@pulumi/aws", { name: "@pulumi/aws", version: "6.0.0", pulumi: { resource: true } });
    write("node_modules/broken/package.json", "{");
    const found = requiredPackages(installedPackages(join(root, "stacks")));
    assert.deepEqual(
      found.map((one) => [one.getKind(), one.getName(), one.getVersion(), one.getServer()]),
      [
        ["resource", "aws", "v6.0.0", ""],
        ["resource", "acme", "v2.1.0", "https://example.com"],
        ["resource", "aws", "v7.1.0", ""],
        ["resource", "deep", "v3.0.0", ""],
      ],
    );
  });

  it("survives linked packages that contain each other", () => {
    manifest("one", { name: "one", version: "1.0.0", pulumi: { resource: true } });
    mkdirSync(join(root, "node_modules"));
    mkdirSync(join(root, "one", "node_modules"));
    symlinkSync(join(root, "one"), join(root, "node_modules", "one"));
    symlinkSync(join(root, "one"), join(root, "one", "node_modules", "one"));
    assert.deepEqual(
      requiredPlugins(installedPackages(root)).map((one) => one.getName()),
      ["one"],
    );
  });

  it("hands on what a parameterized package is made of, which is no plugin of its own", () => {
    manifest("node_modules/@pulumi/random", {
      name: "@pulumi/random",
      version: "3.0.0",
      pulumi: {
        resource: true,
        name: "terraform-provider",
        version: "0.1.0",
        parameterization: { name: "random", version: "3.0.0", value: "e30=" },
      },
    });
    const packages = installedPackages(root);
    const [found] = requiredPackages(packages);
    assert.equal(found?.getName(), "terraform-provider");
    assert.equal(found?.getParameterization()?.getName(), "random");
    assert.equal(found?.getParameterization()?.getValue_asB64(), "e30=");
    assert.deepEqual(requiredPlugins(packages), []);
  });
});
