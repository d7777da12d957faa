import { posix } from "node:path";
import { stringify } from "yaml";
import { absolutePath } from "../refusal.js";
import { type AdmissionConfigurationArgs, admissionConfiguration } from "./admission/configuration.js";
import { admissionManifests } from "./admission/manifests.js";
import { type AuditPolicyArgs, auditPolicy } from "./audit/policy.js";
import { type AuthenticationConfigurationArgs, authenticationConfiguration } from "./authentication/configuration.js";
import { authorizationConfiguration } from "./authorization/configuration.js";
import { type EncryptionConfigurationArgs, encryptionConfiguration } from "./encryption/configuration.js";
import { type KubeProxyConfigurationArgs, kubeProxyConfiguration } from "./kube-proxy/configuration.js";
import { type KubeadmClusterConfigurationArgs, kubeadmClusterConfiguration } from "./kubeadm/cluster-configuration.js";
import { KUBEADM_WORKER_PATCH, type KubeadmInitConfigurationArgs, kubeadmInitConfiguration } from "./kubeadm/nodes.js";
import { type KubeletConfigurationArgs, kernelDefaults, kubeletConfiguration } from "./kubelet/configuration.js";
import { knows, kubernetesVersion } from "./version.js";
import { type WebhookKubeconfigArgs, webhookKubeconfig } from "./webhook-kubeconfig.js";

/** Everything that the files of a kubeadm cluster say. */
export interface ControlPlaneSettings
  extends Omit<KubeadmClusterConfigurationArgs, "files" | "audit" | "apiServerPaths" | "imagePolicyWebhook"> {
  readonly encryption: EncryptionConfigurationArgs;
  /** @default Pod Security of the cluster's version, restricted */
  readonly admission?: Partial<
    Pick<AdmissionConfigurationArgs, "podSecurityVersion" | "podSecurityLevel" | "exemptNamespaces" | "eventLimits">
  >;
  readonly authentication?: Omit<AuthenticationConfigurationArgs, "kubernetesVersion">;
  readonly auditPolicy?: AuditPolicyArgs;
  /** A service that audit events are sent to, beside the log. @default none */
  readonly auditWebhook?: WebhookKubeconfigArgs;
  /** A service that may refuse requests before RBAC. @default none */
  readonly authorizationWebhook?: WebhookKubeconfigArgs;
  /** A service that judges images. @default none */
  readonly imagePolicyWebhook?: WebhookKubeconfigArgs;
  readonly kubelet?: Omit<KubeletConfigurationArgs, "kubernetesVersion" | "staticPodPath" | "clientAuthority">;
  readonly kubeProxy?: KubeProxyConfigurationArgs;
  readonly init?: KubeadmInitConfigurationArgs;
  /** Folder of the files on each machine of the control plane. @default "/etc/kubernetes/rampart" */
  readonly folder?: string;
}

/** Contents by path. All belong to root, mode 0600. */
export interface WrittenFiles {
  /** Nothing in them is secret. */
  readonly files: Readonly<Record<string, string>>;
  /** Keys and credentials. */
  readonly secretFiles: Readonly<Record<string, string>>;
  /** What machines need that are none of the control plane's. */
  readonly workerFiles: Readonly<Record<string, string>>;
}

/** Where kubeadm's own file lies below the folder: `kubeadm init --config /etc/kubernetes/rampart/kubeadm.yaml`. */
export const KUBEADM_FILE = "kubeadm.yaml";
const SYSCTL_FILE = "/etc/sysctl.d/90-kubelet.conf";
const AUDIT_LOG = "/var/log/kubernetes/audit/audit.log";
const STATIC_PODS = "/etc/kubernetes/manifests";

/**
 * YAML for programs that read version 1.1, as those of Kubernetes and cloud-init do: "yes" is a text only in quotes.
 * Lines are not folded: a person compares such a file with another one.
 */
const yaml = (document: object): string => stringify(document, { version: "1.1", lineWidth: 0 });

/**
 * Every file of a hardened kubeadm cluster, for its machines (CIS-K8S sections 1.2 to 4.3, see each file's own function).
 * @throws Error naming the input, the value got and what is allowed; never with a secret in it.
 */
