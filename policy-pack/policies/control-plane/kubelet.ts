import { absent, atLeast, type Demand, exactly, never, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import { secondsOf } from "../../kubernetes/control-plane/duration.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";

/** kubelet.config.k8s.io/v1beta1: anonymous is off, the mode Webhook and the port 0 unless stated; flags differ. */
export const restrictKubeletAccess = settingPolicy({
  id: "restrict-kubelet-access",
  title: "The kubelet must know its callers and ask whether they may",
  rationale: "Whoever may call a kubelet runs commands in every pod of its node, and reads their Secrets.",
  remediation:
    "Set authentication.anonymous.enabled=false, authentication.x509.clientCAFile, authorization.mode=Webhook and readOnlyPort=0.",
  fix: "set it in the kubelet's configuration",
  severity: "critical",
  profile: "baseline",
  demands: {
    kubelet: [
      never("authentication.anonymous.enabled", ["CIS-K8S-4.2.1", "CIS-EKS-3.2.1", "V-242391"], true),
      never("authorization.mode", ["CIS-K8S-4.2.2", "CIS-EKS-3.2.2", "V-242392"], "AlwaysAllow"),
      stated(
        "authentication.x509.clientCAFile",
        ["CIS-K8S-4.2.3", "CIS-EKS-3.2.3", "V-242420"],
        "/etc/kubernetes/pki/ca.crt",
      ),
      absent("readOnlyPort", ["CIS-K8S-4.2.4", "CIS-EKS-3.2.4", "V-242387"], 10_255, "0"),
    ],
  },
  serves: ["NSA-AUTH-05"],
});

/** With serverTLSBootstrap the kubelet asks the cluster for its serving certificate, so that it needs no file. */
const servingCertificate: Demand = {
  ...exactly("serverTLSBootstrap", ["CIS-K8S-4.2.9", "CIS-K8S-4.2.11", "CIS-EKS-3.2.9", "V-242424", "V-242425"], true),
  excuse: ({ value }) => [value("tlsCertFile"), value("tlsPrivateKeyFile")].every((file) => textOf(file) !== undefined),
};

export const requireKubeletCertificates = settingPolicy({
  id: "require-kubelet-certificates",
  title: "The kubelet must get its certificates from the cluster, and renew them",
  rationale:
    "A kubelet that signs its own serving certificate cannot be told from another; one that renews none ends when it expires, or is given one that never does.",
  remediation:
    "Set serverTLSBootstrap and rotateCertificates to true, and let something approve the requests for serving certificates.",
  fix: "set it, and approve the kubelets' certificate requests",
  severity: "medium",
  profile: "restricted",
  demands: {
    kubelet: [servingCertificate, exactly("rotateCertificates", ["CIS-K8S-4.2.10", "CIS-EKS-3.2.8"], true)],
  },
  serves: ["NSA-CP-04", "NSA-ENC-01"],
});

export const requireKubeletGuards = settingPolicy({
  id: "require-kubelet-guards",
  title: "The kubelet must guard its node against its pods",
  rationale:
    "Without these a pod without a seccomp profile has every system call, one fork bomb takes the node, and a node whose kernel was loosened goes unnoticed.",
  remediation:
    "Set seccompDefault and protectKernelDefaults to true and podPidsLimit to what a pod may need; the node needs the sysctls that the kubelet expects (vm.overcommit_memory=1, kernel.panic=10, kernel.panic_on_oops=1).",
  fix: "set it in the kubelet's configuration",
  severity: "medium",
  profile: "restricted",
  demands: {
    kubelet: [
      exactly("seccompDefault", ["CIS-K8S-4.2.14", "NSA-POD-19"], true),
      exactly("protectKernelDefaults", ["V-242434"], true),
      { ...atLeast("podPidsLimit", ["CIS-K8S-4.2.13", "NSA-NET-13"], 1), right: 4096, wrong: -1 },
    ],
  },
});

/** Four hours unless stated. In a file 0 means that default, as a flag it means never (see `files.ts`). */
const idleTimeout: Demand = {
  setting: "streamingConnectionIdleTimeout",
  controls: ["CIS-K8S-4.2.5", "CIS-EKS-3.2.5", "V-245541"],
  requirement: "must set",
  what: (shown) => `${shown} between 5m and 4h`,
  holds: (value) => {
    const text = textOf(value);
    return text === undefined || (secondsOf(text) >= 300 && secondsOf(text) <= 4 * 3600);
  },
  right: "5m0s",
  wrong: "48h",
};

/** 50 unless stated, and 0 is without limit. */
const eventRate: Demand = {
  setting: "eventRecordQPS",
  controls: ["CIS-K8S-4.2.8", "CIS-EKS-3.2.7"],
  requirement: "must set",
  what: (shown) => `${shown} to 0 or at least 5`,
  holds: (value) => value === undefined || Number(textOf(value)) === 0 || Number(textOf(value)) >= 5,
  right: 50,
  wrong: 1,
};

export const restrictKubeletSettings = settingPolicy({
  id: "restrict-kubelet-settings",
  title: "The kubelet must not be loosened in what is right by default",
  rationale:
    "Streams that never end hold connections, a low rate of events hides what happens, and a node under another name has another node's identity.",
  remediation: "Leave out what is stated, or set it within the bounds.",
  fix: "leave it at its default",
  severity: "low",
  profile: "restricted",
  demands: {
    kubelet: [idleTimeout, eventRate, never("makeIPTablesUtilChains", ["CIS-K8S-4.2.6", "CIS-EKS-3.2.6"], false)],
  },
});

export const noHostnameOverride = settingPolicy({
  id: "no-hostname-override",
  title: "The kubelet must not be told another host name",
  rationale: "Certificates and authorization of nodes go by their name: one that is made up can be that of another.",
  remediation: "Remove --hostname-override. Cloud providers that name nodes themselves need it: exempt the rule there.",
  fix: "remove it",
  severity: "low",
  profile: "restricted",
  demands: { kubelet: [absent("hostnameOverride", ["CIS-K8S-4.2.7", "V-242404"], "node-1")] },
});

/** kubeadm states the path for every node: who has workers without it configures them apart. */
export const noStaticPodPath = settingPolicy({
  id: "no-static-pod-path",
  title: "The kubelets of workers must not start pods from a folder",
  rationale: "Whoever can write there starts pods that no admission has judged.",
  remediation: "Leave staticPodPath out for workers; nodes of the control plane need it: exempt the rule there.",
  fix: "remove it on workers",
  severity: "low",
  profile: "strict",
  demands: { kubelet: [absent("staticPodPath", ["V-242397"], "/etc/kubernetes/manifests")] },
});
