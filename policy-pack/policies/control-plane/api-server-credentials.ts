import { absent, exactly, never, stated } from "../../kubernetes/control-plane/demand.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";

const PKI = "/etc/kubernetes/pki";

export const noStaticApiCredentials = settingPolicy({
  id: "no-static-api-credentials",
  title: "The API server must not take passwords or tokens from a file",
  rationale:
    "Such credentials never expire, lie on the disk in plain text, and change only with a restart of the API server.",
  remediation:
    "Remove the flags, and let people sign in by OpenID Connect (AuthenticationConfiguration) and programs by service account.",
  fix: "remove it, and authenticate by OIDC or service account",
  severity: "critical",
  profile: "baseline",
  demands: {
    "kube-apiserver": [
      absent("token-auth-file", ["CIS-K8S-1.2.2", "V-245543"], "/etc/kubernetes/tokens.csv"),
      // Gone since 1.19.
      absent("basic-auth-file", ["V-245542"], "/etc/kubernetes/users.csv"),
    ],
  },
  serves: ["NSA-AUTH-02"],
});

export const requireApiServerCertificates = settingPolicy({
  id: "require-api-server-certificates",
  title: "The API server must have a certificate of its own, and an authority for those of its clients",
  rationale:
    "Without these files it makes a self-signed certificate that no client can check, and knows no client by certificate.",
  remediation: "Set the three flags to files that the cluster's authority has issued.",
  fix: "set it to a file of the cluster's authority",
  severity: "high",
  profile: "baseline",
  demands: {
    "kube-apiserver": [
      stated("tls-cert-file", ["CIS-K8S-1.2.24", "V-242422"], `${PKI}/apiserver.crt`),
      stated("tls-private-key-file", ["CIS-K8S-1.2.24", "V-242422"], `${PKI}/apiserver.key`),
      stated("client-ca-file", ["CIS-K8S-1.2.25", "V-242419"], `${PKI}/ca.crt`),
    ],
  },
  serves: ["NSA-CP-04"],
});

export const requireKubeletConnectionCertificates = settingPolicy({
  id: "require-kubelet-connection-certificates",
  title: "The API server must show the kubelets a certificate, and check theirs",
  rationale:
    "It sends commands and secrets to kubelets: without the authority it talks to whoever answers at a node's address.",
  remediation:
    "Set --kubelet-certificate-authority to the authority of the kubelets' serving certificates; these must come from it (serverTLSBootstrap), or logs and exec fail.",
  fix: "set it, with serving certificates of that authority on the kubelets",
  severity: "medium",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      stated("kubelet-client-certificate", ["CIS-K8S-1.2.4", "V-245544"], `${PKI}/apiserver-kubelet-client.crt`),
      stated("kubelet-client-key", ["CIS-K8S-1.2.4", "V-245544"], `${PKI}/apiserver-kubelet-client.key`),
      stated("kubelet-certificate-authority", ["CIS-K8S-1.2.5"], `${PKI}/ca.crt`),
    ],
  },
  serves: ["NSA-CP-04", "NSA-ENC-01"],
});

export const requireEtcdConnectionCertificates = settingPolicy({
  id: "require-etcd-connection-certificates",
  title: "The API server must talk to etcd over mutual TLS",
  rationale: "Whoever can read that connection, or stand in for etcd, has every Secret of the cluster.",
  remediation: "Set the three flags to a certificate for the API server and to the authority of etcd.",
  fix: "set it to a file of etcd's authority",
  severity: "critical",
  profile: "baseline",
  demands: {
    "kube-apiserver": [
      stated("etcd-cafile", ["CIS-K8S-1.2.26", "V-242429"], `${PKI}/etcd/ca.crt`),
      stated("etcd-certfile", ["CIS-K8S-1.2.23", "V-242430"], `${PKI}/apiserver-etcd-client.crt`),
      stated("etcd-keyfile", ["CIS-K8S-1.2.23", "V-242431"], `${PKI}/apiserver-etcd-client.key`),
    ],
  },
  serves: ["NSA-CP-08"],
});

export const restrictServiceAccountTokens = settingPolicy({
  id: "restrict-service-account-tokens",
  title: "The API server must not prolong service-account tokens, nor take those of deleted accounts",
  rationale:
    "By default a token that a pod mounts is valid for a year instead of an hour, so that a stolen one outlives the pod.",
  remediation:
    "Set --service-account-extend-token-expiration=false once no client reads its token only at its start (metric serviceaccount_stale_tokens_total), and keep the lookup on.",
  fix: "set it in the flags of the API server",
  severity: "medium",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      exactly("service-account-extend-token-expiration", ["CIS-K8S-1.2.30"], false),
      never("service-account-lookup", ["CIS-K8S-1.2.21"], false),
      stated("service-account-key-file", ["CIS-K8S-1.2.22"], `${PKI}/sa.pub`),
    ],
  },
  serves: ["NSA-AUTH-06"],
});
