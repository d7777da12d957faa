import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import { DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";
import type { AdmissionExemption } from "../../../../components/index.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { COMPLIANT_CONTAINER, COMPLIANT_POD } from "../../../policy-pack/pods.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { INSTANCE_LABEL, install } from "./installed.js";
import { pathOf, WORKLOAD_KINDS, workloadOf } from "./workloads.js";

const NAMESPACE = "admission-limits";
const POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
const CONTAINERS = 100;
const CHECKED_LIMIT_MS = 60_000;

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

interface Checked {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly unknown[] };
  };
}

describeWithTools("all admission policies at once", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  const metadata = { name: "large", labels: { [INSTANCE_LABEL]: "all" } };
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
    remove = await install(
      cluster,
      ADMISSION_POLICIES.map((policy) => ({
        name: `${policy.id}.all`,
        policy,
        settings: SETTINGS,
        exemptions: EXEMPTIONS,
        label: "all",
      })),
    );
  });
  after(async () => {
    await remove?.();
    if (cluster !== undefined) await removeNamespace(cluster, NAMESPACE);
  });

  const post = async (path: string, body: object) => {
    const { status, text } = await cluster.api.send("POST", `${path}?dryRun=All`, body);
    return { status, message: status < 400 ? "" : (JSON.parse(text) as { message: string }).message };
  };

  it(`decide about a pod of ${CONTAINERS} containers within the API server's budget`, async () => {
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const more = { name: "more", labels: metadata.labels };
    assert.deepEqual(await post(pods, { metadata: more, spec: pod }), { status: 201, message: "" });
    const lists = { ...pod, initContainers: containers("init") };
    assert.deepEqual(await post(pods, { metadata: more, spec: lists }), { status: 201, message: "" });
    const worst = containers("app").map(({ securityContext: _, ...container }) => container);
    const refused = await post(pods, { metadata: more, spec: { ...pod, securityContext: {}, containers: worst } });
    assert.equal(refused.status, 422);
    assert.match(refused.message, /denied request: containers "app-0" and 99 more must set .*\. Fix: /);
  });

  it("decide about 100 ephemeral containers", async () => {
    const ephemeralContainers = containers("debug").map(({ resources: _, ...container }) => container);
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/large/ephemeralcontainers?dryRun=All`;
    const patch = { spec: { ephemeralContainers } };
    const { status, text } = await cluster.api.send("PATCH", path, patch, "application/merge-patch+json");
    assert.equal(status, 200, text);
  });

  for (const kind of WORKLOAD_KINDS)
    it(`decide about a ${kind.kind} of ${CONTAINERS} containers`, async () => {
      const body = workloadOf(kind, { ...metadata, name: "more" }, { spec: pod });
      assert.deepEqual(await post(pathOf(kind, NAMESPACE), body), { status: 201, message: "" });
    });

  it("have no expression that the API server's check of types minds", async () => {
    const end = Date.now() + CHECKED_LIMIT_MS;
    for (;;) {
      const { items } = await cluster.api.json<{ items: readonly Checked[] }>("GET", POLICIES);
      const own = items.filter(({ metadata: { name } }) => name.endsWith(".all"));
      assert.equal(own.length, ADMISSION_POLICIES.length);
      if (own.every(({ metadata: { generation }, status }) => status?.observedGeneration === generation)) {
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
});