export function controlPlaneFiles(settings: ControlPlaneSettings): WrittenFiles {
  const folder = absolutePath("folder", settings.folder ?? "/etc/kubernetes/rampart");
  const version = kubernetesVersion(settings.kubernetesVersion);
  const at = (name: string): string => posix.join(folder, name);
  const manifests = knows(version, "admission manifests");
  const { authorizationWebhook, imagePolicyWebhook } = settings;
  const imagePolicy = imagePolicyWebhook === undefined ? {} : { imagePolicyWebhook: { kubeconfig: at(IMAGES) } };
  return {
    files: {
      [at("admission.yaml")]: yaml(
        admissionConfiguration({
          podSecurityVersion: `v${version.minor}`,
          ...settings.admission,
          kubernetesVersion: version.minor,
          ...(manifests ? { manifestsFolder: at("policies") } : {}),
          ...imagePolicy,
        }),
      ),
      ...(manifests ? { [at("policies/policies.yaml")]: admissionManifests().map(yaml).join("---\n") } : {}),
      [at("authentication.yaml")]: yaml(
        authenticationConfiguration({ ...settings.authentication, kubernetesVersion: version.minor }),
      ),
      ...(authorizationWebhook === undefined
        ? {}
        : {
            [at("authorization.yaml")]: yaml(
              authorizationConfiguration({ webhooks: [{ name: "webhook", kubeconfig: at(AUTHORIZATION) }] }),
            ),
          }),
      [at("audit-policy.yaml")]: yaml(auditPolicy(settings.auditPolicy)),
      [SYSCTL_FILE]: kernelDefaults(),
    },
    secretFiles: {
      [at("encryption.yaml")]: yaml(encryptionConfiguration(settings.encryption)),
      ...webhookFiles(settings, at),
      [at(KUBEADM_FILE)]: kubeadmDocuments(settings, at).map(yaml).join("---\n"),
    },
    workerFiles: {
      [SYSCTL_FILE]: kernelDefaults(),
      [at("patches/kubeletconfiguration+merge.yaml")]: yaml(KUBEADM_WORKER_PATCH),
    },
  };
}

function kubeadmDocuments(settings: ControlPlaneSettings, at: (name: string) => string): object[] {
  const { auditWebhook, authorizationWebhook, imagePolicyWebhook } = settings;
  const { minor } = kubernetesVersion(settings.kubernetesVersion);
  return [
    kubeadmInitConfiguration(settings.init),
    kubeadmClusterConfiguration({
      ...settings,
      files: {
        admission: at("admission.yaml"),
        authentication: at("authentication.yaml"),
        encryption: at("encryption.yaml"),
        ...(authorizationWebhook === undefined ? {} : { authorization: at("authorization.yaml") }),
      },
      audit: {
        policy: at("audit-policy.yaml"),
        log: { path: AUDIT_LOG },
        ...(auditWebhook === undefined ? {} : { webhook: { kubeconfig: at(AUDIT) } }),
      },
      imagePolicyWebhook: imagePolicyWebhook !== undefined,
      apiServerPaths: socketFolders(settings.encryption),
    }),
    kubeletConfiguration({ ...settings.kubelet, kubernetesVersion: minor, staticPodPath: STATIC_PODS }),
    kubeProxyConfiguration(settings.kubeProxy),
  ];
}

const AUDIT = "audit-webhook.kubeconfig";
const AUTHORIZATION = "authorization-webhook.kubeconfig";
const IMAGES = "image-policy-webhook.kubeconfig";

function webhookFiles(settings: ControlPlaneSettings, at: (name: string) => string): Record<string, string> {
  const webhooks = {
    [AUDIT]: settings.auditWebhook,
    [AUTHORIZATION]: settings.authorizationWebhook,
    [IMAGES]: settings.imagePolicyWebhook,
  };
  return Object.fromEntries(
    Object.entries(webhooks).flatMap(([name, args]) =>
      args === undefined ? [] : [[at(name), yaml(webhookKubeconfig(args))]],
    ),
  );
}

/** A static pod sees a plugin's socket only in a folder of the machine. */
const socketFolders = ({ keys }: EncryptionConfigurationArgs): string[] =>
  keys.flatMap((key) => ("endpoint" in key ? [posix.dirname(key.endpoint.replace(/^unix:\/\//, ""))] : []));

/** A cloud-init configuration that writes the files before the machine does anything else. Secret if one of them is. */
export function cloudInit(files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    owner: "root:root",
    permissions: "0600",
    content,
  }));
  return `#cloud-config\n${yaml({ write_files: entries })}`;
}
