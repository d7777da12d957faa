import assert from "node:assert/strict";
import { noDefaultNamespace } from "../../../../components/baseline/admission/policies/no-default-namespace.js";
import { noExternalIps } from "../../../../components/baseline/admission/policies/no-external-ips.js";
import { noPrivilegedExec } from "../../../../components/baseline/admission/policies/no-privileged-exec.js";
import { noSystemNamespaces } from "../../../../components/baseline/admission/policies/no-system-namespaces.js";
import { requireNamespaceLabels } from "../../../../components/baseline/admission/policies/require-namespace-labels.js";
import { restrictImageRegistries } from "../../../../components/baseline/admission/policies/restrict-image-registries.js";
import { DEFAULT_SETTINGS } from "../../../../components/baseline/admission/policy.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import { enforcingNamespace, removeNamespace } from "../../../proof/pod-security/server.js";
import { sharedCluster } from "../../../support/cluster.js";
import { describeWithTools } from "../../../support/tiers.js";
import { asAccount } from "./account-client.js";
import { answerOf, INSTANCE_LABEL, install } from "./installed.js";

const PRIVILEGED = "admission-privileged";
const BASELINE = "admission-baseline";
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const ROLE = "admission-sessions";
const MERGE_PATCH = "application/merge-patch+json";
const SESSIONS = ["exec", "attach", "portforward"];

const EXEC = noPrivilegedExec.id;
const LABELS = requireNamespaceLabels.id;
const REGISTRIES = restrictImageRegistries.id;
const ADDRESSES = noExternalIps.id;

