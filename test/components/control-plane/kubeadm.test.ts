import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import {
  type KubeadmClusterConfigurationArgs,
  kubeadmClusterConfiguration,
  kubeadmInitConfiguration,
  kubeadmJoinConfiguration,
  kubeletConfiguration,
  kubeProxyConfiguration,
} from "../../../components/control-plane/index.js";
import { type KubeadmDryRun, kubeadmDryRun, kubeadmValidate, STATIC_PODS } from "../../support/kubeadm.js";
import { describeWithOracle } from "../../support/tiers.js";

const FOLDER = "/etc/kubernetes/rampart";
const CLUSTER: KubeadmClusterConfigurationArgs = {
  kubernetesVersion: "v1.37.2",
  controlPlaneEndpoint: "k8s.example.com:6443",
  files: {
    admission: `${FOLDER}/admission.yaml`,
    authentication: `${FOLDER}/authentication.yaml`,
    encryption: `${FOLDER}/encryption.yaml`,
  },
  audit: { policy: `${FOLDER}/audit-policy.yaml`, log: { path: "/var/log/kubernetes/audit/audit.log" } },
};
const INIT = kubeadmInitConfiguration({ advertiseAddress: "10.0.0.10", bootstrapToken: "abcdef.0123456789abcdef" });

const clusters: Readonly<Record<string, Partial<KubeadmClusterConfigurationArgs>>> = {
  "the defaults": {},
  "TLS 1.3 only": { tlsMinVersion: "1.3" },
  "both families of addresses": {
    podCidrs: ["10.244.0.0/16", "fd00:10:244::/56"],
    serviceCidrs: ["10.96.0.0/16", "fd00:10:96::/112"],
    nodeCidrs: ["10.0.0.0/24"],
  },
  "an etcd of its own": {
    externalEtcd: {
      endpoints: ["https://10.0.0.20:2379"],
      authority: "/etc/kubernetes/pki/etcd/ca.crt",
      certificate: "/etc/kubernetes/pki/apiserver-etcd-client.crt",
      key: "/etc/kubernetes/pki/apiserver-etcd-client.key",
    },
  },
  "every further file": {
    files: { ...CLUSTER.files, authorization: `${FOLDER}/authorization.yaml` },
    audit: { policy: `${FOLDER}/audit-policy.yaml`, webhook: { kubeconfig: `${FOLDER}/audit-webhook.yaml` } },
    apiServerPaths: ["/run/kms"],
    imagePolicyWebhook: true,
    allowCachedImages: true,
    requestTimeout: "2m",
    serviceAccountMaxTokenExpiration: "24h",
    certificateNames: ["api.example.com"],
    keyAlgorithm: "RSA-3072",
    clusterName: "production",
    dnsDomain: "cluster.internal",
  },
};

