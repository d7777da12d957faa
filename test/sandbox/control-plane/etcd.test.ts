import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Cluster } from "../../../sandbox/cluster.js";
import { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { CertificateAuthority, type KeyPair } from "../../../sandbox/control-plane/pki.js";
import { sharedCluster } from "../../support/cluster.js";
import { describeWithTools } from "../../support/tiers.js";

describeWithTools("etcd", () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
  });

  it("NSA-CP-04, NSA-CP-08, CIS-K8S-2.1, CIS-K8S-2.3, CIS-K8S-2.4, CIS-K8S-2.5, CIS-K8S-2.6, CIS-K8S-2.7, V-242379, V-242426: knows clients and peers by certificates of its own authority alone, and shows one itself", async () => {
    const { layout } = cluster;
    const stranger = await CertificateAuthority.create("somebody-else");
    const own: KeyPair = {
      certificate: readFileSync(layout.file("etcdCertificate"), "utf8"),
      privateKey: readFileSync(layout.file("etcdKey"), "utf8"),
    };
    const callers: Readonly<Record<string, KeyPair | undefined>> = {
      "nobody's certificate": undefined,
      "a certificate of Kubernetes' authority": layout.identities.admin,
      "a certificate of another authority": await stranger.issue({ commonName: "etcd", hosts: ["127.0.0.1"] }),
    };
    const ports = { clients: layout.ports.etcd, peers: layout.ports.etcdPeer };
    const answer = async (port: number, pair: KeyPair | undefined, authority = layout.authorities.etcd) => {
      const client = new HttpsClient(`https://127.0.0.1:${port}`, authority, pair);
      try {
        return (await client.send("GET", "/version")).status;
      } catch {
        return "refused";
      } finally {
        client.close();
      }
    };
    for (const [whose, port] of Object.entries(ports)) {
      for (const [what, pair] of Object.entries(callers))
        assert.equal(await answer(port, pair), "refused", `${whose}: ${what}`);
      assert.equal(await answer(port, own), 200, whose);
      assert.equal(
        await answer(port, own, layout.authorities.kubernetes),
        "refused",
        `${whose}: who believes another authority`,
      );
    }
  });
});
