/**
 * The writers of control-plane files against their limit: `npm run bench:control-plane-files -- [RUNS]`. Each run is a
 * process of its own, since whoever writes such files does it once.
 */
import { execFileSync } from "node:child_process";
import {
  admissionConfiguration,
  admissionManifests,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  type ControlPlaneSettings,
  cloudInit,
  controlPlaneFiles,
  encryptionConfiguration,
  k3sConfig,
  kubeadmClusterConfiguration,
  kubeadmInitConfiguration,
  kubeadmJoinConfiguration,
  kubeletConfiguration,
  kubeProxyConfiguration,
  rke2Config,
  rotationPlan,
  talosPatch,
  webhookKubeconfig,
} from "../components/control-plane/index.js";
import { type Measurement, median, table } from "./measurements.js";

const key = { name: "one", secret: Buffer.alloc(32).toString("base64") };
const certificate = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
const webhook = {
  server: "https://webhook.example.com",
  certificateAuthority: certificate,
  clientCertificate: certificate,
  clientKey: "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
};
const SETTINGS: ControlPlaneSettings = {
  kubernetesVersion: "v1.37.2",
  controlPlaneEndpoint: "k8s.example.com:6443",
  encryption: { keys: [key] },
  authentication: { issuers: [{ url: "https://login.example.com", audiences: ["kubernetes"] }] },
  auditWebhook: webhook,
  authorizationWebhook: webhook,
  imagePolicyWebhook: webhook,
};
const RANCHER = {
  kubernetesVersion: "v1.37.2",
  admission: "/etc/rancher/admission.yaml",
  audit: { policy: "/etc/rancher/audit.yaml", log: { path: "/var/log/audit.log" } },
};

const FOLDER = "/etc/kubernetes/rampart";

/** Every writer once, without making text of what it gives. */
function write(): void {
  admissionConfiguration({ podSecurityVersion: "v1.37", manifestsFolder: `${FOLDER}/policies` });
  admissionManifests();
  auditPolicy();
  authenticationConfiguration(SETTINGS.authentication);
  authorizationConfiguration({ webhooks: [{ name: "webhook", kubeconfig: `${FOLDER}/authorization.kubeconfig` }] });
  encryptionConfiguration(SETTINGS.encryption);
  webhookKubeconfig(webhook);
  kubeadmInitConfiguration();
  kubeadmClusterConfiguration({
    ...SETTINGS,
    imagePolicyWebhook: true,
    files: {
      admission: `${FOLDER}/admission.yaml`,
      authentication: `${FOLDER}/authentication.yaml`,
      encryption: `${FOLDER}/encryption.yaml`,
    },
    audit: RANCHER.audit,
  });
  kubeletConfiguration();
  kubeProxyConfiguration();
  rotationPlan({ current: [key], next: { ...key, name: "two" } });
  kubeadmJoinConfiguration({ token: "abcdef.0123456789abcdef", discoveryFile: "/etc/kubernetes/discovery.conf" });
  rke2Config(RANCHER);
  k3sConfig(RANCHER);
  talosPatch({ kubernetesVersion: "1.37", admission: { podSecurityVersion: "v1.37" } });
}

/** All files of a cluster as user data. */
function render(): void {
  const { files, secretFiles } = controlPlaneFiles(SETTINGS);
  cloudInit({ ...files, ...secretFiles });
}

const JOBS = { write, render } as const;
type Job = keyof typeof JOBS;

/** Milliseconds of a job in a process that has not done it before. */
function runOnce(job: Job): number {
  return Number(execFileSync(process.execPath, [__filename, job], { encoding: "utf8" }));
}

const [asked = "9"] = process.argv.slice(2);
if (asked in JOBS) {
  const begin = performance.now();
  JOBS[asked as Job]();
  process.stdout.write(String(performance.now() - begin));
} else {
  const runs = Array.from({ length: Number(asked) });
  const writers = runs.map(() => runOnce("write"));
  const measurements: Measurement[] = [
    { what: "every writer", unit: "ms", values: writers, against: { what: "limit", value: 10 } },
    {
      what: "a cluster's files as user data",
      unit: "ms",
      values: runs.map(() => runOnce("render")),
      against: { what: "every writer", value: median(writers) },
    },
  ];
  process.stdout.write(`${table(measurements)}\n`);
}
