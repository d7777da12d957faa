import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import type { Cluster } from "../../../sandbox/cluster.js";
import { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { sharedCluster } from "../../support/cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const POD = { apiVersion: "v1", kind: "Pod" };
const namespace = (name: string, labels = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

/** Every file and folder below a folder. */
const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));

interface AuditEvent {
  readonly level: string;
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
  readonly responseStatus?: { readonly code: number };
}

/** Waits until the API server's buffer has reached its log. */
async function auditEvents(cluster: Cluster, about: string): Promise<AuditEvent[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const lines = readFileSync(cluster.auditLog, "utf8").split("\n").slice(0, -1);
    const found = lines.filter((line) => line.includes(about)).map((line) => JSON.parse(line));
    if (found.length > 0) return found;
    await sleep(50);
  }
  throw new Error(`the audit log says nothing of ${about}`);
}

describeWithTools("the control plane", () => {
  let cluster: Cluster;
  let stranger: HttpsClient;

  before(async () => {
    cluster = await sharedCluster();
    stranger = new HttpsClient(cluster.server, cluster.authority);
  });
  after(() => stranger?.close());

  it("NSA-AUTH-04, CIS-K8S-1.2.1: answers anonymous requests on the health paths alone", async () => {
    for (const path of ["/livez", "/readyz", "/healthz"])
      assert.equal((await stranger.send("GET", path)).status, 200, path);
    for (const path of [
      "/",
      "/api",
      "/apis",
      "/version",
      "/metrics",
      "/openapi/v2",
      "/api/v1/namespaces",
      "/livez/ping",
    ])
      assert.equal((await stranger.send("GET", path)).status, 401, path);
  });

  it("NSA-AUTH-02, CIS-K8S-1.2.2: takes no token that it did not sign", async () => {
    const url = new URL("/api/v1/namespaces", cluster.server);
    const forged = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"system:admin"}').toString("base64url")}.`;
    for (const token of ["secret", forged]) {
      const status = await new Promise((done, failed) => {
        const socket = connect(
          { host: "127.0.0.1", port: Number(url.port), ca: cluster.authority, ALPNProtocols: ["http/1.1"] },
          () =>
            socket.write(
              `GET ${url.pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
            ),
        );
        socket.once("data", (data) => done(String(data).split(" ")[1])).once("error", failed);
      });
      assert.equal(status, "401");
    }
  });

  it("NSA-SEC-03, CIS-K8S-1.2.28: keeps Secrets as secretbox ciphertext in etcd", async () => {
    const value = "correct horse battery staple";
    await cluster.api.json("POST", "/api/v1/namespaces", namespace("claims-secret"));
    await cluster.api.json("POST", "/api/v1/namespaces/claims-secret/secrets", {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "plain" },
      stringData: { value },
    });
    const { kvs } = await cluster.etcd.json<{ kvs: { value: string }[] }>("POST", "/v3/kv/range", {
      key: Buffer.from("/registry/secrets/claims-secret/plain").toString("base64"),
    });
    const stored = Buffer.from(kvs[0]?.value ?? "", "base64").toString("latin1");
    assert.ok(stored.startsWith("k8s:enc:secretbox:v1:"));
    assert.ok(!stored.includes(value));
    const events = await auditEvents(cluster, '"claims-secret","name":"plain"');
    for (const event of events) {
      assert.equal(event.level, "Metadata", "NSA-LOG-02: a Secret is logged without its body");
      assert.equal(event.requestObject, undefined);
      assert.equal(event.responseObject, undefined);
    }
    const log = readFileSync(cluster.auditLog, "utf8");
    for (const form of [value, Buffer.from(value).toString("base64")]) assert.ok(!log.includes(form));
  });

  it("NSA-POD-09, V-254800: enforces Pod Security where a namespace says nothing", async () => {
    await cluster.api.json("POST", "/api/v1/namespaces", namespace("claims-unlabelled"));
    const refused = await cluster.api.send("POST", "/api/v1/namespaces/claims-unlabelled/pods", {
      ...POD,
      metadata: { name: "root" },
      spec: { containers: [{ name: "app", image: "registry.example/app:1" }] },
    });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /violates PodSecurity \\"restricted:v1\.\d+\\"/);
    const [event] = await auditEvents(cluster, '"claims-unlabelled","name":"root"');
    assert.equal(event?.responseStatus?.code, 403, "NSA-LOG-01: the refusal is logged");
  });

  it("NSA-LOG-08: logs anonymous requests although they are refused", async () => {
    await stranger.send("GET", "/api/v1/namespaces/claims-anonymous/pods");
    const [event] = await auditEvents(cluster, "/api/v1/namespaces/claims-anonymous/pods");
    assert.equal(event?.responseStatus?.code, 401);
  });

  it("NSA-CP-08, CIS-K8S-2.2: lets nobody into etcd without a certificate of its own authority", async () => {
    // The handshake with etcd fails before a request is sent.
    const anonymous = new HttpsClient(
      cluster.etcd.server,
      readFileSync(join(cluster.folder, "pki/etcd-ca.crt"), "utf8"),
    );
    await assert.rejects(anonymous.send("GET", "/v3/kv/range"));
    anonymous.close();
  });

  it("NSA-AUTH-07, CIS-K8S-1.2.8: gives the administrator rights by a binding, not by system:masters", async () => {
    const review = await cluster.api.json<{ status: { userInfo: { username: string; groups: string[] } } }>(
      "POST",
      "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    );
    assert.deepEqual(review.status.userInfo.groups.sort(), ["rampart:administrators", "system:authenticated"]);
  });

  it("NSA-CP-10, CIS-K8S-1.1.21: keeps every file to its owner, and no authority's private key", () => {
    const files = below(cluster.folder);
    assert.ok(files.length > 15);
    assert.equal(statSync(cluster.folder).mode & 0o777, 0o700);
    for (const path of files) {
      const stat = statSync(path);
      if (stat.isSocket()) continue;
      assert.equal(stat.mode & 0o077, 0, `${path} is open to others: ${(stat.mode & 0o777).toString(8)}`);
    }
    assert.ok(!files.some((path) => /ca\.key$/.test(path)));
  });

  it("NSA-CP-06, CIS-K8S-1.3.7: listens on loopback alone", () => {
    const sockets = new Set(
      Object.values(cluster.pids).flatMap((pid) => {
        const listening = ["tcp", "tcp6"].flatMap((table) =>
          readFileSync(`/proc/${pid}/net/${table}`, "utf8")
            .split("\n")
            .map((line) => line.trim().split(/\s+/))
            .filter(([, , , state]) => state === "0A")
            .map(([, local = "", , , , , , , , inode = ""]) => ({ local, inode })),
        );
        const own = new Set(
          readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
            try {
              return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
            } catch {
              return [];
            }
          }),
        );
        return listening.filter(({ inode }) => own.has(inode)).map(({ local }) => local.split(":")[0] ?? "");
      }),
    );
    assert.notEqual(sockets.size, 0);
    for (const address of sockets) assert.match(address, /^(0100007F|0{24}01000000|0{16}FFFF00000100007F)$/i);
  });

  it("NSA-ENC-01, CIS-K8S-1.2.29: speaks TLS 1.2 and newer, with certificates that end soon", async () => {
    const { port } = new URL(cluster.server);
    const handshake = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") =>
      new Promise<Date>((done, failed) => {
        const socket = connect(
          {
            host: "127.0.0.1",
            port: Number(port),
            ca: cluster.authority,
            minVersion: version,
            maxVersion: version,
            // OpenSSL itself refuses old versions at its default level; here the server is to refuse.
            ciphers: "DEFAULT@SECLEVEL=0",
          },
          () => {
            done(new Date(socket.getPeerCertificate().valid_to));
            socket.destroy();
          },
        );
        socket.once("error", failed);
      });
    await assert.rejects(handshake("TLSv1.1"));
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const days = ((await handshake(version)).getTime() - Date.now()) / 86_400_000;
      assert.ok(days > 0 && days <= 7, `${days} days`);
    }
  });

  it("CIS-K8S-1.2.3: refuses Services that claim external addresses", async () => {
    const { status } = await cluster.api.send("POST", "/api/v1/namespaces/default/services", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "stolen" },
      spec: { ports: [{ port: 80 }], externalIPs: ["203.0.113.7"] },
    });
    assert.equal(status, 403);
  });
});
