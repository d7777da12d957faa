/** One rule of rbac.authorization.k8s.io/v1. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** What people are to a cluster. Each has what the persona needs every day, and nothing that gives it more. */
export enum Persona {
  /** Sees what runs in a namespace; no Secret. */
  Viewer = "viewer",
  /** Deploys into a namespace and repairs there: what the workloads' service accounts may, a developer can have. */
  Developer = "developer",
  /** Keeps a namespace running and sees the cluster: scales, restarts, evicts; deploys nothing new. */
  Operator = "operator",
  /** Sees how the whole cluster is configured, rights and admission included; changes nothing; no Secret. */
  Auditor = "auditor",
  /** As the auditor, and cuts pods off by network policies in a namespace. */
  Security = "security",
  /**
   * Everything, everywhere, when nothing else helps: the built-in role cluster-admin. Nobody is that every day; put
   * people into the group for an hour, and have an alarm on every request of it in the audit log.
   */
  BreakGlass = "break-glass",
}

const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete"];

const read = (apiGroup: string, ...resources: string[]): Rule => ({ apiGroups: [apiGroup], resources, verbs: READ });
const allow = (verbs: string[], apiGroup: string, ...resources: string[]): Rule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
});

/** What runs in a namespace. Secrets are not here: list and watch show what is in them. */
const WORKLOADS: readonly Rule[] = [
  read(
    "",
    ...["pods", "pods/log", "services", "endpoints", "configmaps", "events", "persistentvolumeclaims"],
    ...["replicationcontrollers", "serviceaccounts", "resourcequotas", "limitranges"],
  ),
  read("apps", "deployments", "statefulsets", "daemonsets", "replicasets"),
  read("batch", "jobs", "cronjobs"),
  read("autoscaling", "horizontalpodautoscalers"),
  read("policy", "poddisruptionbudgets"),
  read("networking.k8s.io", "ingresses", "networkpolicies"),
  read("discovery.k8s.io", "endpointslices"),
  read("events.k8s.io", "events"),
  read("metrics.k8s.io", "pods"),
];

/** Cluster-wide objects without secrets in them. */
const CLUSTER: readonly Rule[] = [
  read("", "nodes", "namespaces", "persistentvolumes"),
  read("storage.k8s.io", "storageclasses", "csidrivers", "volumeattachments"),
  read("scheduling.k8s.io", "priorityclasses"),
  read("node.k8s.io", "runtimeclasses"),
  read("apiextensions.k8s.io", "customresourcedefinitions"),
  read("apiregistration.k8s.io", "apiservices"),
  read("metrics.k8s.io", "nodes"),
];

/** Who may do what, and what is refused. */
const CONFIGURATION: readonly Rule[] = [
  read("rbac.authorization.k8s.io", "roles", "rolebindings", "clusterroles", "clusterrolebindings"),
  read(
    "admissionregistration.k8s.io",
    ...["validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies"],
    ...["mutatingadmissionpolicybindings", "validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
  ),
  read("certificates.k8s.io", "certificatesigningrequests"),
];

/** What a persona may: in each of its namespaces, and in the whole cluster. */
export interface PersonaRules {
  readonly inNamespace: readonly Rule[];
  readonly inCluster: readonly Rule[];
  /** A role that every cluster has, in the place of rules; bound in the whole cluster. */
  readonly builtInRole?: string;
}

export const PERSONA_RULES: Readonly<Record<Persona, PersonaRules>> = {
  [Persona.Viewer]: { inNamespace: WORKLOADS, inCluster: [] },
  [Persona.Developer]: {
    inNamespace: [
      ...WORKLOADS,
      allow(WRITE, "apps", "deployments", "statefulsets"),
      allow(WRITE, "batch", "jobs", "cronjobs"),
      allow(WRITE, "", "configmaps", "services", "persistentvolumeclaims"),
      allow(WRITE, "autoscaling", "horizontalpodautoscalers"),
      allow(WRITE, "policy", "poddisruptionbudgets"),
      allow(WRITE, "networking.k8s.io", "ingresses"),
      allow(["get", "update", "patch"], "apps", "deployments/scale", "statefulsets/scale"),
      // A new one takes its place; making one by hand would leave it without an owner.
      allow(["delete"], "", "pods"),
    ],
    inCluster: [],
  },
  [Persona.Operator]: {
    inNamespace: [
      ...WORKLOADS,
      allow(["get", "update", "patch"], "apps", "deployments/scale", "statefulsets/scale"),
      allow(["delete"], "", "pods"),
      allow(["create"], "", "pods/eviction"),
      allow(["delete"], "batch", "jobs"),
    ],
    inCluster: CLUSTER,
  },
  [Persona.Auditor]: { inNamespace: [], inCluster: [...WORKLOADS, ...CLUSTER, ...CONFIGURATION] },
  [Persona.Security]: {
    inNamespace: [allow(WRITE, "networking.k8s.io", "networkpolicies"), allow(["create"], "", "pods/eviction")],
    inCluster: [...WORKLOADS, ...CLUSTER, ...CONFIGURATION],
  },
  [Persona.BreakGlass]: { inNamespace: [], inCluster: [], builtInRole: "cluster-admin" },
};
