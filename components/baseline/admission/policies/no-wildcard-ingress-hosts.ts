import { objectPolicy } from "../cel/objects.js";

export const noWildcardIngressHosts = objectPolicy({
  id: "no-wildcard-ingress-hosts",
  rules: [{ apiGroups: ["networking.k8s.io"], resources: ["ingresses"], operations: ["CREATE", "UPDATE"] }],
  judged: "it.spec.?rules",
  checks: [
    {
      breach: 'variables.it.spec.?rules.orValue([]).exists(r, r.?host.orValue("") == "" || r.host.startsWith("*"))',
      must: "must state the host of each rule, without a star",
    },
  ],
  fix: "state each host in full",
});
