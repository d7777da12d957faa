import { UnknownRead } from "../../unknown.js";
import { child, type KubernetesObject } from "../object.js";
import { textOf } from "./demand.js";
import { flagNameOf } from "./flag-names.js";
import { type Flags, flagPart } from "./flags.js";
import { KUBEADM_DEFAULTS } from "./kubeadm-defaults.js";
import { fieldAt, joined, type Part, type PartName } from "./part.js";

/** The programs that kubeadm.k8s.io ClusterConfiguration configures, and where. */
const COMPONENTS = [
  ["kube-apiserver", "apiServer"],
  ["kube-controller-manager", "controllerManager"],
  ["kube-scheduler", "scheduler"],
  ["etcd", "etcd.local"],
] as const;

/** What kubeadm starts by a ClusterConfiguration: its own flags, and over them the extraArgs. */
export function partsOfCluster({ data, partial }: KubernetesObject, prefix: string): readonly Part[] {
  const external = child(child(data, "etcd"), "external");
  return COMPONENTS.flatMap(([name, field]) => {
    // Somebody else starts it.
    if (name === "etcd" && external !== undefined) return [];
    const own = KUBEADM_DEFAULTS[name];
    const path = `${field}.extraArgs`;
    const flags = extraArgs(fieldAt(data, path), joined(prefix, path), own);
    const defaults = name === "kube-apiserver" && external !== undefined ? { ...own, ...withExternal(external) } : own;
    return [flagPart(name, flags, { prefix: joined(prefix, path), partial, defaults })];
  });
}

const NO_CERTIFICATES = { "etcd-cafile": "", "etcd-certfile": "", "etcd-keyfile": "" } as const;

/** How the API server reaches an etcd that kubeadm does not start. */
function withExternal(external: unknown): Readonly<Record<string, string>> {
  const text = (field: string): string => {
    const value = child(external, field);
    return typeof value === "string" ? value : "";
  };
  return {
    ...NO_CERTIFICATES,
    "etcd-cafile": text("caFile"),
    "etcd-certfile": text("certFile"),
    "etcd-keyfile": text("keyFile"),
  };
}

/** The kubelet's flags in an InitConfiguration or JoinConfiguration; its file has the rest. */
export function partsOfNode({ data }: KubernetesObject, prefix: string): readonly Part[] {
  const path = joined(prefix, "nodeRegistration.kubeletExtraArgs");
  const flags = extraArgs(fieldAt(data, "nodeRegistration.kubeletExtraArgs"), path, {});
  if (flags.stated.size === 0 && flags.unknown === undefined) return [];
  return [
    flagPart("kubelet" satisfies PartName, flags, { prefix: path, partial: true, flagOf: flagNameOf("kubelet") }),
  ];
}

/** A map of flags until v1beta3, a list since v1beta4; v1 can add to what kubeadm itself sets. */
function extraArgs(value: unknown, path: string, base: Readonly<Record<string, string>>): Flags {
  const stated = new Map<string, { readonly value: string; readonly path: string }>();
  if (typeof value !== "object" || value === null) return { stated };
  let unknown: UnknownRead | undefined;
  for (const key of Object.keys(value)) {
    try {
      const entry = (value as Record<string, unknown>)[key];
      if (!Array.isArray(value)) stated.set(key, { value: textOf(entry) ?? "", path: joined(path, simple(key)) });
      else {
        const [name, merge] = [child(entry, "name"), child(entry, "mergeMethod")];
        const own = textOf(child(entry, "value")) ?? "";
        if (typeof name !== "string") continue;
        const before = stated.get(name)?.value ?? base[name] ?? "";
        const text = merge === "append" ? before + own : merge === "prepend" ? own + before : own;
        stated.set(name, { value: text, path: `${path}[${key}]` });
      }
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      unknown ??= error;
    }
  }
  return { stated, unknown };
}

/** A key that a path can have. */
const simple = (key: string): string => (/^[a-z][a-z0-9-]{0,60}$/.test(key) ? key : "");
