import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import { type AdmissionPolicy, DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";
import type { AdmissionExemption } from "../../../../components/index.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { COMPLIANT_CONTAINER, COMPLIANT_POD } from "../../../policy-pack/pods.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { install } from "./installed.js";
import { DEPLOYMENT, pathOf, WORKLOAD_KINDS, workloadOf } from "./workloads.js";

const NAMESPACE = "admission-limits";
const POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
const NEW_NAMESPACE = "admission-control-plane";
const CONTAINERS = 100;
const CHECKED_LIMIT_MS = 60_000;
const LIMIT_MS = 30_000;

/** For everything that can be exempt, and for nothing that is asked about. */
const EXEMPTIONS: readonly AdmissionExemption[] = Array.from({ length: 20 }, (_, index) => ({
  policies: ADMISSION_POLICIES.map(({ id }) => id),
  namespace: NAMESPACE,
  name: `somebody-else-*-${index}-*`,
  reason: "It writes beside its program until version 2.",
  owner: "team-shop",
  expires: "2999-12-31",
}));
const SETTINGS = {
  ...DEFAULT_SETTINGS,
  imageRegistries: [...Array.from({ length: 9 }, (_, index) => `registry-${index}.example/team`), "registry.example"],
};

/** An image with as long a name as people give them. */
const IMAGE = COMPLIANT_CONTAINER.image.replace("/app:", "/department/team/product/component-of-it/app:");

/** What the check of types has something to say of. */
const DOUBTFUL: AdmissionPolicy = {
  id: "doubtful",
  rules: [{ apiGroups: [""], resources: ["services"], operations: ["CREATE"] }],
  validations: [{ expression: 'object.spec.nothing == ""', message: "no", messageExpression: '"no"' }],
};

interface Listed {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly ownerReferences?: readonly unknown[] };
  }[];
}

interface Checked {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly unknown[] };
  };
}

