import {
  type AuditedRequest,
  callerMatch,
  decidingRules,
  isAboutHealth,
} from "../../kubernetes/control-plane/audit.js";
import { AUDIT_POLICY, inRule, rulesOf } from "../../kubernetes/control-plane/audit-verdicts.js";
import { definePolicy } from "../../policy.js";

const POLICY = "kubernetes:audit.k8s.io/v1:Policy";

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
  decidedBy: [AUDIT_POLICY],
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
  decidedBy: [AUDIT_POLICY],
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
