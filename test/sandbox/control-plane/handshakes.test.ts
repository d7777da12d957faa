import assert from "node:assert/strict";
import { connect, type SecureVersion, type TLSSocket } from "node:tls";
import type { Cluster } from "../../../sandbox/cluster.js";
import type { KeyPair } from "../../../sandbox/control-plane/pki.js";
import { sharedCluster } from "../../support/cluster.js";
import { equippedCluster } from "../../support/equipped-cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const VERSIONS: readonly SecureVersion[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/** Suites of TLS 1.2 by the key of the server's certificate; those that Go would take by itself are among the weak. */
const SUITES = {
  ECDSA: {
    strong: ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"],
    weak: [
      "ECDHE-ECDSA-AES128-SHA",
      "ECDHE-ECDSA-AES256-SHA",
      "ECDHE-ECDSA-AES128-SHA256",
      "ECDHE-ECDSA-AES256-SHA384",
      "ECDHE-ECDSA-CHACHA20-POLY1305",
    ],
  },
  RSA: {
    strong: ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384"],
    weak: [
      "AES128-SHA",
      "AES128-GCM-SHA256",
      "AES256-GCM-SHA384",
      "DHE-RSA-AES256-GCM-SHA384",
      "ECDHE-RSA-AES128-SHA",
      "ECDHE-RSA-AES256-SHA",
      "ECDHE-RSA-AES128-SHA256",
      "ECDHE-RSA-CHACHA20-POLY1305",
    ],
  },
} as const;

/** A server of the control plane: its port, and the key of its certificate. */
interface Server {
  readonly port: number;
  readonly key: keyof typeof SUITES;
  readonly client?: KeyPair;
}

function serversOf({ layout: { ports, identities } }: Cluster): Readonly<Record<string, Server>> {
  return {
    "kube-apiserver": { port: ports.apiServer, key: "ECDSA" },
    etcd: { port: ports.etcd, key: "ECDSA", client: identities.etcdClient },
    // A certificate of their own making, for whoever scrapes metrics on the same machine.
    "kube-controller-manager": { port: ports.controllerManager, key: "RSA" },
    "kube-scheduler": { port: ports.scheduler, key: "RSA" },
  };
}

/** What the two agree on, or the alert by which one of them refuses. */
function handshake({ port, client }: Server, version: SecureVersion, ciphers = "ALL:@SECLEVEL=0"): Promise<string> {
  return new Promise((done) => {
    const socket: TLSSocket = connect(
      {
        host: "127.0.0.1",
        port,
        // Whose certificate it is is asked elsewhere.
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        // OpenSSL itself refuses the weak at its default level; here the server is to refuse.
        ciphers,
        ...(client ? { cert: client.certificate, key: client.privateKey } : {}),
      },
      () => {
        done(`${socket.getProtocol()} ${socket.getCipher().name}`);
        socket.destroy();
      },
    );
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

describeWithTools("handshakes", () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
  });

  it("NSA-ENC-01, CIS-K8S-1.2.29, V-242376, V-242377, V-242378, V-242379: are of TLS 1.2 and 1.3 with all four servers", async () => {
    const seen: Record<string, string[]> = {};
    for (const [name, server] of Object.entries(serversOf(cluster)))
      seen[name] = await Promise.all(
        VERSIONS.map(async (version) => (await handshake(server, version)).split(" ")[0] ?? ""),
      );
    const refused = "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION";
    const wanted = [refused, refused, "TLSv1.2", "TLSv1.3"];
    assert.deepEqual(seen, Object.fromEntries(Object.keys(seen).map((name) => [name, wanted])));
  });

  it("NSA-ENC-01, CIS-K8S-1.2.29, V-242418: take strong suites, and none that is weak", async () => {
    for (const [name, server] of Object.entries(serversOf(cluster))) {
      const { strong, weak } = SUITES[server.key];
      for (const suite of strong)
        assert.equal(await handshake(server, "TLSv1.2", `${suite}:@SECLEVEL=0`), `TLSv1.2 ${suite}`, name);
      for (const suite of weak)
        assert.match(
          await handshake(server, "TLSv1.2", `${suite}:@SECLEVEL=0`),
          /HANDSHAKE_FAILURE$/,
          `${name}: ${suite}`,
        );
    }
  });

  it("NSA-ENC-01: are of TLS 1.3 alone where that is asked for", async () => {
    const server = serversOf(await equippedCluster())["kube-apiserver"] ?? assert.fail();
    assert.match(await handshake(server, "TLSv1.3"), /^TLSv1\.3 /);
    assert.match(await handshake(server, "TLSv1.2"), /PROTOCOL_VERSION$/);
  });
});
