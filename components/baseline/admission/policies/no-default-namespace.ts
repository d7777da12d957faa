import { NOT_OF_USERS } from "../cel/namespaces.js";
import { NOT_BY_CONTROL_PLANE, objectPolicy } from "../cel/objects.js";

export const noDefaultNamespace = objectPolicy({
  id: "no-default-namespace",
  rules: [{ apiGroups: ["*"], resources: ["*"], operations: ["CREATE"] }],
  exceptRules: NOT_OF_USERS,
  conditions: [NOT_BY_CONTROL_PLANE],
  onlyIn: ["default"],

  checks: [{ breach: "true", must: "must not be in the namespace default" }],
  fix: "set metadata.namespace to one of the application's own",
});
