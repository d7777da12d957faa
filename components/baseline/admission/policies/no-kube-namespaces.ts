import { SYSTEM_NAMESPACES } from "../../../../controls/system-namespaces.js";
import { literal } from "../cel/literal.js";
import { objectPolicy } from "../cel/objects.js";

export const noKubeNamespaces = objectPolicy({
  id: "no-kube-namespaces",
  rules: [{ apiGroups: [""], resources: ["namespaces"], operations: ["CREATE"] }],

  checks: [
    {
      breach: `variables.it.metadata.name.startsWith("kube-") && !(variables.it.metadata.name in ${literal(SYSTEM_NAMESPACES)})`,
      must: "must not begin with kube-",
    },
  ],
  fix: "give it another name",
});
