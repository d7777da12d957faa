import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  type AdmissionConfiguration,
  type AuditPolicy,
  type AuthenticationConfiguration,
  type AuthorizationConfiguration,
  admissionConfiguration,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  type EncryptionConfiguration,
  encryptionConfiguration,
} from "../../components/control-plane/index.js";
import { kubeconfig } from "./kubeconfig.js";
import { type CertificateArgs, CertificateAuthority, type KeyPair, newSigningKeys } from "./pki.js";
import { writePrivate } from "./private-files.js";

const LOOPBACK_HOSTS = [
  "127.0.0.1",
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "10.96.0.1",
];

/** Loopback ports of the programs. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
}

/** Everything the programs are started with: paths of files, all of mode 0600, and the identities held in memory. */
export interface Layout {
  readonly folder: string;
  readonly ports: Ports;
  /** Origin of the API server. */
  readonly server: string;
  /** Origin of etcd. */
  readonly etcdServer: string;
  readonly authorities: { readonly kubernetes: string; readonly etcd: string };
  readonly identities: { readonly bootstrap: KeyPair; readonly admin: KeyPair; readonly etcdClient: KeyPair };
  /** A certificate of the API server's authority. */
  readonly issue: (args: CertificateArgs) => Promise<KeyPair>;
  /** Path of a file by its role. */
  readonly file: (name: FileName) => string;
}

/** The files that decide what the API server allows. */
export interface ApiServerConfiguration {
  readonly admission: AdmissionConfiguration;
  readonly audit: Pick<AuditPolicy, "apiVersion" | "kind" | "rules">;
  readonly authentication: AuthenticationConfiguration;
  readonly authorization: AuthorizationConfiguration;
  readonly encryption: EncryptionConfiguration;
}

const FILES = {
  admission: "admission.yaml",
  authentication: "authentication.yaml",
  authorization: "authorization.yaml",
  audit: "audit-policy.yaml",
  auditLog: "logs/audit.log",
  encryption: "encryption.yaml",
  kubernetesAuthority: "pki/kubernetes-ca.crt",
  apiServerCertificate: "pki/api-server.crt",
  apiServerKey: "pki/api-server.key",
  etcdAuthority: "pki/etcd-ca.crt",
  etcdCertificate: "pki/etcd.crt",
  etcdKey: "pki/etcd.key",
  etcdClientCertificate: "pki/api-server-etcd-client.crt",
  etcdClientKey: "pki/api-server-etcd-client.key",
  kubeletClientCertificate: "pki/api-server-kubelet-client.crt",
  kubeletClientKey: "pki/api-server-kubelet-client.key",
  serviceAccountKey: "pki/service-account.key",
  serviceAccountPublicKey: "pki/service-account.pub",
  etcdData: "etcd",
  adminKubeconfig: "kubeconfig",
  controllerManagerKubeconfig: "controller-manager.kubeconfig",
  schedulerKubeconfig: "scheduler.kubeconfig",
  kwokKubeconfig: "kwok.kubeconfig",
} as const;
export type FileName = keyof typeof FILES;

/**
 * Writes the files of a control plane into `folder`. Two authorities, so that a client certificate of the API server's
 * is worth nothing at etcd (NSA-CP-08); their private keys are never written.
 * @param podSecurityVersion `v<major>.<minor>` of the standard for namespaces without labels.
 * @param configuration files in place of the sandbox's own.
 */
export async function writeLayout(
  folder: string,
  podSecurityVersion: string,
  ports: Ports,
  configuration: Partial<ApiServerConfiguration> = {},
): Promise<Layout> {
  const file = (name: FileName): string => join(folder, FILES[name]);
  const server = `https://127.0.0.1:${ports.apiServer}`;
  const [authority, etcdAuthority] = await Promise.all([
    CertificateAuthority.create("rampart-sandbox"),
    CertificateAuthority.create("rampart-sandbox-etcd"),
  ]);
  const write = (name: FileName, content: string) => writePrivate(file(name), content);
  const writePair = (certificate: FileName, key: FileName, pair: KeyPair) => {
    write(certificate, pair.certificate);
    write(key, pair.privateKey);
  };
  const writeKubeconfig = async (name: FileName, commonName: string, groups?: readonly string[]) => {
    const pair = await authority.issue({ commonName, groups });
    write(name, kubeconfig(server, authority.certificate, pair));
    return pair;
  };

  write("kubernetesAuthority", authority.certificate);
  write("etcdAuthority", etcdAuthority.certificate);
  writePair(
    "apiServerCertificate",
    "apiServerKey",
    await authority.issue({ commonName: "kube-apiserver", hosts: LOOPBACK_HOSTS }),
  );
  writePair("etcdCertificate", "etcdKey", await etcdAuthority.issue({ commonName: "etcd", hosts: LOOPBACK_HOSTS }));
  const etcdClient = await etcdAuthority.issue({ commonName: "kube-apiserver-etcd-client" });
  writePair("etcdClientCertificate", "etcdClientKey", etcdClient);
  writePair(
    "kubeletClientCertificate",
    "kubeletClientKey",
    await authority.issue({ commonName: "kube-apiserver-kubelet-client" }),
  );
  const tokens = newSigningKeys();
  write("serviceAccountKey", tokens.privateKey);
  write("serviceAccountPublicKey", tokens.publicKey);

  await writeKubeconfig("controllerManagerKubeconfig", "system:kube-controller-manager");
  await writeKubeconfig("schedulerKubeconfig", "system:kube-scheduler");
  await writeKubeconfig("kwokKubeconfig", "rampart:kwok");
  const admin = await writeKubeconfig("adminKubeconfig", "rampart-admin", ["rampart:administrators"]);
  // Above RBAC and therefore only in memory, for the minute in which there are no bindings yet (CIS-K8S-5.1.7).
  const bootstrap = await authority.issue({ commonName: "rampart-bootstrap", groups: ["system:masters"] });

  const files = { ...ownConfiguration(podSecurityVersion), ...configuration };
  for (const name of Object.keys(files) as (keyof ApiServerConfiguration)[]) write(name, stringify(files[name]));
  write("auditLog", "");

  return {
    folder,
    ports,
    server,
    etcdServer: `https://127.0.0.1:${ports.etcd}`,
    authorities: { kubernetes: authority.certificate, etcd: etcdAuthority.certificate },
    identities: { bootstrap, admin, etcdClient },
    issue: (args) => authority.issue(args),
    file,
  };
}

const ownConfiguration = (podSecurityVersion: string): ApiServerConfiguration => ({
  admission: admissionConfiguration({ podSecurityVersion }),
  audit: auditPolicy(),
  authentication: authenticationConfiguration(),
  authorization: authorizationConfiguration(),
  encryption: encryptionConfiguration({ keys: [{ name: "sandbox", secret: randomBytes(32).toString("base64") }] }),
});
