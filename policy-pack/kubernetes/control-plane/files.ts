import type { Plain } from "../../unknown.js";
import { child, type GroupKind, type KubernetesObject } from "../object.js";
import { etcdKeyOf } from "./flag-names.js";
import { partsOfCluster, partsOfNode } from "./kubeadm.js";
import { NODEADM_DEFAULTS } from "./nodeadm-defaults.js";
import { filePart, joined, type Part, type PartName } from "./part.js";

/** A kind of file that configures a part of a cluster; the API server has no objects of it. */
interface FileKind {
  /** From the oldest that a supported Kubernetes reads. */
  readonly versions: readonly [string, ...string[]];
  readonly parts: (object: KubernetesObject, prefix: string) => readonly Part[];
}

const whole =
  (name: PartName, rename?: (setting: string) => string): FileKind["parts"] =>
  ({ data, partial }, prefix) => [filePart(name, data, { prefix, partial }, rename)];

const STABLE_FROM_ALPHA = ["v1alpha1", "v1beta1", "v1"] as const;
const KUBEADM = ["v1beta3", "v1beta4", "v1"] as const;

const FILES: Readonly<Record<GroupKind, FileKind>> = {
  "apiserver.config.k8s.io/AdmissionConfiguration": { versions: ["v1alpha1", "v1"], parts: admission },
  "apiserver.config.k8s.io/AuthenticationConfiguration": {
    versions: STABLE_FROM_ALPHA,
    parts: whole("AuthenticationConfiguration"),
  },
  "apiserver.config.k8s.io/AuthorizationConfiguration": {
    versions: STABLE_FROM_ALPHA,
    parts: whole("AuthorizationConfiguration"),
  },
  "apiserver.config.k8s.io/EncryptionConfiguration": { versions: ["v1"], parts: whole("EncryptionConfiguration") },
  "audit.k8s.io/Policy": { versions: ["v1"], parts: whole("AuditPolicy") },
  "kubeadm.k8s.io/ClusterConfiguration": { versions: KUBEADM, parts: partsOfCluster },
  "kubeadm.k8s.io/InitConfiguration": { versions: KUBEADM, parts: partsOfNode },
  "kubeadm.k8s.io/JoinConfiguration": {
    versions: KUBEADM,
    parts: (object, prefix) => [...whole("JoinConfiguration")(object, prefix), ...partsOfNode(object, prefix)],
  },
  "kubelet.config.k8s.io/KubeletConfiguration": { versions: ["v1beta1"], parts: kubelet },
  "kubeproxy.config.k8s.io/KubeProxyConfiguration": { versions: ["v1alpha1"], parts: whole("kube-proxy") },
  "kubescheduler.config.k8s.io/KubeSchedulerConfiguration": {
    versions: ["v1"],
    // Its address and certificates are flags all the same.
    parts: ({ data }, prefix) => [filePart("kube-scheduler", data, { prefix, partial: true }, schedulerField)],
  },
  "node.eks.aws/NodeConfig": { versions: ["v1alpha1", "v1"], parts: nodeadm },
  "pod-security.admission.config.k8s.io/PodSecurityConfiguration": {
    versions: STABLE_FROM_ALPHA,
    parts: whole("PodSecurityConfiguration"),
  },
};

const schedulerField = (setting: string): string => (setting === "profiling" ? "enableProfiling" : setting);

const fileKind = (key: GroupKind): FileKind | undefined => (Object.hasOwn(FILES, key) ? FILES[key] : undefined);

/** Kinds of such files. */
export const FILE_KINDS = Object.keys(FILES) as readonly GroupKind[];

/** API groups that only such files have. */
export const FILE_GROUPS: readonly string[] = [...new Set(FILE_KINDS.map((key) => key.slice(0, key.indexOf("/"))))];

/** Whether objects of the kind are files that the API server never sees. */
export const isFile = (key: GroupKind): boolean => fileKind(key) !== undefined;

/** The parts that a file configures; none of a version that nobody knows. */
export function partsOfFile(object: KubernetesObject, prefix: string): readonly Part[] {
  const kind = fileKind(object.key);
  return kind?.versions.includes(object.version) ? kind.parts(object, prefix) : [];
}

/** Why a file cannot be judged: its version is none that Kubernetes reads. */
export function versionProblem(key: GroupKind, version: string): string | undefined {
  const kind = fileKind(key);
  if (kind === undefined || kind.versions.includes(version)) return undefined;
  const [group, name] = key.split("/");
  return `${name} of ${group} has the versions ${kind.versions.join(", ")}, and not this one`;
}

/** PodSecurityConfiguration stands inside, or in a file of its own. */
function admission({ data, partial }: KubernetesObject, prefix: string): readonly Part[] {
  const plugins = child(data, "plugins");
  const configurations = Array.isArray(plugins)
    ? [...plugins.keys()].flatMap((index) => {
        const configuration = child(plugins[index], "configuration");
        return child(configuration, "kind") === "PodSecurityConfiguration"
          ? [{ data: configuration as Plain, path: `plugins[${index}].configuration` }]
          : [];
      })
    : [];
  const part = filePart("AdmissionConfiguration", data, { prefix, partial });
  return [
    { ...part, value: (setting) => pathOfPlugin(plugins, setting) ?? part.value(setting) },
    ...configurations.map(({ data, path }) =>
      filePart("PodSecurityConfiguration", data, { prefix: joined(prefix, path), partial }),
    ),
  ];
}

/** The value of `PodSecurity.path`: where the plugin's file is. */
function pathOfPlugin(plugins: unknown, setting: string): unknown {
  const name = /^(\w+)\.path$/.exec(setting)?.[1];
  if (name === undefined || !Array.isArray(plugins)) return undefined;
  return child(
    plugins.find((plugin) => child(plugin, "name") === name),
    "path",
  );
}

/** A duration of nothing is as if it were not there (pkg/kubelet/apis/config/v1beta1/defaults.go). */
function kubelet({ data, partial }: KubernetesObject, prefix: string): readonly Part[] {
  const part = filePart("kubelet", data, { prefix, partial });
  return [{ ...part, value: (setting) => stated(part.value(setting)) }];
}

const stated = (value: unknown): unknown => (value === "0s" ? undefined : value);

/** The kubelet of a node of EKS: what nodeadm sets, and the user's settings over it. */
function nodeadm({ data }: KubernetesObject, prefix: string): readonly Part[] {
  const path = "spec.kubelet.config";
  const config = child(child(child(data, "spec"), "kubelet"), "config");
  const part = filePart("kubelet", config as Plain, { prefix: joined(prefix, path), partial: false });
  const value = (setting: string): unknown => stated(part.value(setting)) ?? NODEADM_DEFAULTS[setting];
  return [{ ...part, value }];
}

/** What etcd's own file is recognised by, since it has neither apiVersion nor kind. */
const ETCD_KEYS = [
  "client-transport-security",
  "peer-transport-security",
  "listen-client-urls",
  "listen-peer-urls",
  "advertise-client-urls",
  "initial-advertise-peer-urls",
  "initial-cluster",
  "data-dir",
];

/** The type token of etcd's configuration file. */
export const ETCD_FILE = "rampart:file:EtcdConfiguration";

/** Whether a document is etcd's configuration file: two of its keys are no accident. */
export const isEtcdFile = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ETCD_KEYS.filter((key) => Object.hasOwn(value, key)).length >= 2;

/** etcd as its own file configures it. */
export const partsOfEtcdFile = (data: Plain, prefix: string): readonly Part[] => [
  filePart("etcd", data, { prefix, partial: false }, etcdKeyOf),
];
