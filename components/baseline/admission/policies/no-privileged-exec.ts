import type { AdmissionPolicy } from "../policy.js";

const LABEL = "pod-security.kubernetes.io/enforce";
const FIX = `enforce baseline or restricted there, or have a role that allows exec on privilegedpods of rampart.dev`;
const MESSAGE = `must not lead into a namespace that takes privileged pods. Fix: ${FIX}.`;

/**
 * Sessions into privileged pods: exec, attach, port-forward and ephemeral containers. A policy sees the session and
 * not its pod (CONNECT has no pod in it), so it goes by what pods the namespace takes: every namespace that does not
 * enforce `baseline` or `restricted` takes privileged ones. A role that allows the verb `exec` on the resource
 * `privilegedpods` of the group `rampart.dev`, which exists for this alone, opens them; administrators with every right
 * have this one too. The policy pack sees no sessions and has no policy of this id.
 */
export const noPrivilegedExec: AdmissionPolicy = {
  id: "no-privileged-exec",
  rules: [
    { apiGroups: [""], resources: ["pods/exec", "pods/attach", "pods/portforward"], operations: ["CONNECT"] },
    { apiGroups: [""], resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] },
  ],
  everywhere: true,
  validations: [
    {
      expression:
        `dyn(namespaceObject).metadata.?labels[?"${LABEL}"].orValue("") in ["baseline", "restricted"] || ` +
        'authorizer.group("rampart.dev").resource("privilegedpods").namespace(request.namespace).check("exec").allowed()',
      message: `session ${MESSAGE}`,
      messageExpression: `"session into pod " + request.name + " ${MESSAGE}"`,
    },
  ],
};
