import { ADMISSION_POLICIES } from "../../../../components/baseline/admission/policies/index.js";
import { policies } from "../../../../policy-pack/policies/index.js";
import type { Policy, ResourcesExample } from "../../../../policy-pack/policy.js";
import { type Instance, instancesOf } from "./installed.js";
import { settingsOf } from "./settings.js";

type Fields = Readonly<Record<string, unknown>>;

/** An object of an example, as the API has it. */
export interface ApiObject {
  /** Path of the objects of its kind, in its namespace where it has one. */
  readonly path: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly body: Fields;
  /** The least that the API takes as an object of that name, with nothing that a policy minds. */
  readonly base: Fields;
  /** It changes an object that is there. */
  readonly isPatch: boolean;
  readonly isInCluster: boolean;
}

/** Whether the API server takes what the policy pack has judged. */
export interface ObjectQuestion {
  /** Of no other question. */
  readonly name: string;
  readonly instance: Instance;
  readonly policy: Policy;
  readonly example: ResourcesExample;
  readonly objects: readonly ApiObject[];
  readonly isBad: boolean;
}

const isMap = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

export function merged(under: object, over: object): Fields {
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const before = result[key];
    result[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
  }
  return result;
}

const BACKEND = { service: { name: "web", port: { number: 80 } } };

/** What the API wants beside a field of that name. */
const COMPLETIONS: Readonly<Record<string, object>> = {
  http: { http: { paths: [{ path: "/", pathType: "Prefix", backend: BACKEND }] } },
  local: {
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "In", values: ["1"] }] }] },
    },
  },
  nfs: { nfs: { server: "nfs.example.com", path: "/" } },
};

function completed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completed);
  if (!isMap(value)) return value;
  let result: Fields = {};
  for (const [key, inner] of Object.entries(value))
    result = merged(COMPLETIONS[key] ?? {}, merged(result, { [key]: completed(inner) }));
  return result;
}

/** Kinds that examples have, and what the API wants of them beside what examples say. */
const KINDS: Readonly<
  Record<
    string,
    {
      readonly plural: string;
      readonly isInCluster?: true;
      readonly least?: object;
      readonly labels?: object;
      readonly harmless?: object;
    }
  >
> = {
  ClusterRole: { plural: "clusterroles", isInCluster: true },
  ClusterRoleBinding: { plural: "clusterrolebindings", isInCluster: true },
  ConfigMap: { plural: "configmaps" },
  DaemonSet: { plural: "daemonsets", least: { spec: workload() } },
  Deployment: { plural: "deployments", least: { spec: workload() } },
  Ingress: { plural: "ingresses", least: { spec: { defaultBackend: BACKEND } } },
  Namespace: {
    plural: "namespaces",
    isInCluster: true,
    labels: {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.36",
    },
  },
  NetworkPolicy: { plural: "networkpolicies", least: { spec: { podSelector: {} } } },
  PersistentVolume: {
    plural: "persistentvolumes",
    isInCluster: true,
    least: { spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], storageClassName: "manual" } },
  },
  Role: { plural: "roles" },
  RoleBinding: {
    plural: "rolebindings",
    least: { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" } },
  },
  Rollout: { plural: "rollouts" },
  Secret: { plural: "secrets" },
  Service: { plural: "services", least: { spec: { ports: [{ port: 80 }] } } },
  ServiceAccount: { plural: "serviceaccounts", harmless: { automountServiceAccountToken: false } },
};

function workload(): object {
  const labels = { app: "example" };
  const containers = [{ name: "app", image: "registry.example/app:1" }];
  return {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
}

/** Where examples put what is in no namespace of the system's. */
export const NAMESPACE = "admission-objects";
const KEPT_NAMESPACES = ["default", "kube-system", "kube-public", "kube-node-lease"];

export const OBJECT_QUESTIONS: readonly ObjectQuestion[] = ADMISSION_POLICIES.flatMap((twin) => {
  const policy = policies.find(({ id }) => id === twin.id);
  if (policy === undefined || policy.subject === "workload") return [];
  const { good, bad } = policy.examples;
  const instanceFor = instancesOf(twin);
  return [
    ...bad.map((example) => ({ example, isBad: true })),
    ...good.map((example) => ({ example, isBad: false })),
  ].map(({ example, isBad }, index) => {
    return {
      name: `${twin.id}-example-${index}`,
      instance: instanceFor(settingsOf(twin.id, example.settings)),
      policy,
      example,
      objects: example.resources.flatMap(({ type, props }) => objectsOf(type, props as Fields)),
      isBad,
    };
  });
});

function objectsOf(type: string, props: Fields): readonly ApiObject[] {
  const [, apiVersion = "", kind = "", suffix = ""] =
    /^kubernetes:(?:core\/)?(.+):(\w+?)(List|Patch)?$/.exec(type) ?? [];
  if (suffix === "List")
    return (props.items as readonly Fields[]).map((item) => objectOf(apiVersion, kind, item, false));
  return [objectOf(apiVersion, kind, props, suffix === "Patch")];
}

function objectOf(apiVersion: string, kind: string, props: Fields, isPatch: boolean): ApiObject {
  const known = KINDS[kind];
  if (known === undefined) throw new Error(`KINDS has no ${kind}`);
  const { namespace: stated, ...rest } = (props.metadata ?? {}) as {
    readonly name?: string;
    readonly namespace?: string;
  };
  const namespace = KEPT_NAMESPACES.includes(stated ?? "") ? stated : NAMESPACE;
  const named = "generateName" in rest ? rest : { name: "example", ...rest };
  const metadata = { ...(known.isInCluster ? {} : { namespace }), ...named } as ApiObject["metadata"];
  const api = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return {
    path: `${api}${known.isInCluster ? "" : `/namespaces/${namespace}`}/${known.plural}`,
    metadata,
    body: merged({ apiVersion, kind, ...(isPatch ? {} : known.least) }, completed({ ...props, metadata }) as Fields),
    base: merged(
      {
        apiVersion,
        kind,
        ...known.least,
        ...known.harmless,
        ...("roleRef" in props ? { roleRef: props.roleRef } : {}),
      },
      { metadata: { ...metadata, labels: known.labels, annotations: {} } },
    ),
    isPatch,
    isInCluster: known.isInCluster === true,
  };
}
