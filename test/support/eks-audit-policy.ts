import type { AuditPolicy } from "../../components/control-plane/index.js";

const NODES = ["nodes", "nodes/status"];
/** Groups of which EKS knows what bodies hold. */
const KNOWN_GROUPS = [
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "extensions",
  "metrics.k8s.io",
  "networking.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "scheduling.k8s.io",
  "settings.k8s.io",
  "storage.k8s.io",
].map((group) => ({ group }));
const core = (...resources: string[]) => [{ group: "", resources }];
const late = { omitStages: ["RequestReceived"] } as const;

/**
 * What EKS logs, by rules that nobody can change: the policy that the EKS Best Practices Guide prints under "Auditing and
 * logging" (2026), in the current version of its API.
 */
export const EKS_AUDIT_POLICY: Pick<AuditPolicy, "apiVersion" | "kind" | "rules"> = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  rules: [
    {
      level: "RequestResponse",
      namespaces: ["kube-system"],
      verbs: ["update", "patch", "delete"],
      resources: [{ group: "", resources: ["configmaps"], resourceNames: ["aws-auth"] }],
      ...late,
    },
    {
      level: "None",
      users: ["system:kube-proxy"],
      verbs: ["watch"],
      resources: core("endpoints", "services", "services/status"),
    },
    { level: "None", users: ["kubelet"], verbs: ["get"], resources: core(...NODES) },
    { level: "None", userGroups: ["system:nodes"], verbs: ["get"], resources: core(...NODES) },
    {
      level: "None",
      users: [
        "system:kube-controller-manager",
        "system:kube-scheduler",
        "system:serviceaccount:kube-system:endpoint-controller",
      ],
      verbs: ["get", "update"],
      namespaces: ["kube-system"],
      resources: core("endpoints"),
    },
    {
      level: "None",
      users: ["system:apiserver"],
      verbs: ["get"],
      resources: core("namespaces", "namespaces/status", "namespaces/finalize"),
    },
    {
      level: "None",
      users: ["system:kube-controller-manager"],
      verbs: ["get", "list"],
      resources: [{ group: "metrics.k8s.io" }],
    },
    { level: "None", nonResourceURLs: ["/healthz*", "/version", "/swagger*"] },
    { level: "None", resources: core("events") },
    {
      level: "Request",
      users: ["kubelet", "system:node-problem-detector", "system:serviceaccount:kube-system:node-problem-detector"],
      verbs: ["update", "patch"],
      resources: core("nodes/status", "pods/status"),
      ...late,
    },
    {
      level: "Request",
      userGroups: ["system:nodes"],
      verbs: ["update", "patch"],
      resources: core("nodes/status", "pods/status"),
      ...late,
    },
    {
      level: "Request",
      users: ["system:serviceaccount:kube-system:namespace-controller"],
      verbs: ["deletecollection"],
      ...late,
    },
    {
      level: "Metadata",
      resources: [...core("secrets", "configmaps"), { group: "authentication.k8s.io", resources: ["tokenreviews"] }],
      ...late,
    },
    { level: "Request", resources: core("serviceaccounts/token") },
    { level: "Request", verbs: ["get", "list", "watch"], resources: KNOWN_GROUPS, ...late },
    { level: "RequestResponse", resources: KNOWN_GROUPS, ...late },
    { level: "Metadata", ...late },
  ],
};
