import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { BINDING_RULES, givesRole, SUBJECTS, someSubject } from "../cel/rbac.js";

/** What Kubernetes binds to everybody by itself (plugin/pkg/auth/authorizer/rbac/bootstrappolicy). */
const BOUND_BY_KUBERNETES = [
  "system:basic-user",
  "system:discovery",
  "system:public-info-viewer",
  "system:service-account-issuer-discovery",
];

export const noBroadGroupBindings = objectPolicy({
  id: "no-broad-group-bindings",
  rules: BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: SUBJECTS,
  checks: [
    {
      breach:
        `!(${givesRole(BOUND_BY_KUBERNETES)}) && ` +
        someSubject('s.kind == "Group" && s.name in ["system:authenticated", "system:serviceaccounts"]'),
      must: "must not be to everybody who is logged in, or to every service account",
    },
  ],
  fix: "bind a group of your own, or one service account",
});
