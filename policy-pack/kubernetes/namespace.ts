import { SYSTEM_NAMESPACES as NAMES } from "../../controls/system-namespaces.js";
import { child, type GroupKind, type KubernetesObject } from "./object.js";
import { map, text } from "./shape.js";

/** Namespaces that every cluster has for itself. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(NAMES);

/** Kinds that only narrow what others may do in a namespace; they belong into every one. */
const NARROWING: ReadonlySet<GroupKind> = new Set<GroupKind>([
  "networking.k8s.io/NetworkPolicy",
  "core/ResourceQuota",
  "core/LimitRange",
]);

/** What of an object's metadata the policies on namespaces read. */
export const nameIn = (object: KubernetesObject): string | undefined =>
  text(child(child(object.data, "metadata"), "name"));
export const namespaceOf = (object: KubernetesObject): string | undefined =>
  text(child(child(object.data, "metadata"), "namespace"));
export const labelsOf = (object: KubernetesObject): { readonly [key: string]: string } =>
  map(text)(child(child(object.data, "metadata"), "labels")) ?? {};
export const annotationsOf = (object: KubernetesObject): { readonly [key: string]: string } =>
  map(text)(child(child(object.data, "metadata"), "annotations")) ?? {};

/** Whether the object puts something new into its namespace, rather than narrowing or changing what is there. */
export const addsToNamespace = ({ key, partial }: KubernetesObject): boolean => !partial && !NARROWING.has(key);
