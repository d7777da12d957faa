import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coverageOf } from "../../../cli/check/coverage.js";
import { check } from "../../../cli/check/index.js";
import type { CheckReport } from "../../../cli/check/report.js";
import { policies } from "../../../policy-pack/policies/index.js";

describe("rampart check on files of a control plane", () => {
  const folder = mkdtempSync(join(tmpdir(), "rampart-control-plane-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const checked = (text: string): Promise<CheckReport> => {
    const file = join(folder, "file.yaml");
    writeFileSync(file, text);
    return check({ paths: [file], only: [], exclude: [] });
  };
  const lines = async (text: string) =>
    (await checked(text)).findings.map(({ policy, resource }) => `${resource.line} ${policy}`);

  it("tells the line of the setting, or of the list where it is missing", async () =>
    assert.deepEqual(
      await lines(
        [
          "apiVersion: kubelet.config.k8s.io/v1beta1",
          "kind: KubeletConfiguration",
          "authentication:",
          "  anonymous:",
          "    enabled: true",
          "  x509: {clientCAFile: /ca.crt}",
          "rotateCertificates: true",
          "serverTLSBootstrap: true",
          "seccompDefault: true",
          "protectKernelDefaults: true",
          "podPidsLimit: 100",
        ].join("\n"),
      ),
      ["5 restrict-kubelet-access"],
    ));

  it("recognises etcd's file, which does not say what it is", async () => {
    const etcd =
      "name: a\ndata-dir: /var/lib/etcd\nlisten-client-urls: https://a:2379\nclient-transport-security:\n  auto-tls: yes\n";
    assert.deepEqual(await lines(etcd), ["5 no-etcd-self-signed-certificates", "4 require-etcd-tls"]);
    const { skipped } = await checked("data-dir: /var/lib/app\nname: app\n");
    assert.equal(skipped[0]?.skipped, "no apiVersion");
  });

  it("names a file of a version that Kubernetes does not read, and is not complete then", async () => {
    const { problems } = await checked("---\napiVersion: kubeadm.k8s.io/v1beta1\nkind: ClusterConfiguration\n");
    assert.deepEqual(
      problems.map(({ line, problem }) => `${line}: ${problem}`),
      ["2: ClusterConfiguration of kubeadm.k8s.io has the versions v1beta3, v1beta4, v1, and not this one"],
    );
  });

  it("says of each control whether it is met, though one policy serves several", async () => {
    const report = await checked(
      "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 10255\nauthentication: {x509: {clientCAFile: /ca.crt}}\n",
    );
    const states = new Map(
      coverageOf(report, policies).flatMap(({ controls }) => controls.map(({ id, state }) => [id, state])),
    );
    assert.deepEqual(
      ["CIS-K8S-4.2.4", "V-242387", "NSA-AUTH-05", "CIS-K8S-4.2.1", "CIS-K8S-4.2.13", "CIS-K8S-1.2.15"].map((id) =>
        states.get(id),
      ),
      ["violated", "violated", "violated", "met", "violated", "not-judged"],
    );
    assert.deepEqual(report.findings.find(({ policy }) => policy === "restrict-kubelet-access")?.controls, [
      "CIS-K8S-4.2.4",
      "CIS-EKS-3.2.4",
      "V-242387",
      "NSA-AUTH-05",
    ]);
  });
});
