import { SYSTEM_NAMESPACES } from "../../../../controls/system-namespaces.js";
import { NOT_OF_USERS } from "../cel/namespaces.js";
import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";
import { BINDING_RULES, ROLE_RULES } from "../cel/rbac.js";

/** The ConfigMap by which EKS Auto Mode is told to act on network policies: it is read there and nowhere else. */
const IS_NETWORK_POLICY_SWITCH =
  'request.resource.resource == "configmaps" && variables.it.metadata.name == "amazon-vpc-cni"';

/** Add-ons that are elsewhere need rights to read the system's configuration there. */
export const noSystemNamespaces = objectPolicy({
  id: "no-system-namespaces",
  rules: [{ apiGroups: ["*"], resources: ["*"], operations: ["CREATE"] }],
  exceptRules: [...NOT_OF_USERS, ...ROLE_RULES, ...BINDING_RULES],
  conditions: [NOT_BY_CONTROL_PLANE],
  onlyIn: SYSTEM_NAMESPACES,
  settings: ["systemAddOns"],

  checks: [
    {
      breach: `!(variables.it.metadata.name in variables.systemAddOns) && !(${IS_NETWORK_POLICY_SWITCH})`,
      must: "must not be in a namespace of the system",
    },
  ],
  fix: "use a namespace of its own, or list its name among the add-ons of the system",
});
