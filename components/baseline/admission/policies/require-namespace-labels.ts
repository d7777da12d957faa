import { SYSTEM_NAMESPACES } from "../../../../controls/system-namespaces.js";
import { literal } from "../cel/literal.js";
import { objectPolicy } from "../cel/objects.js";

/** Labels by which a namespace says whose it is; off until labels are named. */
export const requireNamespaceLabels = objectPolicy({
  id: "require-namespace-labels",
  rules: [{ apiGroups: [""], resources: ["namespaces"], operations: ["CREATE", "UPDATE"] }],
  settings: ["namespaceLabels"],
  judged: "it.metadata.?labels",
  checks: [
    {
      breach:
        `!(variables.it.metadata.name in ${literal([...SYSTEM_NAMESPACES, "default"])}) && ` +
        'variables.namespaceLabels.exists(l, variables.it.metadata.?labels[?l].orValue("") == "")',
      must: "must have every label that the organisation requires",
    },
  ],
  fix: "set the labels that namespaces must have here, such as the owner",
});
