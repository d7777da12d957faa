import { absent, type Demand, exactly, itemsOf, textOf, withoutGate } from "../../kubernetes/control-plane/demand.js";
import { secondsOf } from "../../kubernetes/control-plane/duration.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";

export const noProfiling = settingPolicy({
  id: "no-profiling",
  title: "Programs of the control plane must not offer profiles of themselves",
  rationale: "Profiles show what a program works on, and taking one slows it down.",
  remediation: "Set --profiling=false; switch it on for the time in which somebody looks for a fault.",
  fix: "set --profiling=false",
  severity: "low",
  profile: "restricted",
  decidedBy: [{ part: "kube-scheduler", setting: "config", file: "kube-scheduler" }],
  demands: {
    "kube-apiserver": [exactly("profiling", ["CIS-K8S-1.2.15"], false)],
    "kube-controller-manager": [exactly("profiling", ["CIS-K8S-1.3.2", "V-242409"], false)],
    "kube-scheduler": [exactly("profiling", ["CIS-K8S-1.4.1"], false)],
  },
});

/** k8s.io/component-base: alpha features are off by default, and the stable ones cannot be switched. */
export const restrictFeatureGates = settingPolicy({
  id: "restrict-feature-gates",
  title: "Features must not be switched on that are in alpha, nor protection off",
  rationale: "Alpha features are switched off by default because they are incomplete, and may go in any release.",
  remediation: "Remove the gates; name single features that you have tried, instead of all of them.",
  fix: "remove it",
  severity: "medium",
  profile: "baseline",
  demands: {
    "kube-apiserver": [
      withoutGate("feature-gates", ["V-242400"], "AllAlpha", true),
      // Gone since 1.19 and 1.25, and on by default.
      withoutGate("feature-gates", ["V-242398"], "DynamicAuditing", true),
      withoutGate("feature-gates", ["V-254801"], "PodSecurity", false),
      {
        ...withoutGate("runtime-config", ["V-242400"], "api/alpha", true),
        holds: (value) => !itemsOf(value).some((item) => /^api\/(?:all|alpha)(?:=true)?$/.test(item)),
      },
    ],
    "kube-controller-manager": [
      withoutGate("feature-gates", ["V-242400"], "AllAlpha", true),
      withoutGate("feature-gates", ["CIS-K8S-1.3.6"], "RotateKubeletServerCertificate", false),
    ],
    "kube-scheduler": [withoutGate("feature-gates", ["V-242400"], "AllAlpha", true)],
    kubelet: [
      withoutGate("featureGates", ["V-242400"], "AllAlpha", true),
      withoutGate("featureGates", ["V-242399"], "DynamicKubeletConfig", true),
      withoutGate("featureGates", ["CIS-K8S-4.2.11"], "RotateKubeletServerCertificate", false),
      withoutGate("featureGates", ["V-254801"], "PodSecurity", false),
    ],
    "kube-proxy": [withoutGate("featureGates", ["V-242400"], "AllAlpha", true)],
  },
});

/** One minute unless stated; requests that watch have a limit of their own. */
const timeout: Demand = {
  setting: "request-timeout",
  controls: ["CIS-K8S-1.2.20", "V-242438"],
  requirement: "must set",
  what: (shown) => `${shown} between 1s and 300s`,
  holds: (value) => {
    const text = textOf(value);
    return text === undefined || (secondsOf(text) >= 1 && secondsOf(text) <= 300);
  },
  right: "300s",
  wrong: "0",
};

export const restrictRequestTimeout = settingPolicy({
  id: "restrict-request-timeout",
  title: "The API server must end requests that take too long",
  rationale: "Without a limit, slow requests hold the API server's memory and connections until it has none left.",
  remediation: "Leave --request-timeout at its default of one minute, or set it up to five.",
  fix: "leave it at its default of 1m",
  severity: "low",
  profile: "restricted",
  demands: { "kube-apiserver": [timeout] },
});

