import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  admissionConfiguration,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  encryptionConfiguration,
  type Flags,
  hardenedApiServerFlags,
  hardenedControllerManagerFlags,
  hardenedEtcdFlags,
  hardenedSchedulerFlags,
} from "../../../components/control-plane/index.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { sharedCluster } from "../../support/cluster.js";
import { describeWithTools } from "../../support/tiers.js";

describeWithTools("the programs of the sandbox", () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
  });

  /** Flags that a program runs with, as the kernel has them. */
  function flagsOf(name: string): Readonly<Record<string, string>> {
    const words = readFileSync(`/proc/${cluster.pids[name]}/cmdline`, "utf8").split("\0").slice(1, -1);
    return Object.fromEntries(words.map((word) => /^--([^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [word, ""]));
  }

  it("CIS-K8S-1.2.6, CIS-K8S-1.2.10, CIS-K8S-1.2.16, CIS-K8S-1.2.17, CIS-K8S-1.2.18, CIS-K8S-1.2.19, CIS-K8S-1.2.20, CIS-K8S-1.3.3, CIS-K8S-1.4.2: run with every flag that is written for others", () => {
    const { file } = cluster.layout;
    const written: Readonly<Record<string, Flags>> = {
      "kube-apiserver": hardenedApiServerFlags({
        files: {
          admission: file("admission"),
          authentication: file("authentication"),
          authorization: file("authorization"),
          encryption: file("encryption"),
        },
        audit: { policy: file("audit"), log: { path: file("auditLog") } },
        kubeletAuthority: file("kubernetesAuthority"),
      }),
      "kube-controller-manager": hardenedControllerManagerFlags(),
      "kube-scheduler": hardenedSchedulerFlags(),
      etcd: hardenedEtcdFlags(),
    };
    for (const [name, flags] of Object.entries(written)) {
      const running = flagsOf(name);
      assert.ok(Object.keys(flags).length > 3, name);
      for (const [flag, value] of Object.entries(flags))
        assert.equal(running[flag], String(value), `${name} --${flag}`);
    }
  });

  it("NSA-LOG-01, NSA-SEC-03, CIS-K8S-1.2.27, CIS-K8S-3.2.1: read the files that are written for others", () => {
    const read = (name: Parameters<typeof cluster.layout.file>[0]) =>
      parse(readFileSync(cluster.layout.file(name), "utf8"));
    assert.deepEqual(read("audit"), auditPolicy());
    assert.deepEqual(read("authentication"), authenticationConfiguration());
    assert.deepEqual(read("authorization"), authorizationConfiguration());
    const { plugins } = read("admission");
    const podSecurityVersion = plugins[0].configuration.defaults["enforce-version"];
    assert.deepEqual(read("admission"), admissionConfiguration({ podSecurityVersion }));
    const encryption = read("encryption");
    const keys = encryption.resources[0].providers[0].secretbox.keys;
    assert.deepEqual(encryption, encryptionConfiguration({ keys }));
  });
});
