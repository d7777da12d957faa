import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  type AdmissionRule,
  type ApiServerHardeningArgs,
  type AuthorizationWebhookArgs,
  admissionConfiguration,
  admissionManifests,
  auditCost,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  controllerManagerFlags,
  type EncryptionKey,
  type EtcdArgs,
  encryptionConfiguration,
  etcdFlags,
  hardenedApiServerFlags,
  type IssuerArgs,
  type KubeadmClusterConfigurationArgs,
  type KubeadmJoinConfigurationArgs,
  type KubeletConfigurationArgs,
  k3sConfig,
  kubeadmClusterConfiguration,
  kubeadmInitConfiguration,
  kubeadmJoinConfiguration,
  kubeletConfiguration,
  kubeProxyConfiguration,
  rotationPlan,
  type TlsArgs,
  webhookKubeconfig,
} from "../../../components/control-plane/index.js";

const key = (name = "one"): EncryptionKey => ({ name, secret: randomBytes(32).toString("base64") });
const tls = (args: object) => () => controllerManagerFlags({ ...MANAGER, ...(args as TlsArgs) });
const MANAGER = { kubeconfig: "/a", serviceAccountKey: "/b", rootAuthority: "/c" };
const keys =
  (...all: EncryptionKey[]) =>
  () =>
    encryptionConfiguration({ keys: all as [EncryptionKey] });
const resources =
  (...names: string[]) =>
  () =>
    encryptionConfiguration({ keys: [key()], resources: names as [string] });
const api = (args: Partial<ApiServerHardeningArgs>) => () =>
  hardenedApiServerFlags({ files: { admission: "/a" }, audit: { policy: "/p", log: { path: "/l" } }, ...args });
const log = (limits: object) => api({ audit: { policy: "/p", log: { path: "/l", ...limits } } });
const issuer = (args: object) => () =>
  authenticationConfiguration({
    issuers: [{ url: "https://login.example.com", audiences: ["kubernetes"], ...(args as Partial<IssuerArgs>) }],
  });
const authorizer = (args: Partial<AuthorizationWebhookArgs>) => () =>
  authorizationConfiguration({ webhooks: [{ name: "veto", kubeconfig: "/a", ...args }] });
const admission = (args: object) => () => admissionConfiguration({ podSecurityVersion: "v1.37", ...args });
const rule = (args: Partial<AdmissionRule>) => () =>
  admissionManifests([
    {
      name: "no-pods",
      resources: { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] },
      expression: "false",
      message: "no",
      ...args,
    },
  ]);
const etcd = (args: Partial<EtcdArgs>) => () =>
  etcdFlags({
    name: "one",
    dataFolder: "/var/lib/etcd",
    clientAddress: "https://10.0.0.1:2379",
    peerAddress: "https://10.0.0.1:2380",
    clientAuthority: "/ca",
    serving: { certificate: "/c", key: "/k" },
    peerAuthority: "/ca",
    peer: { certificate: "/c", key: "/k" },
    ...args,
  });
const cluster = (args: Partial<KubeadmClusterConfigurationArgs>) => () =>
  kubeadmClusterConfiguration({
    kubernetesVersion: "v1.37.2",
    controlPlaneEndpoint: "k8s.example.com:6443",
    files: { admission: "/e/a", authentication: "/e/b", encryption: "/e/c" },
    audit: { policy: "/e/p", log: { path: "/var/log/a" } },
    ...args,
  });
const TOKEN = "abcdef.0123456789abcdef";
const join = (args: Partial<KubeadmJoinConfigurationArgs>) => () => kubeadmJoinConfiguration({ token: TOKEN, ...args });
const kubelet = (args: KubeletConfigurationArgs) => () => kubeletConfiguration(args);
const endpoint = { apiServerEndpoint: "k8s.example.com:6443", authorityHashes: [`sha256:${"a".repeat(64)}`] };