describeWithOracle("kubeadm", "kubeadm on what is written for it", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rampart-kubeadm-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const accepts = async (...all: readonly object[]) => {
    const { ok, output } = await kubeadmValidate(folder, all);
    assert.ok(ok, output);
    assert.doesNotMatch(output, /deprecat|unknown field/i);
  };

  for (const [title, args] of Object.entries(clusters))
    it(`accepts a cluster with ${title}`, () => accepts(INIT, kubeadmClusterConfiguration({ ...CLUSTER, ...args })));

  // kubeadm sets up its own version and the one before; the files of earlier ones differ in the kubelet's alone.
  for (const version of ["1.33", "1.34", "1.35", "1.36", "1.37"])
    it(`accepts kubelet and kube-proxy of Kubernetes ${version}`, () =>
      accepts(
        INIT,
        kubeadmClusterConfiguration({ ...CLUSTER, kubernetesVersion: version === "1.36" ? "v1.36.0" : "v1.37.2" }),
        kubeletConfiguration({ kubernetesVersion: version, staticPodPath: "/etc/kubernetes/manifests" }),
        kubeProxyConfiguration({ mode: version === "1.37" ? "nftables" : "iptables" }),
      ));

  it("accepts a kubelet with every option", () =>
    accepts(
      INIT,
      kubeadmClusterConfiguration(CLUSTER),
      kubeletConfiguration({
        serving: { certificate: "/var/lib/kubelet/pki/tls.crt", key: "/var/lib/kubelet/pki/tls.key" },
        tlsMinVersion: "1.3",
        verifyPreloadedImages: true,
        protectKernelDefaults: false,
        podPidsLimit: 1000,
        kubeReserved: { cpu: "1", memory: "1Gi", "ephemeral-storage": "2Gi", pid: "500" },
      }),
    ));

  it("accepts whoever joins, as a worker or as one of the control plane, by token or by file", async () => {
    const discoveryFile = join(folder, "discovery.conf");
    writeFileSync(discoveryFile, "");
    const token = "abcdef.0123456789abcdef";
    const byToken = { token, apiServerEndpoint: "k8s.example.com:6443", authorityHashes: [`sha256:${"a".repeat(64)}`] };
    await accepts(kubeadmJoinConfiguration({ ...byToken, patchesFolder: "/etc/kubernetes/patches" }));
    await accepts(
      kubeadmJoinConfiguration({ ...byToken, controlPlaneAddress: "10.0.0.11", certificateKey: "b".repeat(64) }),
    );
    await accepts(kubeadmJoinConfiguration({ token, discoveryFile }));
  });

  for (const [title, changed] of Object.entries({
    "a field that there is not": { ...INIT, advertiseAddress: "10.0.0.10" },
    "a kubelet's field that there is not": { ...kubeletConfiguration(), readOnlyPorts: 0 },
    "a kubelet's value of another type": { ...kubeletConfiguration(), eventBurst: "many" },
  }))
    it(`would not accept ${title}`, async () => {
      const others = changed.kind === "InitConfiguration" ? [] : [INIT];
      const { ok } = await kubeadmValidate(folder, [changed, ...others, kubeadmClusterConfiguration(CLUSTER)]);
      assert.equal(ok, false);
    });
});

