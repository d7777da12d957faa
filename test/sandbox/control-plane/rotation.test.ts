import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  type EncryptionKey,
  encryptionConfiguration,
  type RotationStep,
  rotationPlan,
} from "../../../components/control-plane/index.js";
import { type Cluster, temporaryFolder } from "../../../sandbox/cluster.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { type FurtherApiServer, startApiServer } from "../../support/api-server.js";
import { sharedCluster } from "../../support/cluster.js";
import { KeyService, KmsPlugin } from "../../support/counterparts/kms-plugin.js";
import { encryptionsBelow, stored } from "../../support/etcd.js";
import { eventually } from "../../support/eventually.js";
import { describeWithOracle, describeWithTools, oracle } from "../../support/tiers.js";

const PREFIX = "/claims-rotation";
const RESOURCES = ["secrets", "configmaps", "serviceaccounts"] as const;
const KINDS = { secrets: "Secret", configmaps: "ConfigMap", serviceaccounts: "ServiceAccount" } as const;
const PLAIN = {
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "EncryptionConfiguration",
  resources: [{ resources: RESOURCES, providers: [{ identity: {} }] }],
} as const;

const secretbox = (name: string): EncryptionKey => ({ name, secret: randomBytes(32).toString("base64") });
const collection = (resource: string): string => `/api/v1/namespaces/default/${resource}`;

/** A program that reads all the time, and counts what it did not get. */
class Reader {
  reads = 0;
  readonly failures: string[] = [];
  private going = true;
  private readonly ended: Promise<void>;

  constructor(clients: readonly HttpsClient[], paths: readonly string[]) {
    this.ended = this.run(clients, paths);
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.ended;
  }

  private async run(clients: readonly HttpsClient[], paths: readonly string[]): Promise<void> {
    while (this.going)
      for (const path of paths)
        for (const client of clients) {
          const { status, text } = await client.send("GET", path);
          this.reads += 1;
          if (status !== 200) this.failures.push(`${path}: ${text}`);
        }
  }
}

/**
 * Two API servers in front of one etcd, as of a control plane that nobody may notice is being changed. They are the
 * project's own program, which looks at its file more often than once a minute.
 */
