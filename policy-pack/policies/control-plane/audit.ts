import {
  type AuditedRequest,
  auditRules,
  callerMatch,
  decidingRules,
  isAboutHealth,
} from "../../kubernetes/control-plane/audit.js";
import { atLeast, type Demand, inFile, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import type { Part } from "../../kubernetes/control-plane/part.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";
import { definePolicy } from "../../policy.js";

const isStated = (part: Part, setting: string): boolean => textOf(part.value(setting)) !== undefined;

export const requireAuditLog = settingPolicy({
  id: "require-audit-log",
  title: "The API server must write an audit log by a policy",
  rationale: "Without an audit log nobody can tell who did what, during an attack or after it.",
  remediation: "Set --audit-policy-file, and --audit-log-path or --audit-webhook-config-file.",
  fix: "set it, and mount the folder",
  severity: "high",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      stated("audit-policy-file", ["V-242461", "V-242403", "CIS-K8S-3.2.1"], "/etc/kubernetes/audit-policy.yaml"),
      {
        ...stated("audit-log-path", ["CIS-K8S-1.2.16", "V-242402", "V-242465"], "/var/log/kubernetes/audit.log"),
        excuse: (part) => isStated(part, "audit-webhook-config-file"),
      },
    ],
  },
  serves: ["NSA-LOG-01"],
});

/** Whether no file is written that could be rotated: the log goes to standard output, or to a webhook alone. */
const hasNoFile = (part: Part): boolean => {
  const path = textOf(part.value("audit-log-path"));
  return path === "-" || (path === undefined && isStated(part, "audit-webhook-config-file"));
};

const retained = (demand: Demand): Demand => ({ ...demand, excuse: hasNoFile });

export const requireAuditLogRetention = settingPolicy({
  id: "require-audit-log-retention",
  title: "The API server must keep its audit log long enough",
  rationale: "Attacks are found weeks later; without bounds the log fills the disk, and with tight ones it is gone.",
  remediation: "Set --audit-log-maxage=30, --audit-log-maxbackup=10 and --audit-log-maxsize=100, or more.",
  fix: "set it in the flags of the API server",
  severity: "medium",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      retained(atLeast("audit-log-maxage", ["CIS-K8S-1.2.17", "V-242464"], 30)),
      retained(atLeast("audit-log-maxbackup", ["CIS-K8S-1.2.18", "V-242463"], 10)),
      retained(atLeast("audit-log-maxsize", ["CIS-K8S-1.2.19", "V-242462"], 100)),
    ],
  },
  serves: ["NSA-LOG-03"],
});

const POLICY = "kubernetes:audit.k8s.io/v1:Policy";
const FILE = { part: "kube-apiserver", setting: "audit-policy-file", file: "AuditPolicy" } as const;
const SUBJECT = "audit policy";

const rulesOf = (part: Part): NonNullable<ReturnType<typeof auditRules>> => auditRules(part.value("rules")) ?? [];

/** What CIS-K8S-3.2.2 names: changes of pods and workloads, ways into pods, and what decides who may do what. */
const CONCERNS: readonly AuditedRequest[] = [
  { verb: "get", group: "", resource: "secrets" },
  { verb: "create", group: "", resource: "pods" },
  { verb: "patch", group: "apps", resource: "deployments" },
  { verb: "create", group: "", resource: "pods/exec" },
  { verb: "create", group: "", resource: "pods/portforward" },
  { verb: "create", group: "", resource: "pods/proxy" },
  { verb: "create", group: "", resource: "services/proxy" },
  { verb: "create", group: "rbac.authorization.k8s.io", resource: "clusterrolebindings" },
  { verb: "create", group: "authentication.k8s.io", resource: "tokenreviews" },
];

