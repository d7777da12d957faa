import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { kubeadmInitConfiguration } from "../../../components/control-plane/index.js";
import { KERNEL_DEFAULTS } from "../../../components/control-plane/kubelet/configuration.js";
import { bottlerocketSettings } from "../../../components/eks/node-group/bottlerocket.js";
import { kubeletPreset } from "../../../components/eks/node-group/kubelet-preset.js";
import { nodeadmUserData } from "../../../components/eks/node-group/nodeadm.js";
import { broken, found, PART_POLICIES } from "../../policy-pack/control-plane/judged.js";
import { kubeadmValidate } from "../../support/kubeadm.js";
import { describeWithOracle } from "../../support/tiers.js";

const PRESET = kubeletPreset({});
const encoded = (text: string): string => Buffer.from(text).toString("base64");
const template = (userData: string) => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  props: { userData: encoded(userData) },
});

/** Tables and their values of TOML as far as Bottlerocket's settings use it; anything else fails. */
function tables(toml: string): Record<string, Record<string, unknown>> {
  const read: Record<string, Record<string, unknown>> = {};
  let table: Record<string, unknown> | undefined;
  for (const line of toml.split("\n").filter((text) => text !== "")) {
    const name = /^\[([a-z0-9.-]+)\]$/.exec(line)?.[1];
    if (name !== undefined) {
      assert.ok(!(name in read), `${name} is there twice`);
      read[name] = table = {};
      continue;
    }
    const [, bare, quoted, value = ""] =
      /^(?:([\w-]+)|"([\w.-]+)") = (true|false|\d+|"[^"\\]*")$/.exec(line) ?? assert.fail(`no TOML: ${line}`);
    (table ?? assert.fail(`no table before: ${line}`))[bare ?? quoted ?? ""] = JSON.parse(value);
  }
  return read;
}

describe("the user data of Amazon Linux 2023", () => {
  it("CIS-EKS-3.2.1, CIS-EKS-3.2.2, CIS-EKS-3.2.3, CIS-EKS-3.2.4, CIS-EKS-3.2.5, CIS-EKS-3.2.6, CIS-EKS-3.2.7, CIS-EKS-3.2.9, NSA-AUTH-05: configures a kubelet that every policy on parts passes", () => {
    assert.deepEqual(found(template(nodeadmUserData(PRESET))), []);
    // The policies do look into it.
    const loose = nodeadmUserData(PRESET).replace("readOnlyPort: 0", "readOnlyPort: 10255");
    assert.deepEqual(broken(template(loose)), ["restrict-kubelet-access"]);
    assert.ok(PART_POLICIES.length > 5);
  });

  it("V-242434: is parts of MIME, one for nodeadm and one that sets the kernel as the kubelet demands", () => {
    const [head = "", ...parts] = nodeadmUserData(PRESET).split("--rampart");
    assert.match(head, /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="rampart"\n\n$/);
    assert.equal(parts.pop(), "--\n");
    const bodies = parts.map((part) => {
      const [, type = "", body = ""] = /^\nContent-Type: (\S+); charset="us-ascii"\n\n([\s\S]*)$/.exec(part) ?? [];
      return [type, load(body)] as const;
    });
    assert.deepEqual(
      bodies.map(([type]) => type),
      ["application/node.eks.aws", "text/cloud-config"],
    );
    const [node, cloud] = bodies.map(([, body]) => body as Record<string, unknown>);
    assert.deepEqual(node, {
      apiVersion: "node.eks.aws/v1alpha1",
      kind: "NodeConfig",
      spec: { kubelet: { config: JSON.parse(JSON.stringify(PRESET)) } },
    });
    const { write_files: files } = cloud as { write_files: readonly [{ readonly content: string }] };
    for (const [key, value] of Object.entries(KERNEL_DEFAULTS))
      assert.ok(files[0].content.includes(`${key} = ${value}\n`), key);
  });

  it("leaves to EKS what is EKS's", () => {
    for (const field of [
      "rotateCertificates",
      "kubeReserved",
      "systemReserved",
      "clusterDNS",
      "maxPods",
      "staticPodPath",
    ])
      assert.ok(!(field in PRESET), field);
  });
});

describe("the user data of Bottlerocket", () => {
  it("V-242434, NSA-POD-19, NSA-NET-13, CIS-EKS-3.2.7, CIS-EKS-3.2.9: sets what the image leaves open", () => {
    assert.deepEqual(tables(bottlerocketSettings(PRESET, false)), {
      "settings.kubernetes": {
        "seccomp-default": true,
        "pod-pids-limit": 4096,
        "event-qps": 50,
        "event-burst": 100,
        "server-tls-bootstrap": true,
      },
      "settings.kernel": { lockdown: "integrity" },
      "settings.kernel.sysctl": Object.fromEntries(
        Object.entries(KERNEL_DEFAULTS).map(([key, value]) => [key, String(value)]),
      ),
      "settings.host-containers.admin": { enabled: false },
      "settings.host-containers.control": { enabled: false },
    });
  });

  it("NSA-NODE-01: starts the control container only for Session Manager, and the admin container never", () => {
    const { "settings.host-containers.admin": admin, "settings.host-containers.control": control } = tables(
      bottlerocketSettings(PRESET, true),
    );
    assert.deepEqual([admin, control], [{ enabled: false }, { enabled: true }]);
  });

  it("comes from the same preset as nodeadm's", () => {
    const chosen = kubeletPreset({ podPidsLimit: 512, eventRecordQps: 10 });
    const settings = tables(bottlerocketSettings(chosen, false))["settings.kubernetes"];
    assert.deepEqual(
      [settings?.["pod-pids-limit"], settings?.["event-qps"], settings?.["event-burst"]],
      [chosen.podPidsLimit, chosen.eventRecordQPS, chosen.eventBurst],
    );
  });
});

describeWithOracle("kubeadm", "kubeadm on the kubelet of nodeadm's user data", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rampart-nodeadm-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("knows every field and value", async () => {
    const preset = kubeletPreset({ podPidsLimit: 512, eventRecordQps: 10, streamingConnectionIdleTimeout: "1h" });
    const { ok, output } = await kubeadmValidate(folder, [
      { apiVersion: "kubelet.config.k8s.io/v1beta1", kind: "KubeletConfiguration", ...preset },
      kubeadmInitConfiguration({ advertiseAddress: "10.0.0.10", bootstrapToken: "abcdef.0123456789abcdef" }),
    ]);
    assert.ok(ok, output);
    assert.doesNotMatch(output, /unknown field/i);
  });
});
