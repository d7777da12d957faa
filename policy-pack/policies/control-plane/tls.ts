import type { ControlId } from "../../../controls/index.js";
import { type Demand, exactly, itemsOf, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";

const OLD = /^(?:VersionTLS1[01]|TLS1\.[01])$/;

/** TLS 1.2 unless stated, in every supported version; etcd writes it in another way. */
const noOld = (setting: string, controls: Demand["controls"], right: string, wrong: string): Demand => ({
  setting,
  controls,
  requirement: "must set",
  what: (shown) => `${shown} to TLS 1.2 or later`,
  holds: (value) => !OLD.test(textOf(value) ?? ""),
  right,
  wrong,
});

const kubernetes = (control: ControlId): readonly [Demand] => [
  noOld("tls-min-version", [control], "VersionTLS12", "VersionTLS10"),
];

export const noOldTlsVersions = settingPolicy({
  id: "no-old-tls-versions",
  title: "Programs of the control plane must not speak TLS before 1.2",
  rationale: "TLS 1.0 and 1.1 are broken, and every client of Kubernetes has spoken 1.2 for years.",
  remediation: "Remove the flag, or set it to TLS 1.2 or 1.3.",
  fix: "remove it, or name TLS 1.2 or 1.3",
  severity: "high",
  profile: "baseline",
  demands: {
    "kube-apiserver": kubernetes("V-242378"),
    "kube-controller-manager": kubernetes("V-242376"),
    "kube-scheduler": kubernetes("V-242377"),
    etcd: [noOld("tls-min-version", ["V-242379"], "TLS1.2", "TLS1.1")],
    kubelet: [noOld("tlsMinVersion", ["NSA-ENC-01"], "VersionTLS12", "VersionTLS11")],
  },
  serves: ["NSA-ENC-01"],
});

/** Forward secrecy and authenticated encryption, by the names of Go; those of TLS 1.3 cannot be chosen. */
const STRONG =
  /^TLS_(?:AES_(?:128_GCM_SHA256|256_GCM_SHA384)|CHACHA20_POLY1305_SHA256|ECDHE_(?:ECDSA|RSA)_WITH_(?:AES_128_GCM_SHA256|AES_256_GCM_SHA384|CHACHA20_POLY1305(?:_SHA256)?))$/;

const strong = (setting: string, controls: Demand["controls"], isList: boolean): Demand => {
  const [right, wrong] = ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"];
  return {
    setting,
    controls,
    requirement: "must not allow",
    what: (shown) => `weak suites in ${shown}`,
    holds: (value) => itemsOf(value).every((suite) => STRONG.test(suite)),
    right: isList ? [right] : right,
    wrong: isList ? [right, wrong] : `${right},${wrong}`,
  };
};

export const restrictCipherSuites = settingPolicy({
  id: "restrict-cipher-suites",
  title: "Programs of the control plane must not allow weak cipher suites",
  rationale:
    "Without forward secrecy a key that is stolen later opens all that was recorded; suites without authenticated encryption have been broken again and again.",
  remediation: "Remove the flag, since the defaults are strong, or list suites with ECDHE and GCM or ChaCha20 only.",
  fix: "list suites with ECDHE and GCM or ChaCha20 only",
  severity: "medium",
  profile: "baseline",
  demands: {
    "kube-apiserver": [strong("tls-cipher-suites", ["CIS-K8S-1.2.29", "V-242418"], false)],
    etcd: [strong("cipher-suites", ["NSA-ENC-01"], false)],
    kubelet: [strong("tlsCipherSuites", ["CIS-K8S-4.2.12"], true)],
  },
  serves: ["NSA-ENC-01"],
});

/** What a scanner that reads flags looks for, though every supported version has it as the default. */
export const requireStatedDefaults = settingPolicy({
  id: "require-stated-defaults",
  title: "What benchmarks want to read must be stated, even where it is the default",
  rationale:
    "The defaults are safe, but scanners such as kube-bench and the STIG's checklists count a flag that is not there as a finding.",
  remediation: "State the flags with the values that they have by default.",
  fix: "state it with its default",
  severity: "low",
  profile: "strict",
  demands: {
    "kube-apiserver": [
      stated("tls-min-version", ["V-242378"], "VersionTLS12"),
      stated("tls-cipher-suites", ["CIS-K8S-1.2.29", "V-242418"], "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
      stated("request-timeout", ["V-242438"], "300s"),
      exactly("service-account-lookup", ["CIS-K8S-1.2.21"], true),
    ],
    "kube-controller-manager": [
      stated("tls-min-version", ["V-242376"], "VersionTLS12"),
      stated("terminated-pod-gc-threshold", ["CIS-K8S-1.3.1"], 1000),
      {
        ...exactly("feature-gates", ["CIS-K8S-1.3.6"], "RotateKubeletServerCertificate=true"),
        holds: (value) => itemsOf(value).includes("RotateKubeletServerCertificate=true"),
      },
    ],
    "kube-scheduler": [stated("tls-min-version", ["V-242377"], "VersionTLS12")],
    kubelet: [
      exactly("authentication.anonymous.enabled", ["CIS-K8S-4.2.1", "V-242391"], false),
      exactly("authorization.mode", ["CIS-K8S-4.2.2", "V-242392"], "Webhook"),
      stated("streamingConnectionIdleTimeout", ["CIS-K8S-4.2.5", "V-245541"], "5m0s"),
      stated("tlsCipherSuites", ["CIS-K8S-4.2.12"], ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"]),
    ],
    "kube-proxy": [stated("metricsBindAddress", ["CIS-K8S-4.3.1"], "127.0.0.1:10249")],
  },
});