/** Flags of the static pods that `kubeadm init` makes from our files, by the controls that ask for them. */
const FLAGS: readonly (readonly [string, (typeof STATIC_PODS)[number], string, RegExp])[] = [
  ["CIS-K8S-1.2.1, NSA-AUTH-04, V-242390", "kube-apiserver", "authentication-config", /^\/etc/],
  ["CIS-K8S-1.2.3", "kube-apiserver", "enable-admission-plugins", /\bDenyServiceExternalIPs\b/],
  ["CIS-K8S-1.2.4, V-245544", "kube-apiserver", "kubelet-client-certificate", /apiserver-kubelet-client\.crt$/],
  ["CIS-K8S-1.2.4, V-245544", "kube-apiserver", "kubelet-client-key", /apiserver-kubelet-client\.key$/],
  ["CIS-K8S-1.2.5, NSA-CP-04", "kube-apiserver", "kubelet-certificate-authority", /\/ca\.crt$/],
  [
    "CIS-K8S-1.2.6, CIS-K8S-1.2.7, CIS-K8S-1.2.8, NSA-AUTH-07, V-242382",
    "kube-apiserver",
    "authorization-mode",
    /^Node,RBAC$/,
  ],
  ["CIS-K8S-1.2.9", "kube-apiserver", "enable-admission-plugins", /\bEventRateLimit\b/],
  ["CIS-K8S-1.2.10", "kube-apiserver", "enable-admission-plugins", /^(?!.*AlwaysAdmit)/],
  ["CIS-K8S-1.2.11", "kube-apiserver", "enable-admission-plugins", /\bAlwaysPullImages\b/],
  ["CIS-K8S-1.2.14", "kube-apiserver", "enable-admission-plugins", /\bNodeRestriction\b/],
  ["CIS-K8S-1.2.15", "kube-apiserver", "profiling", /^false$/],
  ["CIS-K8S-1.2.16, NSA-LOG-01, V-242402, V-242465", "kube-apiserver", "audit-log-path", /^\/var\/log/],
  ["V-242461", "kube-apiserver", "audit-policy-file", /^\/etc/],
  ["CIS-K8S-1.2.17, NSA-LOG-03, V-242464", "kube-apiserver", "audit-log-maxage", /^30$/],
  ["CIS-K8S-1.2.18, V-242463", "kube-apiserver", "audit-log-maxbackup", /^10$/],
  ["CIS-K8S-1.2.19, V-242462", "kube-apiserver", "audit-log-maxsize", /^100$/],
  ["CIS-K8S-1.2.20, V-242438", "kube-apiserver", "request-timeout", /^60s$/],
  ["CIS-K8S-1.2.21", "kube-apiserver", "service-account-lookup", /^true$/],
  ["CIS-K8S-1.2.22", "kube-apiserver", "service-account-key-file", /sa\.pub$/],
  ["CIS-K8S-1.2.23, V-242430", "kube-apiserver", "etcd-certfile", /apiserver-etcd-client\.crt$/],
  ["CIS-K8S-1.2.23, V-242431", "kube-apiserver", "etcd-keyfile", /apiserver-etcd-client\.key$/],
  ["CIS-K8S-1.2.24, V-242422", "kube-apiserver", "tls-cert-file", /apiserver\.crt$/],
  ["CIS-K8S-1.2.25, V-242419", "kube-apiserver", "client-ca-file", /\/ca\.crt$/],
  ["CIS-K8S-1.2.26, NSA-CP-08, V-242429", "kube-apiserver", "etcd-cafile", /etcd\/ca\.crt$/],
  ["CIS-K8S-1.2.27, NSA-SEC-03, V-274882", "kube-apiserver", "encryption-provider-config", /^\/etc/],
  [
    "CIS-K8S-1.2.29, V-242418",
    "kube-apiserver",
    "tls-cipher-suites",
    /^(TLS_ECDHE_[A-Z]+_WITH_AES_\d+_GCM_SHA\d+,?)+$/,
  ],
  ["CIS-K8S-1.2.30, NSA-AUTH-06", "kube-apiserver", "service-account-extend-token-expiration", /^false$/],
  ["V-242378", "kube-apiserver", "tls-min-version", /^VersionTLS12$/],
  ["V-242389, V-242410", "kube-apiserver", "secure-port", /^6443$/],
  ["V-242436", "kube-apiserver", "enable-admission-plugins", /\bValidatingAdmissionWebhook\b/],
  ["V-254800", "kube-apiserver", "admission-control-config-file", /^\/etc/],
  ["CIS-K8S-1.3.1", "kube-controller-manager", "terminated-pod-gc-threshold", /^1000$/],
  ["CIS-K8S-1.3.2, V-242409", "kube-controller-manager", "profiling", /^false$/],
  ["CIS-K8S-1.3.3, V-242381", "kube-controller-manager", "use-service-account-credentials", /^true$/],
  ["CIS-K8S-1.3.4", "kube-controller-manager", "service-account-private-key-file", /sa\.key$/],
  ["CIS-K8S-1.3.5, V-242421", "kube-controller-manager", "root-ca-file", /\/ca\.crt$/],
  ["CIS-K8S-1.3.6", "kube-controller-manager", "feature-gates", /RotateKubeletServerCertificate=true/],
  ["CIS-K8S-1.3.7, V-242385", "kube-controller-manager", "bind-address", /^127\.0\.0\.1$/],
  ["V-242376", "kube-controller-manager", "tls-min-version", /^VersionTLS12$/],
  ["CIS-K8S-1.4.1", "kube-scheduler", "profiling", /^false$/],
  ["CIS-K8S-1.4.2, V-242384", "kube-scheduler", "bind-address", /^127\.0\.0\.1$/],
  ["V-242377", "kube-scheduler", "tls-min-version", /^VersionTLS12$/],
  ["CIS-K8S-2.1, V-242428", "etcd", "cert-file", /server\.crt$/],
  ["CIS-K8S-2.1, V-242427", "etcd", "key-file", /server\.key$/],
  ["CIS-K8S-2.2, NSA-CP-08, V-242423", "etcd", "client-cert-auth", /^true$/],
  ["CIS-K8S-2.3, V-242380", "etcd", "auto-tls", /^false$/],
  ["CIS-K8S-2.4, V-242432", "etcd", "peer-cert-file", /peer\.crt$/],
  ["CIS-K8S-2.4, V-242433", "etcd", "peer-key-file", /peer\.key$/],
  ["CIS-K8S-2.5, V-242426", "etcd", "peer-client-cert-auth", /^true$/],
  ["CIS-K8S-2.6", "etcd", "peer-auto-tls", /^false$/],
  ["CIS-K8S-2.7, NSA-CP-08", "etcd", "trusted-ca-file", /etcd\/ca\.crt$/],
  ["V-242379", "etcd", "tls-min-version", /^TLS1\.2$/],
  ["V-242413", "etcd", "advertise-client-urls", /^https:\/\/10\.0\.0\.10:2379$/],
];

