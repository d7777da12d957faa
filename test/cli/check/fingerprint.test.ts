import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fingerprintsOf } from "../../../cli/check/fingerprint.js";
import { projectPaths } from "../../../cli/check/project-path.js";
import type { LocatedFinding } from "../../../cli/check/report.js";
import { finding } from "../reports/report.js";
import { folderWith } from "./manifests.js";

const one = (of: LocatedFinding, pathOf = projectPaths()): string => fingerprintsOf([of], pathOf)[0] ?? "";

describe("the fingerprint of a finding", () => {
  const SAME: readonly (readonly [string, LocatedFinding])[] = [
    ["its line", finding({ resource: { line: 99 } })],
    ["the wording, the severity and the controls", finding({ message: "x", severity: "low", controls: [] })],
    ["the position in a list", finding({ path: "spec.template.spec.containers[3].securityContext.privileged" })],
    [
      "the version of the API",
      finding({ resource: { apiVersion: "apps/v1beta1", type: "kubernetes:apps/v1beta1:Deployment" } }),
    ],
    ["an exemption", finding({ status: "exempt" })],
  ];
  for (const [what, other] of SAME)
    it(`stays the same whatever ${what}`, () => {
      assert.equal(one(other), one(finding()));
    });

  const OTHER: readonly (readonly [string, LocatedFinding])[] = [
    ["policy", finding({ policy: "no-host-ports" })],
    ["name", finding({ resource: { name: "shell" } })],
    ["namespace", finding({ resource: { namespace: "default" } })],
    ["kind", finding({ resource: { kind: "DaemonSet" } })],
    ["API group", finding({ resource: { apiVersion: "apps.kruise.io/v1" } })],
    ["file", finding({ resource: { file: "other.yaml" } })],
    ["status", finding({ status: "undecided" })],
    ["URN", finding({ resource: { urn: "urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::web" } })],
  ];
  for (const [what, other] of OTHER)
    it(`is another one for another ${what}`, () => {
      assert.notEqual(one(other), one(finding()));
    });

  it("is of a URN alone where there is one, wherever the resource is made", () => {
    const urn = "urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::web";
    assert.equal(
      one(finding({ resource: { urn, file: "index.ts" } })),
      one(finding({ resource: { urn, file: "web.ts" } })),
    );
  });

  it("is never there twice", () => {
    const twice = fingerprintsOf([finding(), finding(), finding({ resource: { name: "shell" } })]);
    assert.equal(new Set(twice).size, 3);
    assert.equal(twice[0], one(finding()));
  });

  it("stays the same whatever form the path of the file has, and in whatever folder of the project the check runs", () => {
    const root = folderWith({ "deploy/prod/web.yaml": "" });
    mkdirSync(join(root, ".git"));
    const at = (folder: string, file: string): string =>
      one(finding({ resource: { file } }), projectPaths(join(root, folder)));
    const expected = at("", "deploy/prod/web.yaml");
    for (const [folder, file] of [
      ["", "./deploy//prod/web.yaml"],
      ["", "deploy/other/../prod/web.yaml"],
      ["", join(root, "deploy/prod/web.yaml")],
      ["deploy", "prod/web.yaml"],
      ["deploy/prod", "web.yaml"],
      ["deploy/prod", "../../deploy/prod/web.yaml"],
    ] as const)
      assert.equal(at(folder, file), expected, `${folder} ${file}`);
    assert.notEqual(at("", "prod/web.yaml"), expected);
  });
});

describe("the path of a file in a report", () => {
  it("is relative to the project, absolute outside it, and none for standard input", () => {
    const root = folderWith({ "a/b.yaml": "" });
    mkdirSync(join(root, ".git"));
    const pathOf = projectPaths(join(root, "a"));
    assert.deepEqual(
      ["b.yaml", "../c.yaml", "../../elsewhere.yaml", "/etc/x.yaml", "..b.yaml", "<stdin>"].map(pathOf),
      ["a/b.yaml", "c.yaml", join(root, "../elsewhere.yaml"), "/etc/x.yaml", "a/..b.yaml", "<stdin>"],
    );
  });
});
