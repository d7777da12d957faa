import { objectPolicy } from "../cel/objects.js";

export const noExternalIps = objectPolicy({
  id: "no-external-ips",
  rules: [{ apiGroups: [""], resources: ["services"], operations: ["CREATE", "UPDATE"] }],
  judged: "it.spec.?externalIPs",
  checks: [{ breach: "size(variables.it.spec.?externalIPs.orValue([])) > 0", must: "must not set spec.externalIPs" }],
  fix: "remove spec.externalIPs",
});
