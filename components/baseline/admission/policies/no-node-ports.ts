import { objectPolicy } from "../cel/objects.js";

export const noNodePorts = objectPolicy({
  id: "no-node-ports",
  rules: [{ apiGroups: [""], resources: ["services"], operations: ["CREATE", "UPDATE"] }],
  judged: "it.spec.?type",
  checks: [{ breach: 'variables.it.spec.?type.orValue("") == "NodePort"', must: "must not set spec.type=NodePort" }],
  fix: "use type ClusterIP behind an Ingress or a Gateway",
});
