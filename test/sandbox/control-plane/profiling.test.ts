import assert from "node:assert/strict";
import { request } from "node:https";
import type { Cluster } from "../../../sandbox/cluster.js";
import type { KeyPair } from "../../../sandbox/control-plane/pki.js";
import { sharedCluster } from "../../support/cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const PROFILES = ["/debug/pprof/", "/debug/pprof/profile?seconds=1", "/debug/pprof/heap", "/debug/flags/v"];

function status(port: number, path: string, client?: KeyPair): Promise<number | undefined> {
  return new Promise((done, failed) => {
    // Two of the servers have a certificate of their own making.
    const options = { host: "127.0.0.1", port, path, rejectUnauthorized: false, agent: false as const };
    const identity = client ? { cert: client.certificate, key: client.privateKey } : {};
    request({ ...options, ...identity }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on("error", failed)
      .end();
  });
}

describeWithTools("profiling", () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
  });

  it("NSA-AUTH-05, CIS-K8S-1.2.15, CIS-K8S-1.3.2, CIS-K8S-1.4.1, V-242409: is closed to administrators too, where metrics are open to them", async () => {
    const { ports, identities } = cluster.layout;
    const servers = {
      "kube-apiserver": { port: ports.apiServer, client: identities.admin, strangers: 401 },
      "kube-controller-manager": { port: ports.controllerManager, client: identities.admin, strangers: 403 },
      "kube-scheduler": { port: ports.scheduler, client: identities.admin, strangers: 403 },
    };
    for (const [name, { port, client, strangers }] of Object.entries(servers)) {
      for (const path of PROFILES) {
        assert.equal(await status(port, path, client), 404, `${name}: ${path}`);
        assert.equal(await status(port, path), strangers, `${name}: ${path} without credentials`);
      }
      assert.equal(await status(port, "/metrics", client), 200, name);
      assert.equal(await status(port, "/metrics"), strangers, `${name}: /metrics without credentials`);
    }
    for (const path of PROFILES)
      assert.equal(await status(ports.etcd, path, identities.etcdClient), 404, `etcd: ${path}`);
    assert.equal(await status(ports.etcd, "/metrics", identities.etcdClient), 200, "etcd");
  });
});
