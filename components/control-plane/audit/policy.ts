/** How much of a request the audit log keeps (audit.k8s.io/v1 `Level`). */
export type AuditLevel = "None" | "Metadata" | "Request" | "RequestResponse";

/** Resources of one API group (audit.k8s.io/v1 `GroupResources`); `resources` empty means all of the group. */
export interface AuditGroupResources {
  readonly group: string;
  readonly resources?: readonly string[];
}

/** One rule (audit.k8s.io/v1 `PolicyRule`); absent fields match everything, the first matching rule decides. */
export interface AuditRule {
  readonly level: AuditLevel;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly AuditGroupResources[];
  readonly namespaces?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export interface AuditPolicy {
  readonly apiVersion: "audit.k8s.io/v1";
  readonly kind: "Policy";
  readonly omitStages: readonly ["RequestReceived"];
  readonly rules: readonly AuditRule[];
}

const WRITES = ["create", "update", "patch", "delete", "deletecollection"] as const;

/** Bodies that are, or may hold, credentials. */
const CREDENTIALS: readonly AuditGroupResources[] = [
  { group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"] },
  { group: "authentication.k8s.io", resources: ["tokenreviews", "selfsubjectreviews"] },
];

/** API groups whose changes decide who may do what; none of their objects holds a secret. */
const GUARDS: readonly AuditGroupResources[] = [
  { group: "rbac.authorization.k8s.io" },
  { group: "admissionregistration.k8s.io" },
  { group: "networking.k8s.io", resources: ["networkpolicies"] },
  { group: "policy" },
];

/** Ways into a running container, and around the scheduler. */
const INTRUSIONS: readonly AuditGroupResources[] = [
  {
    group: "",
    resources: [
      "pods/exec",
      "pods/attach",
      "pods/portforward",
      "pods/ephemeralcontainers",
      "pods/binding",
      "nodes/proxy",
    ],
  },
];

/**
 * The audit policy of a hardened API server (CIS-K8S-3.2.1, CIS-K8S-3.2.2, NSA-LOG-02, NSA-LOG-08).
 *
 * Credentials are logged without their bodies. What the control plane does to itself all day is dropped, by identity
 * and never for anonymous callers: a request that may be denied or was made by nobody is always logged.
 */
export function auditPolicy(): AuditPolicy {
  return {
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    // Every request has a later stage; the first one would double the log.
    omitStages: ["RequestReceived"],
    rules: [
      { level: "Metadata", userGroups: ["system:unauthenticated"] },
      {
        level: "None",
        userGroups: ["system:authenticated"],
        nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"],
      },
      {
        level: "None",
        users: ["system:kube-controller-manager", "system:kube-scheduler"],
        resources: [{ group: "coordination.k8s.io", resources: ["leases"] }],
      },
      {
        level: "None",
        userGroups: ["system:nodes"],
        resources: [
          { group: "coordination.k8s.io", resources: ["leases"] },
          { group: "", resources: ["nodes/status", "pods/status"] },
        ],
      },
      {
        level: "None",
        userGroups: ["system:nodes", "system:serviceaccounts:kube-system"],
        verbs: ["create", "update", "patch"],
        resources: [
          { group: "", resources: ["events"] },
          { group: "events.k8s.io", resources: ["events"] },
        ],
      },
      { level: "Metadata", resources: CREDENTIALS },
      { level: "RequestResponse", verbs: WRITES, resources: GUARDS },
      { level: "Request", resources: INTRUSIONS },
      { level: "Metadata" },
    ],
  };
}
