import assert from "node:assert/strict";
import { type DiffOptions, difference } from "../../../../sandbox/plugins/kubernetes/diff.js";
import { Secret, UNKNOWN, type ValueMap } from "../../../../sandbox/plugins/provider/values.js";

const configMap = (rest: ValueMap, metadata: ValueMap = {}): ValueMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "map", namespace: "team", ...metadata },
  ...rest,
});

interface Case {
  readonly title: string;
  readonly old: ValueMap;
  readonly wanted: ValueMap;
  readonly options?: DiffOptions;
  /** `kind path`, with `!` in front where the object is replaced. */
  readonly changes: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

const deployment = (spec: ValueMap, apiVersion = "apps/v1"): ValueMap => ({
  apiVersion,
  kind: "Deployment",
  metadata: { name: "web", namespace: "team" },
  spec,
});

const autonamed = { annotations: { "pulumi.com/autonamed": "true" } };

const CASES: readonly Case[] = [
  { title: "equal inputs", old: configMap({ data: { a: "1" } }), wanted: configMap({ data: { a: "1" } }), changes: [] },
  {
    title: "a secret and its plain value",
    old: configMap({ data: new Secret({ a: "1" }) }),
    wanted: configMap({ data: { a: new Secret("1") } }),
    changes: [],
  },
  {
    title: "null and nothing",
    old: configMap({ immutable: null }),
    wanted: configMap({ data: null }),
    changes: [],
  },
  {
    title: "data of a named ConfigMap",
    old: configMap({ data: { a: "1", b: "2" } }),
    wanted: configMap({ data: { a: "2", c: "3" } }),
    changes: ["!update data.a", "!delete data.b", "!add data.c"],
    deleteBeforeReplace: true,
  },
  {
    title: "data of an autonamed ConfigMap",
    old: configMap({ data: { a: "1" } }, autonamed),
    wanted: configMap({ data: { a: "2" } }, autonamed),
    changes: ["!update data.a"],
  },
  {
    title: "data that the provider may change in place",
    old: configMap({ data: { a: "1" } }),
    wanted: configMap({ data: { a: "2" } }),
    options: { mutableData: ["/ConfigMap"] },
    changes: ["update data.a"],
  },
  {
    title: "data that the API server does not let change",
    old: configMap({ data: { a: "1" }, immutable: true }),
    wanted: configMap({ data: { a: "2" }, immutable: true }),
    options: { mutableData: ["/ConfigMap"] },
    changes: ["!update data.a"],
    deleteBeforeReplace: true,
  },
  {
    title: "data that a Patch sets",
    old: configMap({ data: { a: "1" } }),
    wanted: configMap({ data: { a: "2" } }),
    options: { isPatch: true },
    changes: ["update data.a"],
  },
  {
    title: "another object for a Patch",
    old: configMap({}),
    wanted: configMap({}, { name: "other" }),
    options: { isPatch: true },
    changes: ["!update metadata.name"],
  },
  {
    title: "labels with keys that need quotes",
    old: configMap({}, { labels: { "a/b": "1" } }),
    wanted: configMap({}, { labels: { "a/b": "2", 'c"d\\': "3" } }),
    changes: ['update metadata.labels["a/b"]', 'add metadata.labels["c\\"d\\\\"]'],
  },
  {
    title: "another namespace",
    old: configMap({}),
    wanted: configMap({}, { namespace: "other" }),
    changes: ["!update metadata.namespace"],
  },
  {
    title: "a name that is not known yet",
    old: configMap({}),
    wanted: configMap({}, { name: UNKNOWN }),
    changes: ["!update metadata.name"],
  },
  {
    title: "an unknown where a value was",
    old: deployment({ replicas: 1 }),
    wanted: deployment({ replicas: UNKNOWN }),
    changes: ["update spec.replicas"],
  },
  {
    title: "items of lists",
    old: deployment({ list: [1, { a: 1 }, 3] }),
    wanted: deployment({ list: [1, { a: 2 }] }),
    changes: ["update spec.list[1].a", "delete spec.list[2]"],
  },
  {
    title: "a list that becomes a map",
    old: deployment({ list: [1] }),
    wanted: deployment({ list: { a: 1 } }),
    changes: ["update spec.list"],
  },
  {
    title: "a selector",
    old: deployment({ selector: { matchLabels: { app: "a" } } }),
    wanted: deployment({ selector: { matchLabels: { app: "b" } } }),
    changes: ["!update spec.selector.matchLabels.app"],
    deleteBeforeReplace: true,
  },
  {
    title: "another version of the same group",
    old: deployment({}, "apps/v1beta2"),
    wanted: deployment({}),
    changes: ["update apiVersion"],
  },
  {
    title: "another group",
    old: deployment({}, "extensions/v1beta1"),
    wanted: deployment({}),
    changes: ["!update apiVersion"],
    deleteBeforeReplace: true,
  },
  {
    title: "a state without inputs, of another tool",
    old: {},
    wanted: configMap({}),
    changes: ["add apiVersion", "!add kind", "add metadata"],
  },
];

describe("Kubernetes provider: difference", () => {
  for (const { title, old, wanted, options, changes, deleteBeforeReplace = false } of CASES)
    it(title, () => {
      const found = difference(old, wanted, options);
      assert.deepEqual(
        found.changes.map(({ path, kind, replaces }) => `${replaces ? "!" : ""}${kind} ${path}`),
        changes,
      );
      assert.equal(found.deleteBeforeReplace, deleteBeforeReplace);
    });
});
