import { objectPolicy } from "../cel/objects.js";

/** CVE-2021-25742. */
export const noIngressSnippets = objectPolicy({
  id: "no-ingress-snippets",
  rules: [{ apiGroups: ["networking.k8s.io"], resources: ["ingresses"], operations: ["CREATE", "UPDATE"] }],
  judged: "it.metadata.?annotations",
  checks: [
    {
      breach:
        'variables.it.metadata.?annotations.orValue({}).exists(key, key.matches("^nginx[.]ingress[.]kubernetes[.]io/(?:auth|configuration|modsecurity|server|stream)-snippet$|^nginx[.]org/(?:location|server|stream)-snippets$"))',
      must: "must not carry configuration of the proxy in its annotations",
    },
  ],
  fix: "use typed annotations instead",
});