describeWithTools("a cluster under all admission policies at once", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  const metadata = { name: "large" };
  const more = { name: "more" };
  const containers = (name: string) =>
    Array.from({ length: CONTAINERS }, (_, index) => ({
      ...COMPLIANT_CONTAINER,
      image: IMAGE,
      name: `${name}-${index}`,
    }));
  const pod = { ...COMPLIANT_POD, containers: containers("app") };
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    await enforcingNamespace(cluster, NAMESPACE, "privileged");
    await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, { metadata: { name: "app" } });
    await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/pods`, { metadata, spec: pod });
    remove = await install(cluster, [
      ...ADMISSION_POLICIES.map((policy) => ({
        name: `${policy.id}.all`,
        policy,
        settings: SETTINGS,
        exemptions: EXEMPTIONS,
        isWide: true,
      })),
      { name: "doubtful", policy: DOUBTFUL, settings: SETTINGS },
    ]);
  });
  after(async () => {
    await remove?.();
    if (cluster !== undefined) for (const name of [NAMESPACE, NEW_NAMESPACE]) await removeNamespace(cluster, name);
  });

  const post = async (path: string, body: object) => {
    const { status, text } = await cluster.api.send("POST", `${path}?dryRun=All`, body);
    return { status, message: status < 400 ? "" : (JSON.parse(text) as { message: string }).message };
  };

  it(`decides about a pod of ${CONTAINERS} containers within the API server's budget`, async () => {
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    assert.deepEqual(await post(pods, { metadata: more, spec: pod }), { status: 201, message: "" });
    const lists = { ...pod, initContainers: containers("init") };
    assert.deepEqual(await post(pods, { metadata: more, spec: lists }), { status: 201, message: "" });
    const worst = containers("app").map(({ securityContext: _, ...container }) => container);
    const refused = await post(pods, { metadata: more, spec: { ...pod, securityContext: {}, containers: worst } });
    assert.equal(refused.status, 422);
    assert.match(refused.message, /denied request: containers "app-0" and 99 more must set .*\. Fix: /);
  });

  it("decides about 100 ephemeral containers", async () => {
    const ephemeralContainers = containers("debug").map(({ resources: _, ...container }) => container);
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/large/ephemeralcontainers?dryRun=All`;
    const patch = { spec: { ephemeralContainers } };
    const { status, text } = await cluster.api.send("PATCH", path, patch, "application/merge-patch+json");
    assert.equal(status, 200, text);
  });

  for (const kind of WORKLOAD_KINDS)
    it(`decides about a ${kind.kind} of ${CONTAINERS} containers`, async () => {
      const body = workloadOf(kind, more, { spec: pod });
      assert.deepEqual(await post(pathOf(kind, NAMESPACE), body), { status: 201, message: "" });
    });

  it("has no expression that the API server's check of types minds", async () => {
    const end = Date.now() + CHECKED_LIMIT_MS;
    for (;;) {
      const { items } = await cluster.api.json<{ items: readonly Checked[] }>("GET", POLICIES);
      const doubtful = items.find(({ metadata: { name } }) => name === "doubtful");
      const own = items.filter(({ metadata: { name } }) => name.endsWith(".all"));
      assert.equal(own.length, ADMISSION_POLICIES.length);
      if ([...own, doubtful].every((each) => each?.status?.observedGeneration === each?.metadata.generation)) {
        assert.equal(doubtful?.status?.typeChecking?.expressionWarnings?.length, 1);
        for (const {
          metadata: { name },
          status,
        } of own)
          assert.deepEqual(status?.typeChecking?.expressionWarnings ?? [], [], name);
        return;
      }
      if (Date.now() > end) throw new Error("the API server does not check the types of admission policies");
      await sleep(100);
    }
  });

  async function until(what: string, check: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + LIMIT_MS;
    while (!(await check())) {
      if (Date.now() > end) throw new Error(`in vain waited until ${what}`);
      await sleep(25);
    }
  }

  it("still has namespaces that can be used, and controllers that make what they are for", async () => {
    const { api } = cluster;
    const labels = {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.36",
    };
    await api.json("POST", "/api/v1/namespaces", { metadata: { name: NEW_NAMESPACE, labels } });
    const path = `/api/v1/namespaces/${NEW_NAMESPACE}`;
    const isThere = (object: string) => async () => (await api.send("GET", `${path}/${object}`)).status === 200;
    await until("there is the default account", isThere("serviceaccounts/default"));
    await until("there is the authority", isThere("configmaps/kube-root-ca.crt"));
    const account = { metadata: { name: "app" }, automountServiceAccountToken: false };
    await api.json("POST", `${path}/serviceaccounts`, account);
    const made = WORKLOAD_KINDS.filter(({ kind }) => ["DaemonSet", "Deployment", "Job", "StatefulSet"].includes(kind));
    for (const kind of made) {
      const body = workloadOf(kind, { name: kind.kind.toLowerCase() }, { spec: COMPLIANT_POD });
      const running = JSON.parse(
        JSON.stringify(body).replace('"replicas":0', '"replicas":1').replace('"suspend":true', '"suspend":false'),
      );
      await api.json("POST", pathOf(kind, NEW_NAMESPACE), running);
    }
    await until("each has a pod", async () => {
      const { items } = await api.json<Listed>("GET", `${path}/pods`);
      return made.every(({ kind }) => items.some(({ metadata }) => metadata.name.startsWith(kind.toLowerCase())));
    });
  });

  it("refuses a user what its control plane may do", async () => {
    const body = workloadOf(DEPLOYMENT, { name: "web" }, { spec: COMPLIANT_POD });
    for (const namespace of ["kube-system", "default"]) {
      const { status, text } = await cluster.api.send("POST", `${pathOf(DEPLOYMENT, namespace)}?dryRun=All`, body);
      assert.equal(status, 422, text);
      assert.match(text, /ValidatingAdmissionPolicy 'no-(?:system-namespaces|default-namespace)\.all'/);
    }
  });

  it("can always be freed of a policy: the API server asks none about policies", async () => {
    const path = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    for (const { id } of ADMISSION_POLICIES) {
      const { status } = await cluster.api.send("DELETE", `${path}/${id}.all?dryRun=All`);
      assert.equal(status, 200);
    }
  });
});