/** What is refused, and how that is said: the input, what it must be, and the value got. */
const REFUSED: readonly (readonly [string, () => unknown, string])[] = [
  ["an unknown TLS version", tls({ tlsMinVersion: "1.1" }), 'tlsMinVersion: must be one of 1.2, 1.3, got "1.1"'],
  [
    "an unknown cipher suite",
    tls({ cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_128_GCM"] }),
    'got "TLS_ECDHE_RSA_WITH_AES_128_GCM"',
  ],
  [
    "a weak cipher suite, naming the allowed ones",
    tls({ cipherSuites: ["TLS_RSA_WITH_AES_256_CBC_SHA"] }),
    "cipherSuites: must be one of TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  ],
  ["no cipher suite", tls({ cipherSuites: [] }), "cipherSuites: must name one or more of"],
  [
    "a port that is none",
    () => controllerManagerFlags({ ...MANAGER, securePort: 70_000 }),
    "securePort: must be a whole number from 1 to 65535, got 70000",
  ],
  [
    "a relative path",
    () => controllerManagerFlags({ ...MANAGER, kubeconfig: "a.conf" }),
    'kubeconfig: must be an absolute path without spaces or commas, got "a.conf"',
  ],
  [
    "a path that would be two flags",
    api({ kubeletAuthority: "/a --anonymous-auth=true" }),
    "kubeletAuthority: must be an absolute path",
  ],

  [
    "a KMS endpoint without a socket",
    keys({ name: "hsm", endpoint: "https://kms.example.com" }),
    'keys.endpoint: must be the socket of a KMS v2 plugin such as "unix:///run/kms/plugin.sock", got "https://kms.example.com"',
  ],
  ["a KMS endpoint that names no file", keys({ name: "hsm", endpoint: "unix://" }), 'got "unix://"'],
  [
    "a KMS timeout of zero",
    keys({ name: "hsm", endpoint: "unix:///s", timeout: "0s" }),
    'keys.timeout: must be a time above zero such as "30s" or "1h30m", got "0s"',
  ],
  [
    "a key of a wrong length",
    keys({ name: "short", secret: randomBytes(31).toString("base64") }),
    'keys: the secret of "short" must be 32 bytes in base64, got 31 bytes',
  ],
  [
    "a name that would end the prefix of a value",
    keys(key("a:b")),
    'keys.name: must have letters, digits, dots, hyphens and underscores, at most 63, got "a:b"',
  ],
  ["no key", keys(), "keys: must have one key or more, got []"],
  [
    "a key and a plugin of one name",
    keys(key("one"), { name: "one", endpoint: "unix:///s" }),
    'the name "one" is used twice',
  ],
  [
    "resources without Secrets",
    resources("configmaps"),
    'resources: must have "secrets", or "*." or "*.*", which cover them, got ["configmaps"]',
  ],
  ["resources twice", resources("secrets", "secrets"), 'resources: must have each name once, got "secrets"'],
  [
    "resources that another one covers",
    resources("secrets", "*.*"),
    'resources: must have nothing beside "*.*" that it covers',
  ],
  [
    "resources of a group that another one covers",
    resources("secrets", "deployments.apps", "*.apps"),
    'must have nothing beside "*.apps" that it covers',
  ],
  ["a resource that is none", resources("secrets", "Config Maps"), 'got "Config Maps"'],
  [
    "a rotation to a key in use",
    () => rotationPlan({ current: [key("one")], next: key("one") }),
    'next.name: must be none of the current keys\' names, got "one"',
  ],

  [
    "a retention of zero days",
    log({ maxAgeDays: 0 }),
    "audit.log.maxAgeDays: must be a whole number from 1 to 36500, got 0",
  ],
  ["no old log", log({ maxBackups: 0 }), "audit.log.maxBackups: must be a whole number from 1 to 100000, got 0"],
  [
    "a log that is never rotated",
    log({ maxSizeMegabytes: 0 }),
    "audit.log.maxSizeMegabytes: must be a whole number from 1 to 100000, got 0",
  ],
  [
    "a log on standard output",
    log({ path: "-" }),
    'audit.log.path: must be an absolute path without spaces or commas, got "-"',
  ],
  [
    "audit events that go nowhere",
    api({ audit: { policy: "/p" } }),
    "audit: must have a log, a webhook or both, got {}",
  ],
  [
    "an audit profile that is none",
    () => auditPolicy({ profile: "all" as never }),
    'profile: must be one of metadata, standard, full, got "all"',
  ],
  [
    "a negative load",
    () => auditCost({ nodes: 1, requestsPerSecond: -1 }),
    "requestsPerSecond: must be a number of at least 0, got -1",
  ],
  [
    "more writes than requests",
    () => auditCost({ nodes: 1, requestsPerSecond: 1, writes: 2 }),
    "writes: must be a number from 0 to 1, got 2",
  ],
  [
    "a timeout of zero",
    api({ requestTimeout: "0s" }),
    'requestTimeout: must be a time above zero such as "30s" or "1h30m", got "0s"',
  ],
  [
    "a timeout without unit",
    api({ requestTimeout: "60" }),
    'requestTimeout: must be a time above zero such as "30s" or "1h30m", got "60"',
  ],

  [
    "an issuer without audience",
    issuer({ audiences: [] }),
    "issuers.audiences: must name one or more audiences, each once, got []",
  ],
  ["an issuer with an audience twice", issuer({ audiences: ["a", "a"] }), 'got ["a","a"]'],
  [
    "an issuer over plain HTTP",
    issuer({ url: "http://login.example.com" }),
    'issuers.url: must be an https address such as "https://example.com:6443", got "http://login.example.com"',
  ],
  [
    "an issuer with a password in its address",
    issuer({ url: "https://a:b@login.example.com" }),
    "issuers.url: must be an https address",
  ],
  [
    "an issuer twice",
    () =>
      authenticationConfiguration({
        issuers: [
          { url: "https://a", audiences: ["a"] },
          { url: "https://a", audiences: ["b"] },
        ],
      }),
    'issuers.url: must be another one for each issuer, got "https://a"',
  ],
  [
    "an issuer's own address for discovery",
    issuer({ discoveryUrl: "https://login.example.com/" }),
    "issuers.discoveryUrl: must be left out where it is the issuer's URL",
  ],
  [
    "an authority that is no PEM",
    issuer({ certificateAuthority: "MIIB" }),
    "issuers.certificateAuthority: must be certificates in PEM",
  ],
  [
    "tokens that live for a minute at most",
    issuer({ maxTokenSeconds: 5 }),
    "issuers.maxTokenSeconds: must be a whole number from 60 to 31536000, got 5",
  ],
  [
    "an empty rule",
    issuer({ claimRules: [{ expression: "", message: "no" }] }),
    "must have an expression and a message",
  ],
  [
    "an anonymous path that is none of health",
    () => authenticationConfiguration({ anonymousPaths: ["/api" as never] }),
    'anonymousPaths: must be one of /livez, /readyz, /healthz, got "/api"',
  ],
  [
    "a version that files are not written for",
    () => authenticationConfiguration({ kubernetesVersion: "1.32" }),
    'kubernetesVersion: must be a version from 1.33 to 1.37, such as "1.37" or "v1.37.0", got "1.32"',
  ],
  ["a version of the future", () => authenticationConfiguration({ kubernetesVersion: "v1.38.0" }), 'got "v1.38.0"'],

  [
    "an authorizer's name that is none",
    authorizer({ name: "My Webhook" }),
    'webhooks.name: must be a DNS name, got "My Webhook"',
  ],
  [
    "an authorizer that may take too long",
    authorizer({ timeout: "31s" }),
    'webhooks.timeout: must be from "1s" to "30s", got "31s"',
  ],
  [
    "two authorizers of one name",
    () =>
      authorizationConfiguration({
        webhooks: [
          { name: "a", kubeconfig: "/a" },
          { name: "a", kubeconfig: "/b" },
        ],
      }),
    'webhooks.name: must be another one for each, got ["a","a"]',
  ],

  [
    "a level that is none",
    admission({ podSecurityLevel: "strict" }),
    'podSecurityLevel: must be one of privileged, baseline, restricted, got "strict"',
  ],
  ["no limit of events", admission({ eventLimits: [] }), "eventLimits: must have one limit or more, got []"],
  [
    "a limit by what is none",
    admission({ eventLimits: [{ type: "Pod", qps: 1, burst: 1 }] }),
    'eventLimits.type: must be one of Server, Namespace, User, SourceAndObject, got "Pod"',
  ],
  [
    "a limit of zero",
    admission({ eventLimits: [{ type: "User", qps: 0, burst: 1 }] }),
    "eventLimits.qps: must be a whole number from 1 to 1000000, got 0",
  ],
  [
    "a refusal that is never forgotten",
    admission({ imagePolicyWebhook: { kubeconfig: "/a", denyTtlSeconds: 0 } }),
    "imagePolicyWebhook.denyTtlSeconds: must be a whole number from 1 to 1800, got 0",
  ],
  [
    "manifests where the version knows none",
    admission({ kubernetesVersion: "1.36", manifestsFolder: "/a" }),
    "manifestsFolder: must be left out before Kubernetes 1.37, got it for 1.36",
  ],
  [
    "a rule's name with the API server's suffix",
    rule({ name: "a.static.k8s.io" }),
    "rules.name: must be a DNS name without .static.k8s.io",
  ],
  ["a rule without expression", rule({ expression: " " }), "rules.expression: must be an expression in CEL"],

  [
    "a service over plain HTTP",
    () => webhookKubeconfig({ server: "http://a", certificateAuthority: "", clientCertificate: "", clientKey: "" }),
    'server: must be an https address such as "https://example.com:6443", got "http://a"',
  ],
  [
    "a service without authority",
    () => webhookKubeconfig({ server: "https://a", certificateAuthority: "", clientCertificate: "", clientKey: "" }),
    "certificateAuthority: must be PEM",
  ],

  [
    "an etcd over plain HTTP",
    etcd({ clientAddress: "http://10.0.0.1:2379" }),
    'clientAddress: must be an https address such as "https://example.com:6443", got "http://10.0.0.1:2379"',
  ],
  [
    "members without this one",
    etcd({ members: { two: "https://10.0.0.2:2380" } }),
    "members: must name this member as one=https://10.0.0.1:2380",
  ],

  [
    "pods and Services with common addresses",
    cluster({ podCidrs: ["10.0.0.0/8"] }),
    'serviceCidrs: must not overlap with podCidrs 10.0.0.0/8, got "10.96.0.0/16"',
  ],
  [
    "machines inside the pods' addresses",
    cluster({ nodeCidrs: ["10.244.3.0/24"] }),
    'nodeCidrs: must not overlap with podCidrs 10.244.0.0/16, got "10.244.3.0/24"',
  ],
  [
    "blocks of IPv6 that overlap",
    cluster({ podCidrs: ["fd00::/56"], serviceCidrs: ["fd00::1:0/112"] }),
    'serviceCidrs: must not overlap with podCidrs fd00::/56, got "fd00::1:0/112"',
  ],
  [
    "two blocks of one family",
    cluster({ podCidrs: ["10.1.0.0/16", "10.2.0.0/16"] }),
    "podCidrs: must have one block of IPv4 and one of IPv6 at most",
  ],
  [
    "a block that is none",
    cluster({ podCidrs: ["10.244.0.0/33"] }),
    'podCidrs: must be a block of addresses such as "10.96.0.0/16" or "fd00:10:96::/112", got "10.244.0.0/33"',
  ],
  [
    "a minor version where kubeadm would ask the Internet",
    cluster({ kubernetesVersion: "1.37" }),
    'kubernetesVersion: must be a release such as "v1.37.2", got "1.37"',
  ],
  [
    "an endpoint without port",
    cluster({ controlPlaneEndpoint: "k8s.example.com" }),
    'controlPlaneEndpoint: must be a name or an address with a port, such as "k8s.example.com:6443", got "k8s.example.com"',
  ],
  [
    "an algorithm that is none",
    cluster({ keyAlgorithm: "RSA-1024" as never }),
    'keyAlgorithm: must be one of RSA-2048, RSA-3072, RSA-4096, ECDSA-P256, got "RSA-1024"',
  ],
  [
    "a machine that has a name for an address",
    () => kubeadmInitConfiguration({ advertiseAddress: "node-1" }),
    'advertiseAddress: must be an address of the machine, got "node-1"',
  ],
  [
    "a machine that trusts any cluster",
    join({ ...endpoint, authorityHashes: [] }),
    'authorityHashes: must have one or more of "sha256:" and 64 hexadecimal digits, got []',
  ],
  ["a machine that finds no cluster", join({}), "discoveryFile: must be given, or apiServerEndpoint, but not both"],
  [
    "a worker with the control plane's key",
    join({ ...endpoint, certificateKey: "a".repeat(64) }),
    "certificateKey: must be left out for a worker",
  ],
  [
    "a container runtime over the network",
    join({ ...endpoint, criSocket: "tcp://10.0.0.1:1" }),
    'criSocket: must be a socket such as "unix:///run/containerd/containerd.sock", got "tcp://10.0.0.1:1"',
  ],

  [
    "pods without processes",
    kubelet({ podPidsLimit: -1 }),
    "podPidsLimit: must be a whole number from 1 to 4194304, got -1",
  ],
  [
    "events without limit",
    kubelet({ eventRecordQps: 0 }),
    "eventRecordQps: must be a whole number from 1 to 10000, got 0",
  ],
  [
    "sessions that never end",
    kubelet({ streamingConnectionIdleTimeout: "0" }),
    'streamingConnectionIdleTimeout: must be a time above zero such as "30s" or "1h30m", got "0"',
  ],
  [
    "a reservation that is no quantity",
    kubelet({ kubeReserved: { memory: "lots" } }),
    'kubeReserved.memory: must be a quantity such as "100m" or "256Mi", got "lots"',
  ],
  [
    "a reservation of what is none",
    kubelet({ systemReserved: { gpu: "1" } as never }),
    'systemReserved: must have only cpu, memory, ephemeral-storage, pid, got "gpu"',
  ],
  [
    "a mode that is none",
    () => kubeProxyConfiguration({ mode: "ipvs" as never }),
    'mode: must be one of iptables, nftables, got "ipvs"',
  ],
  [
    "a K3s whose pods and Services overlap",
    () =>
      k3sConfig({
        kubernetesVersion: "1.37",
        admission: "/a",
        audit: { policy: "/p", log: { path: "/l" } },
        podCidr: "10.43.0.0/17",
      }),
    'serviceCidr: must not overlap with podCidr 10.43.0.0/17, got "10.43.0.0/16"',
  ],
];

/** Inputs whose value no message may show. */
const SECRET: readonly (readonly [string, () => unknown, string])[] = [
  ["a bootstrap token", () => kubeadmInitConfiguration({ bootstrapToken: "verysecret" }), "verysecret"],
  ["a token to join with", join({ ...endpoint, token: "verysecret" }), "verysecret"],
  [
    "the control plane's key",
    join({ ...endpoint, controlPlaneAddress: "10.0.0.1", certificateKey: "verysecret" }),
    "verysecret",
  ],
  [
    "a private key",
    () =>
      webhookKubeconfig({
        server: "https://a",
        certificateAuthority: "-----BEGIN CERTIFICATE-----",
        clientCertificate: "-----BEGIN CERTIFICATE-----",
        clientKey: "verysecret",
      }),
    "verysecret",
  ],
];

describe("what the writers of control-plane files refuse", () => {
  for (const [title, write, message] of REFUSED)
    it(title, () => {
      assert.throws(write, ({ message: got }: Error) => got.includes(message) || assert.fail(got));
    });

  for (const [title, write, value] of SECRET)
    it(`${title}, without showing it`, () => {
      assert.throws(write, ({ message }: Error) => !message.includes(value) && /must be .*, got /.test(message));
    });
});