/** Flags that no program of a hardened control plane has. */
const ABSENT: readonly (readonly [string, string])[] = [
  ["CIS-K8S-1.2.2, NSA-AUTH-02, V-245543", "token-auth-file"],
  ["CIS-K8S-1.2.12, CIS-K8S-1.2.13, V-254801", "disable-admission-plugins"],
  ["NSA-CP-05, V-242386", "insecure-port"],
  ["V-242388", "insecure-bind-address"],
  ["V-245542", "basic-auth-file"],
  ["V-242398", "audit-dynamic-configuration"],
  ["V-242400", "runtime-config"],
];

/** What the first kubelet gets, by the controls that ask for it. */
const KUBELET: readonly (readonly [string, readonly string[], unknown])[] = [
  ["CIS-K8S-4.2.1, NSA-AUTH-05, V-242391", ["authentication", "anonymous", "enabled"], false],
  ["CIS-K8S-4.2.2, V-242392", ["authorization", "mode"], "Webhook"],
  ["CIS-K8S-4.2.3, V-242420", ["authentication", "x509", "clientCAFile"], "/etc/kubernetes/pki/ca.crt"],
  ["CIS-K8S-4.2.5, V-245541", ["streamingConnectionIdleTimeout"], "5m0s"],
  ["CIS-K8S-4.2.6", ["makeIPTablesUtilChains"], true],
  ["CIS-K8S-4.2.8", ["eventRecordQPS"], 50],
  ["CIS-K8S-4.2.10", ["rotateCertificates"], true],
  ["CIS-K8S-4.2.11", ["serverTLSBootstrap"], true],
  ["CIS-K8S-4.2.13, NSA-NET-13", ["podPidsLimit"], 4096],
  ["NSA-NET-13", ["systemReserved", "pid"], "1000"],
  ["V-242399", ["featureGates", "DynamicKubeletConfig"], undefined],
  ["CIS-K8S-4.2.14", ["seccompDefault"], true],
  ["NSA-ENC-01", ["tlsMinVersion"], "VersionTLS12"],
  ["V-242434", ["protectKernelDefaults"], true],
];

describeWithOracle("kubeadm", "what kubeadm init would make of our files", () => {
  let folder: string;
  let run: KubeadmDryRun;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rampart-kubeadm-"));
    const cluster = kubeadmClusterConfiguration({ ...CLUSTER, apiServerPaths: ["/run/kms"] });
    run = await kubeadmDryRun(folder, [INIT, cluster, kubeletConfiguration(), kubeProxyConfiguration()]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [ids, program, flag, wanted] of FLAGS)
    it(`${ids}: ${program} has --${flag} ${wanted.source}`, () => {
      assert.match(run.flags[program][flag] ?? "", wanted);
    });

  for (const [ids, flag] of ABSENT)
    it(`${ids}: nothing has --${flag}`, () => {
      for (const program of STATIC_PODS) assert.equal(run.flags[program][flag], undefined);
    });

  for (const [ids, path, wanted] of KUBELET)
    it(`${ids}: the kubelet has ${path.join(".")} ${JSON.stringify(wanted)}`, () => {
      const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], run.kubelet);
      assert.equal(found, wanted);
    });

  // kubeadm leaves out what is zero: the kubelet's default for a file.
  it("CIS-K8S-4.2.4, V-242387: the kubelet has no read-only port", () => {
    assert.equal(run.kubelet.readOnlyPort ?? 0, 0);
  });

  it("V-242411, V-242412: scheduler and controller manager listen at their own ports, which no flag changes", () => {
    for (const program of ["kube-scheduler", "kube-controller-manager"] as const)
      assert.equal(run.flags[program]["secure-port"], undefined);
  });

  it("CIS-K8S-4.2.7, V-242404: no host name is overridden", () => {
    assert.equal("hostnameOverride" in run.kubelet, false);
  });

  it("gives each static pod every path that its flags name, and the paths that were asked for", () => {
    for (const program of STATIC_PODS)
      for (const [flag, value] of Object.entries(run.flags[program]))
        if (value.startsWith("/"))
          assert.ok(
            run.mounts[program].some((mount) => value === mount || value.startsWith(posix.join(mount, "/"))),
            `${program} --${flag}=${value} is in none of ${run.mounts[program].join(", ")}`,
          );
    assert.ok(run.mounts["kube-apiserver"].includes("/run/kms"));
  });
});