export const noInsecurePorts = settingPolicy({
  id: "no-insecure-ports",
  title: "Programs of the control plane must not listen without TLS",
  rationale:
    "Whoever reaches the insecure port is administrator without signing in; Kubernetes has removed it in 1.24.",
  remediation: "Remove the flags; whatever used the port needs credentials and the secure one.",
  fix: "remove it",
  severity: "critical",
  profile: "baseline",
  demands: {
    "kube-apiserver": [
      absent("insecure-port", ["V-242386"], 8080, "0"),
      absent("insecure-bind-address", ["V-242388"], "0.0.0.0"),
      {
        ...absent("secure-port", ["V-242389"], 0),
        what: (shown) => `${shown}=0`,
        holds: (value) => textOf(value) !== "0",
      },
    ],
    "kube-controller-manager": [absent("port", ["V-242385"], 10_252, "0")],
    "kube-scheduler": [absent("port", ["V-242384"], 10_251, "0")],
  },
  serves: ["NSA-CP-05"],
});

/** An address of this machine alone, with or without a port. */
const isLoopback = (value: unknown): boolean => /^(?:127\.|localhost\b|\[?::1\b)/.test(textOf(value) ?? "");

const onLoopback = (demand: Demand, byDefault: boolean): Demand => ({
  ...demand,
  what: (shown) => `${shown} to 127.0.0.1 or ::1`,
  holds: (value) => (textOf(value) === undefined ? byDefault : isLoopback(value)),
  wrong: "0.0.0.0",
});

export const restrictBindAddresses = settingPolicy({
  id: "restrict-bind-addresses",
  title: "Scheduler, controller manager and the metrics of kube-proxy must listen on the loopback address",
  rationale: "Nothing outside the machine needs them: on every address they are one more way in for the whole network.",
  remediation: "Set the address to 127.0.0.1; a collector of metrics runs on the node, or asks over a proxy there.",
  fix: "set it to 127.0.0.1",
  severity: "medium",
  profile: "restricted",
  decidedBy: [{ part: "kube-proxy", setting: "config", file: "kube-proxy" }],
  demands: {
    "kube-controller-manager": [onLoopback(exactly("bind-address", ["CIS-K8S-1.3.7", "V-242385"], "127.0.0.1"), false)],
    "kube-scheduler": [onLoopback(exactly("bind-address", ["CIS-K8S-1.4.2", "V-242384"], "127.0.0.1"), false)],
    "kube-proxy": [onLoopback(exactly("metricsBindAddress", ["CIS-K8S-4.3.1"], "127.0.0.1:10249"), true)],
  },
  serves: ["NSA-CP-06"],
});

const onPort = (control: Demand["controls"][0], ...ports: readonly [string, ...string[]]): Demand => ({
  setting: "secure-port",
  controls: [control],
  requirement: "must set",
  what: (shown) => `${shown} to ${ports.join(" or ")}`,
  holds: (value) => textOf(value) === undefined || ports.includes(textOf(value) ?? ""),
  right: ports[0],
  wrong: 8443,
});

/** Every URL with a port of etcd's own. */
const etcdPort = (setting: string, port: number): Demand => ({
  setting,
  controls: ["V-242413"],
  requirement: "must set",
  what: (shown) => `${shown} to port ${port}`,
  holds: (value) => itemsOf(value).every((url) => url.endsWith(`:${port}`)),
  right: `https://10.0.0.10:${port}`,
  wrong: "https://10.0.0.10:4001",
});

/** What the STIG's list of ports, protocols and services has for Kubernetes: the documented ones. */
export const restrictComponentPorts = settingPolicy({
  id: "restrict-component-ports",
  title: "Programs of the control plane must use the ports that Kubernetes documents",
  rationale: "Firewall rules and monitoring go by the documented ports: what listens elsewhere escapes them.",
  remediation: "Leave the ports at their defaults: 6443, 10257, 10259, 2379 and 2380.",
  fix: "leave it at its default",
  severity: "low",
  profile: "strict",
  demands: {
    "kube-apiserver": [onPort("V-242410", "6443", "443")],
    "kube-controller-manager": [onPort("V-242412", "10257")],
    "kube-scheduler": [onPort("V-242411", "10259")],
    etcd: [etcdPort("listen-client-urls", 2379), etcdPort("listen-peer-urls", 2380)],
  },
});
