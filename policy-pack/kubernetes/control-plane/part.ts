import type { Plain } from "../../unknown.js";
import { child } from "../object.js";

/** Programs of which a cluster is made, and the files that they read beside their own settings. */
export type PartName =
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "etcd"
  | "kubelet"
  | "kube-proxy"
  | "AdmissionConfiguration"
  | "AuditPolicy"
  | "AuthenticationConfiguration"
  | "AuthorizationConfiguration"
  | "EncryptionConfiguration"
  | "JoinConfiguration"
  | "PodSecurityConfiguration";

/** One part of a control plane or of a node, in whatever form its settings are written. */
export interface Part {
  readonly name: PartName;
  readonly written: "as flags" | "in a file";
  /** Other sources state settings as well: what is absent here is no offence. */
  readonly partial: boolean;
  /**
   * The value of a setting, `undefined` where nothing states it. Programs with flags have their settings by the flag's
   * name; the kubelet, kube-proxy and files by the field's path.
   *
   * @throws UnknownRead where it is unknown.
   */
  readonly value: (setting: string) => unknown;
  /** Path in the resource of a stated setting, or of where it would have to be. */
  readonly path: (setting: string) => string;
  /** A setting as people write it here: `--profiling`, `readOnlyPort`. */
  readonly shown: (setting: string) => string;
  /** The file as a whole; empty where there are flags only. */
  readonly data: Plain;
}

/** Joins a path in a resource and one in a document that stands there. */
export const joined = (prefix: string, path: string): string =>
  prefix === "" ? path : path === "" ? prefix : path.startsWith("[") ? `${prefix}${path}` : `${prefix}.${path}`;

/** The value at a path of fields, e.g. `authentication.anonymous.enabled`. */
export const fieldAt = (data: unknown, path: string): unknown => path.split(".").reduce<unknown>(child, data);

/** A part whose settings are the fields of a file. */
export function filePart(
  name: PartName,
  data: Plain,
  { prefix, partial }: { readonly prefix: string; readonly partial: boolean },
  rename: (setting: string) => string = (setting) => setting,
): Part {
  return {
    name,
    written: "in a file",
    partial,
    value: (setting) => fieldAt(data, rename(setting)) ?? undefined,
    path: (setting) => joined(prefix, rename(setting)),
    shown: rename,
    data,
  };
}