export const requireAuditRules = definePolicy({
  id: "require-audit-rules",
  title: "The audit policy must log the use of Secrets, changes of workloads and rights, and ways into pods",
  rationale: "What no rule logs has not happened, as far as anybody can tell afterwards.",
  remediation:
    "End the policy with a rule of level Metadata for everything, and drop by earlier ones only what is noise.",
  fix: "end with a rule of level Metadata for everything",
  topic: "control-plane",
  severity: "high",
  profile: "restricted",
  references: ["CIS-K8S-3.2.1", "CIS-K8S-3.2.2", "V-242403", "NSA-LOG-06"],
  examples: {
    good: [
      {
        name: "everything, at least by its metadata",
        resources: [{ type: POLICY, props: { rules: [{ level: "Metadata" }] } }],
      },
      {
        name: "noise of the system left out",
        resources: [
          {
            type: POLICY,
            props: {
              rules: [
                { level: "None", users: ["system:kube-proxy"], verbs: ["watch"] },
                { level: "None", resources: [{ group: "", resources: ["events"] }] },
                { level: "Metadata" },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no rules",
        resources: [{ type: POLICY, props: { omitStages: ["RequestReceived"] } }],
        message: "audit policy must have rules (rules). Fix: end with a rule of level Metadata for everything.",
      },
      {
        name: "Secrets only",
        resources: [
          {
            type: POLICY,
            props: { rules: [{ level: "Metadata", resources: [{ group: "", resources: ["secrets"] }] }] },
          },
        ],
        message:
          "audit policy must log create of pods, patch of deployments, create of pods/exec, create of pods/portforward, create of pods/proxy, create of services/proxy, create of clusterrolebindings, create of tokenreviews (rules). Fix: end with a rule of level Metadata for everything.",
      },
      {
        name: "a rule that drops ways into pods",
        resources: [
          {
            type: POLICY,
            props: {
              rules: [{ level: "None", resources: [{ group: "", resources: ["pods/*"] }] }, { level: "Metadata" }],
            },
          },
        ],
        message:
          "audit policy must log create of pods, create of pods/exec, create of pods/portforward, create of pods/proxy (rules[0]). Fix: end with a rule of level Metadata for everything.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "AuditPolicy"],
  decidedBy: [FILE],
  check: (part) => {
    if (part.name !== "AuditPolicy") return [];
    const none = inFile(part, SUBJECT, "rules", () =>
      rulesOf(part).length === 0 ? { requirement: "must have rules", missing: true } : undefined,
    );
    if (none.length > 0) return none;
    return CONCERNS.flatMap((request) => {
      const decides = () => decidingRules(rulesOf(part), request).find(({ always }) => always);
      return inRule(part, decides, (rule) => {
        const isLogged = rule !== undefined && rule.level !== "None";
        return isLogged ? undefined : { requirement: "must log", what: `${request.verb} of ${request.resource}` };
      });
    });
  },
});

/** Bodies with credentials; what only reads has one in the answer alone. */
const CREDENTIALS: readonly AuditedRequest[] = [
  { group: "", resource: "secrets" },
  { group: "", resource: "configmaps" },
  { group: "", resource: "serviceaccounts/token" },
  { group: "authentication.k8s.io", resource: "tokenreviews" },
].flatMap((what) => ["get", "list", "watch", "create", "update", "patch"].map((verb) => ({ ...what, verb })));

const READS = new Set(["get", "list", "watch"]);

export const noSecretsInAuditLog = definePolicy({
  id: "no-secrets-in-audit-log",
  title: "The audit policy must not log the bodies of Secrets, ConfigMaps and token requests",
  rationale: "A log is read by more people than Secrets are, is copied elsewhere, and is kept for years.",
  remediation: "Put a rule of level Metadata for them before every rule of level Request or RequestResponse.",
  fix: "log them at level Metadata by an earlier rule",
  topic: "control-plane",
  severity: "high",
  profile: "baseline",
  references: ["NSA-LOG-02", "CIS-K8S-3.2.2"],
  examples: {
    good: [
      {
        name: "their metadata first",
        resources: [
          {
            type: POLICY,
            props: {
              rules: [
                {
                  level: "Metadata",
                  resources: [
                    { group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"] },
                    { group: "authentication.k8s.io", resources: ["tokenreviews"] },
                  ],
                },
                { level: "RequestResponse" },
              ],
            },
          },
        ],
      },
      { name: "metadata of everything", resources: [{ type: POLICY, props: { rules: [{ level: "Metadata" }] } }] },
    ],
    bad: [
      {
        name: "everything with its body, as the guide once had it",
        resources: [{ type: POLICY, props: { rules: [{ level: "RequestResponse" }] } }],
        message:
          "audit policy must not log the body of secrets, configmaps, serviceaccounts/token, tokenreviews (rules[0]). Fix: log them at level Metadata by an earlier rule.",
      },
      {
        name: "Secrets of one namespace",
        resources: [
          {
            type: POLICY,
            props: {
              rules: [
                { level: "Request", namespaces: ["shop"], resources: [{ group: "", resources: ["secrets"] }] },
                { level: "Metadata" },
              ],
            },
          },
        ],
        message:
          "audit policy must not log the body of secrets (rules[0]). Fix: log them at level Metadata by an earlier rule.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "AuditPolicy"],
  decidedBy: [FILE],
  check: (part) => {
    if (part.name !== "AuditPolicy") return [];
    const told = new Set<string>();
    return CREDENTIALS.flatMap((request) =>
      inRule(
        part,
        () =>
          decidingRules(rulesOf(part), request).find(
            ({ level }) => level === "RequestResponse" || (level === "Request" && !READS.has(request.verb)),
          ),
        (rule) => {
          const key = `${rule?.index} ${request.resource}`;
          if (rule === undefined || told.has(key)) return undefined;
          told.add(key);
          return { requirement: "must not log the body of", what: request.resource };
        },
      ),
    );
  },
});

export const requireAnonymousAudit = definePolicy({
  id: "require-anonymous-audit",
  title: "The audit policy must log what callers do who have not signed in",
  rationale:
    "Their requests are how an attack begins, also where they are refused: a refusal is what shows the attempt.",
  remediation:
    "Begin with a rule of level Metadata for the group system:unauthenticated, or name users in the rules that drop.",
  fix: "begin with a rule of level Metadata for system:unauthenticated",
  topic: "control-plane",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-LOG-08"],
  examples: {
    good: [
      {
        name: "a rule for them first",
        resources: [
          {
            type: POLICY,
            props: {
              rules: [
                { level: "Metadata", userGroups: ["system:unauthenticated"] },
                { level: "None", resources: [{ group: "", resources: ["events"] }] },
                { level: "Metadata" },
              ],
            },
          },
        ],
      },
      {
        name: "probes left out",
        resources: [
          {
            type: POLICY,
            props: { rules: [{ level: "None", nonResourceURLs: ["/healthz*", "/livez*"] }, { level: "Metadata" }] },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a rule that drops whoever asks",
        resources: [
          {
            type: POLICY,
            props: { rules: [{ level: "None", verbs: ["get", "watch", "list"] }, { level: "Metadata" }] },
          },
        ],
        message:
          "audit policy must not drop requests of anonymous callers (rules[0]). Fix: begin with a rule of level Metadata for system:unauthenticated.",
      },
      {
        name: "a rule that drops them by name",
        resources: [
          { type: POLICY, props: { rules: [{ level: "None", users: ["system:anonymous"] }, { level: "Metadata" }] } },
        ],
        message:
          "audit policy must not drop requests of anonymous callers (rules[0]). Fix: begin with a rule of level Metadata for system:unauthenticated.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "AuditPolicy"],
  decidedBy: [FILE],
  check: (part) =>
    part.name !== "AuditPolicy"
      ? []
      : inRule(
          part,
          () => {
            for (const [index, rule] of rulesOf(part).entries()) {
              if (rule === undefined || callerMatch(rule, true) === "never") continue;
              if (rule.level === "None" && !isAboutHealth(rule)) return { index };
              const { level, users, userGroups, ...limits } = rule;
              // Whatever they do is logged by it, so that no later rule can drop it.
              if (level !== "None" && Object.keys(limits).length === 0) return undefined;
            }
            return undefined;
          },
          (rule) => rule && { requirement: "must not drop requests of anonymous callers" },
        ),
});

/** What is wrong with the rule that decides; where there is none, with the list. */
function inRule<R extends { readonly index: number }>(
  part: Part,
  decides: () => R | undefined,
  question: (rule: R | undefined) => { readonly requirement: string; readonly what?: string } | undefined,
): ReturnType<typeof inFile> {
  let path = "rules";
  const verdicts = inFile(part, SUBJECT, path, () => {
    const rule = decides();
    if (rule !== undefined) path = `rules[${rule.index}]`;
    return question(rule);
  });
  return verdicts.map((verdict) => ("requirement" in verdict ? { ...verdict, path: part.path(path) } : verdict));
}
