import assert from "node:assert/strict";
import { inputsAfterDrift, inputsFromLive, stateOf } from "../../../../sandbox/plugins/kubernetes/state.js";
import { type JsonMap, Secret, type ValueMap } from "../../../../sandbox/plugins/provider/values.js";

interface Drift {
  readonly title: string;
  readonly inputs: ValueMap;
  readonly live: JsonMap;
  /** What the inputs read after the refresh; the inputs themselves where nothing drifted. */
  readonly seen?: ValueMap;
}

const DRIFTS: readonly Drift[] = [
  { title: "defaults of the server are none", inputs: { spec: { a: 1 } }, live: { spec: { a: 1, b: 2 } } },
  { title: "a changed value is", inputs: { spec: { a: 1 } }, live: { spec: { a: 2 } }, seen: { spec: { a: 2 } } },
  { title: "a removed value is", inputs: { spec: { a: 1 } }, live: { spec: {} }, seen: { spec: {} } },
  {
    title: "an empty value that the server drops is none",
    inputs: { spec: { a: {}, b: [], c: null } },
    live: { spec: {} },
  },
  {
    title: "hostNetwork: false that the server drops is none",
    inputs: { spec: { hostNetwork: false } },
    live: { spec: {} },
  },
  {
    title: "allowPrivilegeEscalation: false that somebody removed is",
    inputs: { securityContext: { allowPrivilegeEscalation: false } },
    live: { securityContext: {} },
    seen: { securityContext: {} },
  },
  {
    title: "a quantity in other words is none",
    inputs: { resources: { limits: { cpu: "1000m", memory: "1024Mi" } } },
    live: { resources: { limits: { cpu: "1", memory: "1Gi" } } },
  },
  {
    title: "another quantity is",
    inputs: { hard: { pods: "10" } },
    live: { hard: { pods: "20" } },
    seen: { hard: { pods: "20" } },
  },
  {
    title: "a text that looks like a quantity is",
    inputs: { data: { size: "1000m" } },
    live: { data: { size: "1" } },
    seen: { data: { size: "1" } },
  },
  {
    title: "an item added is",
    inputs: { list: [{ name: "a", x: 1 }] },
    live: { list: [{ name: "a", x: 1, y: 2 }, { name: "b" }] },
    seen: { list: [{ name: "a", x: 1 }, { name: "b" }] },
  },
  {
    title: "a list with secrets that moved stays hidden",
    inputs: { env: [{ name: "a", value: new Secret("s") }] },
    live: { env: [{ name: "new" }, { name: "a", value: "s" }] },
    seen: { env: new Secret([{ name: "new" }, { name: "a", value: "s" }]) },
  },
];

describe("Kubernetes provider: state", () => {
  for (const { title, inputs, live, seen = inputs } of DRIFTS)
    it(`drift: ${title}`, () => assert.deepEqual(inputsAfterDrift(inputs, live), seen));

  const live: JsonMap = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "s",
      namespace: "team",
      uid: "1",
      resourceVersion: "2",
      creationTimestamp: "3",
      managedFields: [],
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": `{"data":{"a":"eA=="}}` },
    },
    data: { a: "eA==" },
    status: {},
  };

  it("makes inputs of an object as its author would have written them, its data hidden", () =>
    assert.deepEqual(inputsFromLive(live), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s", namespace: "team" },
      data: new Secret({ a: "eA==" }),
    }));

  it("hides all data of a Secret, whatever its author marked", () =>
    assert.deepEqual(stateOf(live, { data: { a: "eA==" } }, "manager", "v1").data, new Secret({ a: "eA==" })));

  it("hides in the state what was secret in the inputs", () => {
    const state = stateOf({ kind: "ConfigMap", data: { a: "s", b: "t" } }, { data: { a: new Secret("s") } }, "m", "v1");
    assert.deepEqual(state.data, { a: new Secret("s"), b: "t" });
    assert.equal(state.__fieldManager, "m");
    assert.equal(state.__initialApiVersion, "v1");
  });
});
