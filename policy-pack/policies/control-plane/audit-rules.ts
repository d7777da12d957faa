import { type AuditedRequest, decidingRules } from "../../kubernetes/control-plane/audit.js";
import { AUDIT_POLICY, inRule, rulesOf, SUBJECT } from "../../kubernetes/control-plane/audit-verdicts.js";
import { inFile } from "../../kubernetes/control-plane/demand.js";
import { definePolicy } from "../../policy.js";

const POLICY = "kubernetes:audit.k8s.io/v1:Policy";

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
  decidedBy: [AUDIT_POLICY],
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
