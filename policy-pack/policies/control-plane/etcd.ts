import { exactly, inFile, never, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import { apiServerPod, settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";
import { definePolicy } from "../../policy.js";

const PKI = "/etc/kubernetes/pki/etcd";

export const requireEtcdTls = settingPolicy({
  id: "require-etcd-tls",
  title: "Members of etcd must use TLS, and ask clients and peers for certificates",
  rationale: "Whoever reaches an etcd that asks for none reads every Secret, and writes whatever objects he likes.",
  remediation: "Give etcd certificates of an authority of its own for clients and peers, and switch both checks on.",
  fix: "set it, with certificates of etcd's own authority",
  severity: "critical",
  profile: "baseline",
  decidedBy: [{ part: "etcd", setting: "config-file", file: "etcd" }],
  demands: {
    etcd: [
      stated("cert-file", ["CIS-K8S-2.1", "V-242379", "V-242428"], `${PKI}/server.crt`),
      stated("key-file", ["CIS-K8S-2.1", "V-242379", "V-242427"], `${PKI}/server.key`),
      exactly("client-cert-auth", ["CIS-K8S-2.2", "V-242423"], true),
      stated("trusted-ca-file", ["CIS-K8S-2.2", "V-242423"], `${PKI}/ca.crt`),
      stated("peer-cert-file", ["CIS-K8S-2.4", "V-242432"], `${PKI}/peer.crt`),
      stated("peer-key-file", ["CIS-K8S-2.4", "V-242433"], `${PKI}/peer.key`),
      exactly("peer-client-cert-auth", ["CIS-K8S-2.5", "V-242426"], true),
      stated("peer-trusted-ca-file", ["CIS-K8S-2.5", "V-242426"], `${PKI}/ca.crt`),
    ],
  },
  serves: ["NSA-CP-08"],
});

export const noEtcdSelfSignedCertificates = settingPolicy({
  id: "no-etcd-self-signed-certificates",
  title: "Members of etcd must not make their certificates themselves",
  rationale: "Nobody can check a certificate that a server has signed itself, so that anybody can stand in for etcd.",
  remediation: "Remove the flags, and give etcd certificates of an authority of its own.",
  fix: "remove it",
  severity: "high",
  profile: "baseline",
  decidedBy: [{ part: "etcd", setting: "config-file", file: "etcd" }],
  demands: {
    etcd: [
      never("auto-tls", ["CIS-K8S-2.3", "V-242380"], true),
      never("peer-auto-tls", ["CIS-K8S-2.6", "V-242380"], true),
    ],
  },
  serves: ["NSA-CP-08"],
});

/** With one authority for both, every client of the API server is one of etcd, and reads the Secrets past RBAC. */
export const requireEtcdAuthority = definePolicy({
  id: "require-etcd-authority",
  title: "Members of etcd must have an authority of its own, apart from that of the cluster",
  rationale:
    "With one authority for both, whoever has a certificate for the API server is let into etcd, past all rights.",
  remediation: "Make an authority for etcd alone, and issue the certificates of etcd and of its clients from it.",
  fix: "issue etcd's certificates from an authority of its own",
  topic: "control-plane",
  severity: "high",
  profile: "baseline",
  references: ["CIS-K8S-2.7", "NSA-CP-08"],
  examples: {
    good: [
      {
        name: "two authorities",
        resources: [
          apiServerPod("--client-ca-file=/etc/kubernetes/pki/ca.crt", "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt"),
        ],
      },
    ],
    bad: [
      {
        name: "one for both",
        resources: [
          apiServerPod("--client-ca-file=/etc/kubernetes/pki/ca.crt", "--etcd-cafile=/etc/kubernetes/pki/ca.crt"),
        ],
        message:
          "kube-apiserver must not have one authority in --client-ca-file and --etcd-cafile (spec.containers[0].command[2]). Fix: issue etcd's certificates from an authority of its own.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver"],
  check: (part) =>
    inFile(part, part.name, "etcd-cafile", () => {
      const own = textOf(part.value("etcd-cafile"));
      return own !== undefined && own === textOf(part.value("client-ca-file"))
        ? { requirement: "must not have one authority in --client-ca-file and --etcd-cafile" }
        : undefined;
    }),
});
