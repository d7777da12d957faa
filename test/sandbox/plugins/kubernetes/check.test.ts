import assert from "node:assert/strict";
import { NoMatch } from "../../../../sandbox/plugins/kubernetes/api.js";
import { type CheckArgs, check } from "../../../../sandbox/plugins/kubernetes/check.js";
import { mapAt, Secret, UNKNOWN, type ValueMap } from "../../../../sandbox/plugins/provider/values.js";

/** A server that knows ConfigMap, Secret and Namespace. */
const api: CheckArgs["api"] = {
  resource: async (apiVersion, kind) => {
    if (apiVersion !== "v1") throw new NoMatch(`no matches for kind "${kind}" in version "${apiVersion}"`);
    return { plural: `${kind.toLowerCase()}s`, namespaced: kind !== "Namespace" };
  },
};

const checked = (news: ValueMap, rest: Partial<CheckArgs> = {}) =>
  check({
    resourceName: "One",
    olds: {},
    news,
    seed: Uint8Array.of(1, 2, 3),
    defaultNamespace: "team",
    api,
    isPatch: false,
    ...rest,
  });

const configMap = { apiVersion: "v1", kind: "ConfigMap" };
const metadataOf = async (news: ValueMap, rest?: Partial<CheckArgs>): Promise<ValueMap> =>
  mapAt((await checked(news, rest)).inputs.metadata);

describe("Kubernetes provider: check", () => {
  it("names an object after its resource, the same for the same seed", async () => {
    const first = await metadataOf(configMap);
    assert.match(String(first.name), /^one-[0-9a-f]{8}$/);
    assert.deepEqual(first.annotations, { "pulumi.com/autonamed": "true" });
    assert.deepEqual(await metadataOf(configMap), first);
    assert.notEqual((await metadataOf(configMap, { seed: Uint8Array.of(9) })).name, first.name);
  });

  it("keeps the name it gave, and gives one where the author's was", async () => {
    const olds = (await checked(configMap)).inputs;
    assert.equal((await metadataOf(configMap, { olds, seed: Uint8Array.of(9) })).name, mapAt(olds.metadata).name);
    const named = { ...configMap, metadata: { name: "mine" } };
    assert.match(String((await metadataOf(configMap, { olds: named })).name), /^one-/);
  });

  const KEPT: readonly [title: string, metadata: ValueMap][] = [
    ["a name", { name: "mine" }],
    ["a name that is not known yet", { name: UNKNOWN }],
    ["a name for the server to complete", { generateName: "mine-" }],
  ];
  for (const [title, metadata] of KEPT)
    it(`leaves ${title} alone`, async () =>
      assert.deepEqual(await metadataOf({ ...configMap, metadata }), { ...metadata, namespace: "team" }));

  it("leaves metadata alone that is not known yet", async () =>
    assert.equal((await checked({ ...configMap, metadata: UNKNOWN })).inputs.metadata, UNKNOWN));

  it("keeps secret metadata secret", async () => {
    const { inputs } = await checked({ ...configMap, metadata: new Secret({ labels: { a: "b" } }) });
    assert.ok(inputs.metadata instanceof Secret);
    assert.equal(mapAt(inputs.metadata).namespace, "team");
  });

  const PLACES: readonly [title: string, news: ValueMap, namespace: string | undefined][] = [
    ["an object without namespace", configMap, "team"],
    ["an object with one", { ...configMap, metadata: { namespace: "own" } }, "own"],
    ["a kind without namespaces", { apiVersion: "v1", kind: "Namespace" }, undefined],
    ["a kind that is not defined yet", { apiVersion: "example.com/v1", kind: "Thing" }, "team"],
  ];
  for (const [title, news, namespace] of PLACES)
    it(`places ${title}`, async () => assert.equal((await metadataOf(news)).namespace, namespace));

  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" } };
  const DATA: readonly [title: string, inputs: ValueMap, data: unknown][] = [
    ["stringData", { stringData: { a: "x" } }, new Secret({ a: "eA==" })],
    ["secret values", { stringData: { a: new Secret("x") } }, new Secret({ a: "eA==" })],
    ["data", { data: { a: "eA==" } }, new Secret({ a: "eA==" })],
    [
      "both, of which stringData wins",
      { data: { a: "eQ==", b: "eQ==" }, stringData: { a: "x" } },
      new Secret({ a: "eA==", b: "eQ==" }),
    ],
    ["what is not known yet", { stringData: UNKNOWN }, new Secret(UNKNOWN)],
    ["a value that is not known yet", { stringData: { a: new Secret(UNKNOWN) } }, new Secret({ a: UNKNOWN })],
    ["nothing", {}, undefined],
  ];
  for (const [title, inputs, data] of DATA)
    it(`makes one secret map of a Secret's ${title}`, async () => {
      const { inputs: made } = await checked({ ...secret, ...inputs });
      assert.deepEqual(made.data, data);
      assert.equal(made.stringData, undefined);
    });

  const FAILURES: readonly [title: string, news: ValueMap, isPatch: boolean, property: string, reason: RegExp][] = [
    ["no kind", { apiVersion: "v1" }, false, "kind", /kind must be set/],
    ["no apiVersion", { kind: "ConfigMap" }, false, "apiVersion", /apiVersion must be set/],
    ["a Patch without name", configMap, true, "metadata.name", /`.metadata.name` to be set/],
    ["a list", { apiVersion: "v1", kind: "ConfigMapList", items: [] }, false, "items", /cannot be created directly/],
  ];
  for (const [title, news, isPatch, property, reason] of FAILURES)
    it(`refuses ${title}`, async () => {
      const { failures } = await checked(news, { isPatch });
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", reason);
    });
});
