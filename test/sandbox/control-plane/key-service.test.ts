import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { encryptionConfiguration } from "../../../components/control-plane/index.js";
import { temporaryFolder } from "../../../sandbox/cluster.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { type FurtherApiServer, startApiServer } from "../../support/api-server.js";
import { KmsPlugin } from "../../support/counterparts/kms-plugin.js";
import { EQUIPPED_RESOURCES, type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { encryptionsBelow, stored } from "../../support/etcd.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-kms";
const SECRETS = `/api/v1/namespaces/${NAMESPACE}/secrets`;
const KEYS: Readonly<Record<(typeof EQUIPPED_RESOURCES)[number], string>> = {
  secrets: "/registry/secrets/",
  configmaps: "/registry/configmaps/",
  serviceaccounts: "/registry/serviceaccounts/",
  "networkpolicies.networking.k8s.io": "/registry/networkpolicies/",
};

describeWithTools("a key management service", () => {
  let cluster: EquippedCluster;
  const value = `planted-${randomBytes(12).toString("hex")}`;
  const secret = (name: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData: { value } });

  before(async () => {
    cluster = await equippedCluster();
    await cluster.api.json("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: NAMESPACE },
    });
    await cluster.api.json("POST", SECRETS, secret("one"));
    await cluster.api.json("POST", `/api/v1/namespaces/${NAMESPACE}/configmaps`, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "one" },
      data: { value },
    });
    await cluster.api.json("POST", `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`, {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "one" },
      spec: { podSelector: {} },
    });
  });
  after(() => cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`));

  it("NSA-SEC-03, NSA-SEC-04, NSA-CP-09, CIS-K8S-1.2.27, CIS-K8S-1.2.28, V-274882: encrypts every value of every resource it was told of, since the first", async () => {
    for (const [resource, key] of Object.entries(KEYS)) {
      const counts = await encryptionsBelow(cluster, key);
      assert.deepEqual(Object.keys(counts), ["kms:v2:hsm"], resource);
    }
    const namespaces = await encryptionsBelow(cluster, "/registry/namespaces/");
    assert.deepEqual(Object.keys(namespaces), ["plain text"], "what it was not told of");
    for (const [key, held] of Object.entries(await stored(cluster, "/registry/")))
      assert.ok(!held.includes(value) && !held.includes(Buffer.from(value).toString("base64")), key);
    const read = await cluster.api.json<{ data: { value: string } }>("GET", `${SECRETS}/one`);
    assert.equal(Buffer.from(read.data.value, "base64").toString(), value);
  });

  it("NSA-SEC-03: notices that a value was changed, or put in another's place", async () => {
    const key = (name: string): string => `/registry/secrets/${NAMESPACE}/${name}`;
    const encoded = (data: string | Buffer) => Buffer.from(data).toString("base64");
    const put = (name: string, held: Buffer) =>
      cluster.etcd.json("POST", "/v3/kv/put", { key: encoded(key(name)), value: encoded(held) });
    const status = async (name: string) => (await cluster.api.send("GET", `${SECRETS}/${name}`)).status;
    const original = (await stored(cluster, key("one")))[key("one")] ?? assert.fail();
    const changed = Buffer.from(original);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    const forged = {
      changed,
      cut: original.subarray(0, -1),
      "without encryption": Buffer.from("k8s:enc:kms:v2:hsm:"),
      "of another object": original,
    };
    for (const [what, held] of Object.entries(forged)) {
      await put("forged", held);
      assert.equal(await status("forged"), 500, what);
    }
    assert.equal(await status("one"), 200);
    await cluster.etcd.json("POST", "/v3/kv/deleterange", { key: encoded(key("forged")) });
  });

  describe("that does not answer", () => {
    let remove: () => void;
    let further: FurtherApiServer;
    let plugin: KmsPlugin;
    before(async () => {
      const place = temporaryFolder();
      remove = place.remove;
      plugin = new KmsPlugin(join(place.folder, "kms.sock"), cluster.keyService);
      const ready = async (api: HttpsClient) =>
        (await api.send("GET", `/api/v1/namespaces/${NAMESPACE}`)).status === 200;
      const encryption = encryptionConfiguration({
        keys: [{ name: "hsm", endpoint: plugin.endpoint, timeout: "1s" }],
        resources: EQUIPPED_RESOURCES,
      });
      further = await startApiServer({ cluster, encryption, ready });
    });
    after(async () => {
      await further?.stop();
      plugin?.stop();
      remove?.();
    });

    const status = async (method: string, path: string, body?: object) =>
      (await further.api.send(method, path, body)).status;
    const readable = async () => (await status("GET", "/readyz")) === 200;

    it("NSA-SEC-04: lets an API server start, and neither read nor write what it encrypts, and says so", async () => {
      assert.equal(await status("GET", "/readyz"), 500);
      assert.equal(await status("GET", "/readyz/kms-providers"), 500);
      assert.equal(await status("GET", `${SECRETS}/one`), 500);
      const write = await further.api.send("POST", SECRETS, secret("two"));
      assert.equal(write.status, 500);
      assert.ok(!write.text.includes(value));
      assert.equal(await status("GET", `/api/v1/namespaces/${NAMESPACE}`), 200, "what it does not encrypt");
      assert.equal((await cluster.api.send("GET", `${SECRETS}/two`)).status, 404, "nothing is written in plain text");
    });

    it("NSA-SEC-04, NSA-SEC-05: is found when it comes, without a restart, and with the key that it has by then", async () => {
      cluster.keyService.rotate("key-of-tomorrow");
      await plugin.start();
      await eventually("the key management service", readable);
      assert.equal(await status("GET", `${SECRETS}/one`), 200);
      assert.equal(await status("POST", SECRETS, secret("two")), 201);
      assert.equal((await cluster.api.send("GET", `${SECRETS}/two`)).status, 200, "by the other API server");
      const held = await stored(cluster, `/registry/secrets/${NAMESPACE}/`);
      const has = (name: string, key: string) => held[`/registry/secrets/${NAMESPACE}/${name}`]?.includes(key);
      assert.deepEqual([has("one", "key-of-today"), has("two", "key-of-tomorrow")], [true, true]);
    });

    it("NSA-SEC-04: may be away for a while: what was read once is read again, without asking it", async () => {
      plugin.stop();
      const { Decrypt } = plugin.calls;
      assert.equal(await status("GET", `${SECRETS}/one`), 200);
      assert.equal(await status("GET", `${SECRETS}/two`), 200);
      assert.equal(plugin.calls.Decrypt, Decrypt);
    });
  });
});
