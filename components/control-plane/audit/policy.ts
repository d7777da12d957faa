import { oneOf } from "../../refusal.js";

/** How much of a request the audit log keeps (audit.k8s.io/v1 `Level`). */
export type AuditLevel = "None" | "Metadata" | "Request" | "RequestResponse";

/** Resources of one API group (audit.k8s.io/v1 `GroupResources`); `resources` empty means all of the group. */
export interface AuditGroupResources {
  readonly group: string;
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
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
  readonly omitStages?: readonly AuditStage[];
}

/** When in the life of a request an event is written (audit.k8s.io/v1 `Stage`). */
export type AuditStage = "RequestReceived" | "ResponseStarted" | "ResponseComplete" | "Panic";

export interface AuditPolicy {
  readonly apiVersion: "audit.k8s.io/v1";
  readonly kind: "Policy";
  readonly rules: readonly AuditRule[];
}

/**
 * How much is kept of requests that may not hold credentials.
 *
 * `metadata`: who did what, never a body. `standard`: also the bodies of what decides who may do what, and of what is sent
 * into running containers. `full`: also those of every change of Kubernetes' own objects, as appendix L of the guide does.
 */
export type AuditProfile = "metadata" | "standard" | "full";
export const AUDIT_PROFILES = ["metadata", "standard", "full"] as const;

export interface AuditPolicyArgs {
  /** @default "standard" */
  readonly profile?: AuditProfile;
  /**
   * Drops what nodes write of themselves and of their pods all day: most events of a quiet cluster. What a node is denied
   * of these, such as the lease of another node, is then dropped as well.
   * @default false
   */
  readonly dropNodeHeartbeats?: boolean;
  /**
   * Writes down how patches of Secrets and ConfigMaps ended. Where one would leave an object that is none, the API
   * server's answer quotes it whole, at every level: then what is secret is in the log.
   * @default false: such patches are logged when they come
   */
  readonly keepPatchResults?: boolean;
}

/** What holds credentials and may be patched. */
const PATCHES: AuditRule = {
  level: "Metadata",
  verbs: ["patch"],
  resources: [{ group: "", resources: ["secrets", "configmaps"] }],
  omitStages: ["ResponseComplete"],
};

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

/** Kubernetes' own groups; a custom resource may hold what its authors think fit, credentials among them. */
const BUILT_IN: readonly AuditGroupResources[] = [
  { group: "" },
  { group: "apps" },
  { group: "autoscaling" },
  { group: "batch" },
  { group: "certificates.k8s.io" },
  { group: "networking.k8s.io" },
  { group: "scheduling.k8s.io" },
  { group: "storage.k8s.io" },
];

/**
 * What the control plane does all day and is never denied: RBAC allows it to just these identities, by name. A request
 * that may be denied, or was made by nobody, is not in here.
 */
const NOISE: readonly AuditRule[] = [
  {
    level: "None",
    userGroups: ["system:authenticated"],
    nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version"],
  },
  ...["kube-controller-manager", "kube-scheduler"].map((name): AuditRule => {
    const resources = [{ group: "coordination.k8s.io", resources: ["leases"], resourceNames: [name] }];
    return {
      level: "None",
      users: [`system:${name}`],
      verbs: ["get", "update"],
      namespaces: ["kube-system"],
      resources,
    };
  }),
  {
    level: "None",
    userGroups: ["system:nodes"],
    verbs: ["create", "update", "patch"],
    resources: [{ group: "", resources: ["events"] }],
  },
];

/** Leases of nodes are in a namespace of their own. */
const HEARTBEATS: AuditRule = {
  level: "None",
  userGroups: ["system:nodes"],
  verbs: ["get", "update", "patch"],
  resources: [
    { group: "coordination.k8s.io", resources: ["leases"] },
    { group: "", resources: ["nodes/status", "pods/status"] },
  ],
};

const DETAILS: Readonly<Record<AuditProfile, readonly AuditRule[]>> = {
  metadata: [],
  standard: [
    { level: "RequestResponse", verbs: WRITES, resources: GUARDS },
    { level: "Request", resources: INTRUSIONS },
  ],
  full: [
    { level: "RequestResponse", verbs: WRITES, resources: GUARDS },
    { level: "Request", resources: INTRUSIONS },
    // Its answer repeats the request, and is twice the size.
    { level: "Request", verbs: WRITES, resources: BUILT_IN },
  ],
};

/**
 * The audit policy of a hardened API server (CIS-K8S-3.2.1, CIS-K8S-3.2.2, NSA-LOG-02, NSA-LOG-06, NSA-LOG-08, V-242402,
 * V-242403).
 *
 * Credentials are logged without their bodies. What the control plane does to itself all day is dropped, by identity
 * and never for anonymous callers: a request that may be denied or was made by nobody is always logged.
 * @throws Error when there is no such profile.
 */
export function auditPolicy(args: AuditPolicyArgs = {}): AuditPolicy {
  const profile = oneOf("profile", args.profile ?? "standard", AUDIT_PROFILES);
  const rules: readonly AuditRule[] = [
    { level: "Metadata", userGroups: ["system:unauthenticated"] },
    ...NOISE,
    ...(args.dropNodeHeartbeats ? [HEARTBEATS] : []),
    { level: "Metadata", resources: CREDENTIALS },
    ...DETAILS[profile],
    { level: "Metadata" },
  ];
  return {
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    rules: [
      ...(args.keepPatchResults ? [] : [PATCHES]),
      // Every other request has a later stage; the first one would double the log.
      ...rules.map((rule): AuditRule => ({ ...rule, omitStages: ["RequestReceived"] })),
    ],
  };
}
