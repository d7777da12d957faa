import { createHash } from "node:crypto";
import { load } from "js-yaml";
import { isWireMap, remarked, UNKNOWN_TEXT, unmarked, type WireMap } from "./wire-values.js";

/** Kinds of Kubernetes that have no namespace, by API group; those of a whole group as `*`. */
const CLUSTER_WIDE: Readonly<Record<string, readonly string[]>> = {
  "": ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
  "admissionregistration.k8s.io": ["*"],
  "apiextensions.k8s.io": ["*"],
  "apiregistration.k8s.io": ["*"],
  "auditregistration.k8s.io": ["*"],
  "authentication.k8s.io": ["*"],
  "authorization.k8s.io": ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
  "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
  extensions: ["PodSecurityPolicy"],
  "flowcontrol.apiserver.k8s.io": ["*"],
  "internal.apiserver.k8s.io": ["*"],
  "networking.k8s.io": ["ClusterCIDR", "IPAddress", "IngressClass", "ServiceCIDR"],
  "node.k8s.io": ["*"],
  policy: ["PodSecurityPolicy"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "resource.k8s.io": ["DeviceClass", "DeviceTaintRule", "ResourceClass", "ResourceSlice"],
  "scheduling.k8s.io": ["*"],
  "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
  "storagemigration.k8s.io": ["*"],
};

/** Groups that are part of Kubernetes itself; the scope of any other kind is known to its cluster alone. */
const BUILT_IN = /^(|apps|autoscaling|batch|extensions|policy|[^/]*\.k8s\.io)$/;

const OBJECT = /^kubernetes:(?!helm\.sh\/|yaml|kustomize)(?:(?:core|[^:/]+)\/)?v\d[^/:]*:\w+$/;

/** What the Kubernetes provider is configured by, as far as it decides on an object's inputs. */
export interface KubernetesProvider {
  /** For objects that state none; absent where the cluster itself is not known yet. */
  readonly namespace: string | undefined;
}

/** The provider that inputs of `pulumi:providers:kubernetes`, or the stack's configuration, describe. */
export function kubernetesProvider({ namespace, kubeconfig }: WireMap): KubernetesProvider {
  const stated = unmarked(namespace);
  return { namespace: typeof stated === "string" && stated !== "" ? stated : namespaceOf(unmarked(kubeconfig)) };
}

/** That of the kubeconfig's current context. A path is not read: what is checked must not depend on the machine. */
function namespaceOf(kubeconfig: unknown): string | undefined {
  if (kubeconfig === UNKNOWN_TEXT) return undefined;
  const config = typeof kubeconfig === "string" && kubeconfig.includes("\n") ? parsed(kubeconfig) : kubeconfig;
  if (!isWireMap(config) || !Array.isArray(config.contexts)) return "default";
  const context = config.contexts.find((entry) => isWireMap(entry) && entry.name === config["current-context"]);
  const namespace = isWireMap(context?.context) ? context.context.namespace : undefined;
  return typeof namespace === "string" && namespace !== "" ? namespace : "default";
}

function parsed(text: string): unknown {
  try {
    return load(text);
  } catch {
    // The provider would refuse it; here it only means that no namespace is known.
    return undefined;
  }
}

/**
 * Inputs as the Kubernetes provider's Check completes them: a name for an object without one, and the provider's
 * namespace. The name differs at each deployment; here it is always the same.
 */
export function completed(type: string, name: string, inputs: WireMap, { namespace }: KubernetesProvider): WireMap {
  const { apiVersion, kind } = inputs;
  if (!OBJECT.test(type) || typeof apiVersion !== "string" || typeof kind !== "string") return inputs;
  // A patch is of an object that has a name.
  if (type.endsWith(`:${kind}Patch`) || Array.isArray(unmarked(inputs.items))) return inputs;
  return {
    ...inputs,
    metadata: remarked(inputs.metadata ?? {}, (metadata) => {
      if (!isWireMap(metadata)) return metadata;
      const named = withName(metadata, name);
      if (namespace === undefined || named.namespace !== undefined || !isNamespaced(apiVersion, kind)) return named;
      return { ...named, namespace };
    }),
  };
}

function withName(metadata: WireMap, name: string): WireMap {
  if (metadata.name !== undefined || metadata.generateName !== undefined) return metadata;
  const suffix = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return {
    ...metadata,
    name: `${name.toLowerCase()}-${suffix}`,
    annotations: remarked(metadata.annotations ?? {}, (annotations) =>
      isWireMap(annotations) ? { ...annotations, [AUTONAMED]: "true" } : annotations,
    ),
  };
}

/**
 * The id that the provider gives to an object: its namespace and name, where both are known before deployment.
 *
 * @returns empty where it is unknown.
 */
export function objectId(type: string, { apiVersion, metadata }: WireMap): string {
  const { namespace, name } = metadataOf(metadata);
  if (!OBJECT.test(type) || typeof name !== "string" || name.includes(UNKNOWN_TEXT)) return "";
  if (namespace === undefined) return BUILT_IN.test(groupOf(`${unmarked(apiVersion)}`)) ? name : "";
  return typeof namespace === "string" && !namespace.includes(UNKNOWN_TEXT) ? `${namespace}/${name}` : "";
}

function metadataOf(value: unknown): WireMap {
  const metadata = unmarked(value);
  if (!isWireMap(metadata)) return {};
  return { namespace: unmarked(metadata.namespace), name: unmarked(metadata.name) };
}

const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";

/** What the provider marks an object by whose name it has made. */
const AUTONAMED = "pulumi.com/autonamed";

function isNamespaced(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  if (!BUILT_IN.test(group)) return false;
  const without = CLUSTER_WIDE[group] ?? [];
  return !without.includes("*") && !without.includes(kind);
}