describeWithOracle(
  "encryption-reload",
  "the rotation of keys, on two API servers that read their files by themselves",
  () => {
    describeWithTools("step by step", () => {
      let cluster: Cluster;
      let servers: readonly FurtherApiServer[] = [];
      let reader: Reader | undefined;
      let folder: string;
      let remove: () => void;

      before(async () => {
        cluster = await sharedCluster();
        ({ folder, remove } = temporaryFolder());
        const { path: executable } = await oracle("encryption-reload");
        const ready = async (api: HttpsClient) =>
          (await api.send("GET", "/readyz")).status === 200 &&
          (await api.send("GET", "/api/v1/namespaces/default")).status === 200;
        const start = () => startApiServer({ cluster, executable, prefix: PREFIX, encryption: PLAIN, ready });
        servers = await Promise.all([start(), start()]);
        for (const resource of RESOURCES) for (const name of ["one", "two", "three"]) await write(0, resource, name);
        const paths = RESOURCES.flatMap((resource) =>
          ["one", "two", "three"].map((name) => `${collection(resource)}/${name}`),
        );
        reader = new Reader(
          servers.map(({ api }) => api),
          paths,
        );
      });
      after(async () => {
        await reader?.stop();
        await Promise.all(servers.map((server) => server.stop()));
        remove?.();
        const key = (text: string) => Buffer.from(text).toString("base64");
        await cluster?.etcd.json("POST", "/v3/kv/deleterange", {
          key: key(`${PREFIX}/`),
          range_end: key(`${PREFIX}0`),
        });
      });

      const at = (index: number): FurtherApiServer => servers[index] ?? assert.fail();
      const write = (index: number, resource: keyof typeof KINDS, name: string) =>
        at(index).api.json("POST", collection(resource), {
          apiVersion: "v1",
          kind: KINDS[resource],
          metadata: { name },
        });

      /** What the plan says must hold before the next step, asked of the server's metrics. */
      async function reload(server: FurtherApiServer, { configuration }: RotationStep): Promise<void> {
        if (configuration === undefined) return;
        const hash = createHash("sha256").update(stringify(configuration)).digest("hex");
        server.encrypt(configuration);
        await eventually("a new encryption configuration", async () => {
          const { text } = await server.api.send("GET", "/metrics");
          return text
            .split("\n")
            .some(
              (line) =>
                line.startsWith("apiserver_encryption_config_controller_last_config_info{") && line.includes(hash),
            );
        });
      }

      /** Both servers read what each of them writes now. */
      async function readBoth(name: string): Promise<void> {
        for (const resource of RESOURCES)
          for (const writer of [0, 1]) {
            const path = `${collection(resource)}/${name}-${writer}`;
            await write(writer, resource, `${name}-${writer}`);
            for (const one of servers) assert.equal((await one.api.send("GET", path)).status, 200, path);
          }
      }

      /** What `kubectl get … -o json | kubectl replace -f -` does. */
      async function rewrite(api: HttpsClient): Promise<void> {
        for (const resource of RESOURCES) {
          const { items } = await api.json<{ items: { metadata: { namespace: string; name: string } }[] }>(
            "GET",
            `/api/v1/${resource}`,
          );
          for (const item of items) {
            const { namespace, name } = item.metadata;
            const object = { apiVersion: "v1", kind: KINDS[resource], ...item };
            const { status, text } = await api.send(
              "PUT",
              `/api/v1/namespaces/${namespace}/${resource}/${name}`,
              object,
            );
            // Somebody else wrote it meanwhile, and so with the new key.
            assert.ok(status === 200 || status === 409, text);
          }
        }
      }

      const encryptions = () =>
        Promise.all(RESOURCES.map((resource) => encryptionsBelow(cluster, `${PREFIX}/${resource}/`)));

      async function rotate(current: readonly EncryptionKey[], next: EncryptionKey, to: string): Promise<void> {
        const title = `${current[0]?.name ?? "nothing"}-to-${next.name}`;
        for (const step of rotationPlan({ current, next, resources: RESOURCES })) {
          const failed = reader?.failures.length ?? 0;
          for (const server of servers) {
            await reload(server, step);
            await readBoth(`${title}-${step.action}-${servers.indexOf(server)}`);
          }
          if (step.action === "rewrite") await rewrite(at(1).api);
          assert.deepEqual(reader?.failures.slice(failed), [], `${title}: ${step.action}`);
        }
        for (const counts of await encryptions()) assert.deepEqual(Object.keys(counts), [to], title);
      }

      const first = secretbox("first");
      const second = secretbox("second");

      it("NSA-SEC-05, CIS-K8S-1.2.27: goes from plain text to a key, and no plain text is read any more", async () => {
        await rotate([], first, "secretbox:v1:first");
        // Somebody who gets at etcd puts a ConfigMap of their own there.
        const other = Object.values(await stored(cluster, `${PREFIX}/namespaces/default`))[0] ?? assert.fail();
        assert.ok(other.includes("Namespace"), "as plain text");
        const key = Buffer.from(`${PREFIX}/secrets/default/forged`).toString("base64");
        await cluster.etcd.json("POST", "/v3/kv/put", { key, value: other.toString("base64") });
        assert.equal((await at(0).api.send("GET", `${collection("secrets")}/forged`)).status, 500);
        await cluster.etcd.json("POST", "/v3/kv/deleterange", { key });
      });

      it("NSA-SEC-03, NSA-SEC-05, CIS-K8S-1.2.28, V-274882: goes from one key to the next, and the old one is gone", async () => {
        await rotate([first], second, "secretbox:v1:second");
      });

      it("NSA-SEC-04, NSA-SEC-05, CIS-K8S-1.2.28: goes from a key to a key management service", async () => {
        const plugin = new KmsPlugin(join(folder, "kms.sock"), new KeyService("one"));
        const hsm = { name: "hsm", endpoint: plugin.endpoint };
        // A file is not put into use before its service answers.
        const [add] = rotationPlan({ current: [second], next: hsm, resources: RESOURCES });
        at(0).encrypt(add?.configuration ?? assert.fail());
        await readBoth("unanswered");
        await plugin.start();
        await rotate([second], hsm, "kms:v2:hsm");
        assert.ok(plugin.calls.Encrypt > 0);
        plugin.stop();
      });

      it("NSA-SEC-05: has lost no read on the way", async () => {
        await reader?.stop();
        assert.deepEqual(reader?.failures, []);
        assert.ok((reader?.reads ?? 0) > 500, `${reader?.reads} reads`);
      });

      it("NSA-SEC-05: loses reads where a key is removed before everything is rewritten, which is what the order is for", async () => {
        const third = secretbox("third");
        at(0).encrypt(encryptionConfiguration({ keys: [third], resources: RESOURCES }));
        await eventually(
          "the loss",
          async () => (await at(0).api.send("GET", `${collection("secrets")}/one`)).status === 500,
        );
      });
    });
  },
);