describeWithTools("admission policies that go by the namespace, or that no example reaches", function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let remove: (() => Promise<void>) | undefined;
  const accounts = `/api/v1/namespaces/${BASELINE}/serviceaccounts`;
  const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[]) => ({
    apiGroups: [apiGroup],
    resources,
    verbs,
  });
  const subresources = [...SESSIONS, "ephemeralcontainers"].map((name) => `pods/${name}`);
  const sessions = rule("", subresources, ["get", "create", "patch"]);
  const roles = {
    somebody: [sessions],
    "break-glass": [sessions, rule("rampart.dev", ["privilegedpods"], ["exec"])],
  };
  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    const { api } = cluster;
    await enforcingNamespace(cluster, PRIVILEGED, "privileged");
    await enforcingNamespace(cluster, BASELINE, "baseline");
    for (const [name, rules] of Object.entries(roles)) {
      await api.json("POST", accounts, { metadata: { name } });
      await api.json("POST", `${RBAC}/clusterroles`, { metadata: { name: `${ROLE}-${name}` }, rules });
      await api.json("POST", `${RBAC}/clusterrolebindings`, {
        metadata: { name: `${ROLE}-${name}` },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `${ROLE}-${name}` },
        subjects: [{ kind: "ServiceAccount", name, namespace: BASELINE }],
      });
    }
    await api.json(
      "PATCH",
      `/api/v1/namespaces/${BASELINE}`,
      {
        metadata: { annotations: { "rampart.dev/image-registries": "team.example/a, TEAM.example:5000" } },
      },
      MERGE_PATCH,
    );
    const pod = {
      metadata: { name: "agent" },
      spec: { containers: [{ name: "app", image: "registry.example/app:1" }] },
    };
    for (const namespace of [PRIVILEGED, BASELINE]) await api.json("POST", `/api/v1/namespaces/${namespace}/pods`, pod);
    remove = await install(cluster, [
      {
        name: EXEC,
        policy: { ...noPrivilegedExec, onlyIn: [PRIVILEGED, BASELINE] },
        settings: DEFAULT_SETTINGS,
        // A session has no labels.
        isWide: true,
      },
      {
        name: LABELS,
        policy: requireNamespaceLabels,
        settings: { ...DEFAULT_SETTINGS, namespaceLabels: ["owner", "example.com/cost"] },
      },
      { name: REGISTRIES, policy: restrictImageRegistries, settings: DEFAULT_SETTINGS },
      { name: ADDRESSES, policy: noExternalIps, settings: DEFAULT_SETTINGS },
    ]);
  });
  after(async () => {
    await remove?.();
    if (cluster === undefined) return;
    for (const name of Object.keys(roles))
      for (const kind of ["clusterrolebindings", "clusterroles"])
        await cluster.api.send("DELETE", `${RBAC}/${kind}/${ROLE}-${name}`);
    for (const namespace of [PRIVILEGED, BASELINE]) await removeNamespace(cluster, namespace);
  });

  /** Whether a session is refused; one that is let through fails later, for the node has no kubelet. */
  async function isRefused(account: string, namespace: string, session: string): Promise<boolean> {
    const ask = await asAccount(cluster, BASELINE, account);
    const pod = `/api/v1/namespaces/${namespace}/pods/agent`;
    const { status, message } =
      session === "ephemeralcontainers"
        ? await ask("PATCH", `${pod}/ephemeralcontainers?dryRun=All`, {
            spec: { ephemeralContainers: [{ name: "debug", image: "registry.example/debug:1" }] },
          })
        : await ask("POST", `${pod}/${session}?command=id&stdout=true`);
    const isOurs = message.includes(`ValidatingAdmissionPolicy '${EXEC}'`);
    assert.ok(isOurs || status === 200 || /no preferred addresses found/.test(message), `${status} ${message}`);
    return isOurs;
  }

  for (const session of [...SESSIONS, "ephemeralcontainers"])
    it(`NSA-AUTH-08: ${session} leads into a namespace of privileged pods only by a right of its own`, async () => {
      assert.equal(await isRefused("somebody", PRIVILEGED, session), true);
      assert.equal(await isRefused("break-glass", PRIVILEGED, session), false);
      assert.equal(await isRefused("somebody", BASELINE, session), false);
    });

  it("NSA-POD-06: takes the registries that a namespace names for itself, where the cluster has none", async () => {
    const ask = async (namespace: string, image: string) => {
      const metadata = { name: "web", labels: { [INSTANCE_LABEL]: REGISTRIES } };
      const body = { metadata, spec: { containers: [{ name: "app", image }] } };
      const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
      return answerOf(await cluster.api.send("POST", path, body), REGISTRIES).kind;
    };
    assert.equal(await ask(BASELINE, "team.example/a/web:1"), "accepted");
    assert.equal(await ask(BASELINE, "team.example:5000/web:1"), "accepted");
    for (const image of ["team.example/b/web:1", "team.example/ab/web:1", "nginx:1", "a/team.example/a:1"])
      assert.equal(await ask(BASELINE, image), "refused", image);
    assert.equal(await ask(PRIVILEGED, "nginx:1"), "accepted");
  });

  it("leaves what is in no namespace alone, where it judges what is in some", async () => {
    const remove = await install(
      cluster,
      [noDefaultNamespace, noSystemNamespaces].map((policy) => ({
        ...{ name: policy.id, policy, settings: DEFAULT_SETTINGS, isWide: true },
      })),
    );
    try {
      const metadata = { name: "in-no-namespace" };
      const paths = [`${RBAC}/clusterroles`, "/api/v1/namespaces", "/api/v1/namespaces/default/configmaps"];
      const kinds = paths.map(
        async (path) =>
          answerOf(await cluster.api.send("POST", `${path}?dryRun=All`, { metadata }), noDefaultNamespace.id).kind,
      );
      assert.deepEqual(await Promise.all(kinds), ["accepted", "accepted", "refused"]);
    } finally {
      await remove();
    }
  });

  it("refuses a namespace without the labels that the organisation wants", async () => {
    const ask = async (name: string, labels: object) => {
      const body = { metadata: { name, labels: { ...labels, [INSTANCE_LABEL]: LABELS } } };
      return answerOf(await cluster.api.send("POST", "/api/v1/namespaces?dryRun=All", body), LABELS).kind;
    };
    assert.equal(await ask("shop", { owner: "team-shop", "example.com/cost": "42" }), "accepted");
    assert.equal(await ask("shop", { owner: "team-shop" }), "refused");
    assert.equal(await ask("shop", { owner: "", "example.com/cost": "42" }), "refused");
  });

  it("refuses external IPs where the plugin that does so is not on, or lets them pass", async () => {
    // The plugin takes away addresses without a word, so that a Service which has some can still be asked about.
    const path = `/api/v1/namespaces/${BASELINE}/services`;
    const service = {
      metadata: { name: "web", labels: { [INSTANCE_LABEL]: ADDRESSES } },
      spec: { ports: [{ port: 80 }] },
    };
    await cluster.api.json("POST", path, service);
    await putIntoStore(`/registry/services/specs/${BASELINE}/web`, ["192.0.2.7", "192.0.2.8"]);
    const change = async (patch: object) =>
      answerOf(await cluster.api.send("PATCH", `${path}/web?dryRun=All`, patch, MERGE_PATCH), ADDRESSES).kind;
    assert.equal(await change({ spec: { externalIPs: ["192.0.2.7"] } }), "refused");
    assert.equal(await change({ spec: { externalIPs: null } }), "accepted");
    assert.equal(await change({ metadata: { annotations: { a: "b" } } }), "accepted");
  });

  /** Writes what no request of today could: an object from before a plugin was on. */
  async function putIntoStore(key: string, externalIPs: readonly string[]): Promise<void> {
    const stored = await cluster.api.json<{ spec: object }>("GET", `/api/v1/namespaces/${BASELINE}/services/web`);
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const value = JSON.stringify({
      apiVersion: "v1",
      kind: "Service",
      ...stored,
      spec: { ...stored.spec, externalIPs },
    });
    await cluster.etcd.json("POST", "/v3/kv/put", { key: base64(key), value: base64(value) });
  }
});
