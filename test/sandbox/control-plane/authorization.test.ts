import assert from "node:assert/strict";
import { NODE_NAME } from "../../../sandbox/control-plane/commands.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { Callers } from "../../support/callers.js";
import type { Webhook } from "../../support/counterparts/webhook.js";
import { type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const RBAC = "/apis/rbac.authorization.k8s.io/v1";

describeWithTools("webhooks of authorization", () => {
  let cluster: EquippedCluster;
  let callers: Callers;
  let people: Readonly<Record<"alice" | "mallory", HttpsClient>>;

  before(async () => {
    cluster = await equippedCluster();
    callers = new Callers(cluster);
    const groups = ["rampart:administrators"];
    people = { alice: await callers.certified("alice", groups), mallory: await callers.certified("mallory", groups) };
    for (const name of ["guarded", "open"])
      await cluster.api.json("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  });
  after(async () => {
    callers?.close();
    for (const name of ["guarded", "open"]) await cluster?.api.send("DELETE", `/api/v1/namespaces/${name}`);
  });

  /** Names that nothing has: an answer that the API server remembers is then no answer to this question. */
  let names = 0;
  const some = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps/nothing-${names++}`;
  const status = async (client: HttpsClient, method: string, path: string) => (await client.send(method, path)).status;
  const askedDuring = async (webhook: Webhook, action: () => Promise<unknown>) => {
    const before = webhook.asked.length;
    await action();
    return webhook.asked.slice(before).map(({ user }) => user);
  };

  it("NSA-AUTH-07, CIS-K8S-1.2.6: refuse what RBAC would allow, and leave the rest to RBAC", async () => {
    assert.equal(await status(people.alice, "GET", some("open")), 404, "RBAC allows it");
    assert.equal(await status(people.mallory, "GET", some("open")), 403, "RBAC would allow it as well");
    const nobody = await callers.certified("nobody", []);
    assert.equal(await status(nobody, "GET", some("open")), 403, "no opinion is no permission");
  });

  it("NSA-AUTH-07: are asked about what their conditions say, and about nothing else", async () => {
    const { veto, guard, api } = cluster;
    const delay = await callers.certified("alice-in-guarded", ["rampart:administrators"]);
    assert.deepEqual(await askedDuring(guard, () => delay.send("GET", some("guarded"))), ["alice-in-guarded"]);
    assert.deepEqual(await askedDuring(guard, () => delay.send("GET", some("open"))), []);
    assert.equal(await status(people.alice, "DELETE", some("guarded")), 403, "denied in this namespace");
    assert.equal(await status(people.alice, "DELETE", some("open")), 404, "and in no other");

    const node = await callers.certified(`system:node:${NODE_NAME}`, ["system:nodes"]);
    const token = await api.json<{ status: { token: string } }>(
      "POST",
      "/api/v1/namespaces/kube-system/serviceaccounts/default/token",
      { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
    );
    const account = "system:serviceaccount:kube-system:default";
    const own = callers.bearing(token.status.token);
    assert.equal(await status(own, "GET", some("open")), 403);
    assert.equal(await status(node, "GET", `/api/v1/nodes/${NODE_NAME}`), 200);
    assert.equal(await status(people.alice, "GET", "/version"), 200);
    const users = new Set(veto.asked.map(({ user }) => user));
    assert.ok(users.has("alice") && users.has("mallory"));
    for (const user of [`system:node:${NODE_NAME}`, account, "system:kube-controller-manager", "system:apiserver"])
      assert.ok(!users.has(user), user);
    assert.ok(veto.asked.every(({ resourceAttributes }) => resourceAttributes !== undefined));
  });

  it("NSA-AUTH-07: refuse what they are asked about while they do not answer, and nothing else", async () => {
    const { veto, guard } = cluster;
    const guarded = some("guarded");
    const name = guarded.split("/").at(-1);
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
    await guard.stop();
    // Not 403: whether it would have been allowed is not known.
    assert.equal(await status(people.alice, "GET", some("guarded")), 500, "its service is gone");
    const write = await people.alice.send("POST", "/api/v1/namespaces/guarded/configmaps", object);
    assert.equal(write.status, 500, write.text);
    assert.equal(await status(people.alice, "GET", some("open")), 404, "it would not have been asked");
    await veto.stop();
    assert.equal(await status(people.alice, "GET", some("open")), 500);
    assert.equal(await status(people.alice, "GET", `${RBAC}/clusterroles/nothing-${names++}`), 500);
    assert.equal(await status(people.alice, "GET", "/version"), 200, "no resource");
    const node = await callers.certified(`system:node:${NODE_NAME}`, ["system:nodes"]);
    assert.equal(await status(node, "GET", `/api/v1/nodes/${NODE_NAME}`), 200, "the cluster keeps itself alive");
    await Promise.all([veto.start(), guard.start()]);
    assert.equal(await status(people.alice, "GET", guarded), 404, "nothing was written meanwhile");
    assert.equal(await status(people.alice, "GET", some("open")), 404);
  });
});
