import { type Power, powerPolicy } from "../cel/powers.js";

const RBAC = "rbac.authorization.k8s.io";

export const noEscalationVerbs = powerPolicy(
  "no-escalation-verbs",
  [
    ...["roles", "clusterroles"].flatMap((resource): Power[] => [
      { verbs: ["escalate"], group: RBAC, resource, named: "counts" },
      // Roles that give more than their binder is likely to have.
      { verbs: ["bind"], group: RBAC, resource, named: { pattern: "^(?:cluster-admin|admin|edit|system:.*)$" } },
    ]),
    ...["users", "groups", "serviceaccounts"].map(
      // Users and groups that the control plane trusts.
      (resource): Power => ({ verbs: ["impersonate"], group: "", resource, named: { pattern: "^system:" } }),
    ),
    { verbs: ["impersonate"], group: "authentication.k8s.io", resource: "uids", named: "excused" },
  ],
  "must not allow taking rights that the subject does not have",
  "grant the rights themselves, or name harmless roles in resourceNames",
);
