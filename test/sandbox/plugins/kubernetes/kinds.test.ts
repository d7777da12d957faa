import assert from "node:assert/strict";
import { assertSupported, isPatch, resourceType, typeMeta } from "../../../../sandbox/plugins/kubernetes/kinds.js";

const urn = (token: string, name = "one"): string => `urn:pulumi:dev::test::parent:index:Parent$${token}::${name}`;

describe("Kubernetes provider: types of resources", () => {
  it("reads a URN whose parts have parents and whose name has colons", () =>
    assert.deepEqual(resourceType(urn("kubernetes:core/v1:ServiceAccountPatch", "a::b:Patch")), {
      token: "kubernetes:core/v1:ServiceAccountPatch",
      apiVersion: "v1",
      kind: "ServiceAccountPatch",
      name: "a::b:Patch",
    }));

  const PATCHES: readonly [token: string, kind: string | undefined, patch: boolean][] = [
    ["kubernetes:core/v1:ServiceAccountPatch", "ServiceAccount", true],
    ["kubernetes:core/v1:ServiceAccountPatch", undefined, true],
    ["kubernetes:core/v1:ServiceAccount", "ServiceAccount", false],
    ["kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinitionPatch", "CustomResourceDefinition", true],
    ["kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinitionPatch", undefined, true],
    ["kubernetes:example.com/v1:ThingPatch", "Thing", true],
    ["kubernetes:example.com/v1:SecurityPatch", "SecurityPatch", false],
    ["kubernetes:example.com/v1:SecurityPatch", undefined, false],
    ["kubernetes:example.com/v1:SecurityPatchPatch", "SecurityPatch", true],
  ];
  for (const [token, kind, patch] of PATCHES)
    it(`${token} of ${kind ?? "an import"} is ${patch ? "a" : "no"} patch`, () =>
      assert.equal(isPatch(urn(token, "x:Patch"), kind === undefined ? {} : { kind }), patch));

  it("knows an import's object by its type", () => {
    assert.deepEqual(typeMeta(urn("kubernetes:core/v1:NamespacePatch")), { apiVersion: "v1", kind: "Namespace" });
    assert.deepEqual(typeMeta(urn("kubernetes:example.com/v1:OddPatch")), {
      apiVersion: "example.com/v1",
      kind: "OddPatch",
    });
  });

  it("names what only the official provider does", () => {
    assert.throws(
      () => assertSupported(urn("kubernetes:helm.sh/v3:Release"), {}),
      /helm\.sh\/v3:Release is not supported/,
    );
    const metadata = { annotations: { "pulumi.com/waitFor": "condition=Ready" } };
    assert.throws(() => assertSupported(urn("kubernetes:core/v1:Pod"), { metadata }), /pulumi\.com\/waitFor/);
    assert.doesNotThrow(() => assertSupported(urn("kubernetes:core/v1:Pod"), { metadata: {} }));
  });
});
