import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { BINDING_RULES, givesRole, SUBJECTS, someSubject } from "../cel/rbac.js";

/** Without the roles that Kubernetes and kubeadm bind to everybody by themselves. */
export const noAnonymousBindings = objectPolicy({
  id: "no-anonymous-bindings",
  rules: BINDING_RULES,
  conditions: [NOT_BY_CONTROL_PLANE],
  everywhere: true,
  judged: SUBJECTS,
  checks: [
    {
      breach:
        `!(${givesRole(["system:public-info-viewer", "kubeadm:bootstrap-signer-clusterinfo"])}) && ` +
        someSubject('s.name in ["system:anonymous", "system:unauthenticated"]'),
      must: "must not be to callers without credentials",
    },
  ],
  fix: "bind a group or a service account",
});
