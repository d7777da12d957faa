import { SYSTEM_NAMESPACES } from "../../../../controls/system-namespaces.js";
import { literal } from "../cel/literal.js";
import { objectPolicy } from "../cel/objects.js";

export const requirePodSecurityLabels = objectPolicy({
  id: "require-pod-security-labels",
  rules: [{ apiGroups: [""], resources: ["namespaces"], operations: ["CREATE", "UPDATE"] }],
  settings: ["podSecurityLevels"],
  judged: 'it.metadata.?labels[?"pod-security.kubernetes.io/enforce"]',
  checks: [
    {
      breach:
        `!(variables.it.metadata.name in ${literal(SYSTEM_NAMESPACES)}) && ` +
        '!(variables.it.metadata.?labels[?"pod-security.kubernetes.io/enforce"].orValue("") in variables.podSecurityLevels)',
      must: "must enforce a Pod Security Standard",
    },
  ],
  fix: "set the label pod-security.kubernetes.io/enforce to restricted",
});
