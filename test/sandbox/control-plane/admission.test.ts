import assert from "node:assert/strict";
import type { Cluster } from "../../../sandbox/cluster.js";
import { sharedCluster } from "../../support/cluster.js";
import { type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-admission";
const BASE = `/api/v1/namespaces/${NAMESPACE}`;
const POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";

const pod = (name: string, image: string, imagePullPolicy?: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    ...Object.fromEntries(
      ["initContainers", "containers"].map((list) => [
        list,
        [
          {
            name: list.toLowerCase(),
            image,
            imagePullPolicy,
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          },
        ],
      ]),
    ),
  },
});
type Pod = { spec: Record<"initContainers" | "containers", { imagePullPolicy: string }[]> };
const service = (name: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

describeWithTools("admission", () => {
  let shared: Cluster;
  let equipped: EquippedCluster;

  before(async () => {
    shared = await sharedCluster();
    equipped = await equippedCluster();
    for (const { api } of [shared, equipped]) {
      await api.json("POST", "/api/v1/namespaces", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: NAMESPACE },
      });
    }
  });
  after(async () => {
    for (const { api } of [shared, equipped]) await api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  it("CIS-K8S-1.2.11: has every container's image pulled, and so its credentials checked, whatever the pod says", async () => {
    for (const policy of ["IfNotPresent", "Never", undefined]) {
      const path = `${BASE}/pods?dryRun=All`;
      const made = await shared.api.json<Pod>("POST", path, pod("cached", "registry.example/app:1", policy));
      const { initContainers, containers } = made.spec;
      assert.deepEqual(
        [...initContainers, ...containers].map(({ imagePullPolicy }) => imagePullPolicy),
        ["Always", "Always"],
        policy,
      );
    }
  });

  it("CIS-K8S-1.2.3: lets Services have no external addresses, at creation and later, and lets others be", async () => {
    const create = (name: string, spec: object) => shared.api.send("POST", `${BASE}/services`, service(name, spec));
    const stolen = { externalIPs: ["203.0.113.7"] };
    assert.equal((await create("plain", {})).status, 201);
    assert.equal((await create("stolen", stolen)).status, 403);
    const change = (spec: object) =>
      shared.api.send("PATCH", `${BASE}/services/plain`, { spec }, "application/merge-patch+json");
    assert.equal((await change(stolen)).status, 403);
    assert.equal((await change({ ports: [{ port: 81 }] })).status, 200);
  });

  it("CIS-K8S-1.2.9: takes so many events about one object, then answers 429, and goes on with others", async () => {
    const event = (about: string, n: number) => ({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `${about}.${n}` },
      involvedObject: { apiVersion: "v1", kind: "Pod", namespace: NAMESPACE, name: about, uid: about },
      source: { component: "claims" },
      reason: "Flood",
      message: "again",
      type: "Normal",
    });
    const send = async (about: string, n: number) =>
      (await shared.api.send("POST", `${BASE}/events`, event(about, n))).status;
    const statuses: number[] = [];
    // Some are let through again each second, however slow this machine is.
    while (!statuses.includes(429) && statuses.length < 1000)
      statuses.push(...(await Promise.all(Array.from({ length: 20 }, (_, n) => send("flooded", statuses.length + n)))));
    assert.ok(
      statuses.slice(0, 40).every((status) => status === 201),
      "the first are taken",
    );
    assert.deepEqual([...new Set(statuses)].sort(), [201, 429]);
    assert.equal(await send("quiet", 0), 201);
  });

  it("NSA-POD-08, CIS-K8S-5.5.1: asks about every image, and runs none while nobody answers", async () => {
    const create = (name: string, image: string) =>
      equipped.api.send("POST", `${BASE}/pods?dryRun=All`, pod(name, image));
    const foreign = await create("foreign", "elsewhere.example/app:1");
    assert.equal(foreign.status, 403);
    assert.match(foreign.text, /another registry/);
    assert.equal((await create("own", "registry.example/app:1")).status, 201);
    await equipped.images.stop();
    assert.equal((await create("unanswered", "registry.example/app:2")).status, 403);
    await equipped.images.start();
    assert.equal((await create("answered", "registry.example/app:3")).status, 201);
  });

  it("NSA-AUTH-11, CIS-K8S-5.2.1: holds to policies of its folder, which no administrator can see, change or remove", async () => {
    const { api } = equipped;
    const name = "no-load-balancers.static.k8s.io";
    const refused = async () => {
      const { status, text } = await api.send("POST", `${BASE}/services`, service("edge", { type: "LoadBalancer" }));
      assert.equal(status, 422, text);
      assert.match(text, /load balancers belong to the platform team/);
    };
    await refused();
    assert.equal((await api.send("GET", `${POLICIES}/${name}`)).status, 404);
    assert.equal((await api.send("DELETE", `${POLICIES}/${name}`)).status, 404);
    assert.equal((await api.send("DELETE", POLICIES)).status, 200);
    assert.equal((await api.send("DELETE", POLICIES.replace("policies", "policybindings"))).status, 200);
    const spec = {
      failurePolicy: "Ignore",
      matchConstraints: {
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["services"], operations: ["CREATE"] }],
      },
      validations: [{ expression: "true" }],
    };
    const policy = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy", spec };
    const make = (own: string) => api.send("POST", POLICIES, { ...policy, metadata: { name: own } });
    assert.equal((await make(name)).status, 422, "one of the same name");
    assert.equal((await make("claims-own-policy")).status, 201, "one of another name");
    await api.json("DELETE", `${POLICIES}/claims-own-policy`);
    await refused();
    assert.equal((await api.send("POST", `${BASE}/services`, service("inside", {}))).status, 201);
  });
});
