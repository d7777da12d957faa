import { literal } from "../cel/literal.js";
import { objectPolicy } from "../cel/objects.js";

/** Annotations by which a cloud's controller takes a certificate from elsewhere than spec.tls. */
const CLOUD_CERTIFICATES = [
  "alb.ingress.kubernetes.io/certificate-arn",
  "networking.gke.io/managed-certificates",
  "ingress.gcp.kubernetes.io/pre-shared-cert",
  "networking.gke.io/certmap",
];
const NEEDS = `!${literal(CLOUD_CERTIFICATES)}.exists(key, variables.it.metadata.?annotations[?key].orValue("") != "")`;
const TLS = "variables.it.spec.?tls.orValue([])";

export const requireIngressTls = objectPolicy({
  id: "require-ingress-tls",
  rules: [{ apiGroups: ["networking.k8s.io"], resources: ["ingresses"], operations: ["CREATE", "UPDATE"] }],
  judged: "[dyn(it.spec.?rules), dyn(it.spec.?tls), dyn(it.metadata.?annotations)]",
  checks: [
    { breach: `${NEEDS} && size(${TLS}) == 0`, must: "must set spec.tls" },
    {
      breach:
        `${NEEDS} && size(${TLS}) > 0 && variables.it.spec.?rules.orValue([]).exists(r, ` +
        `!${TLS}.exists(t, size(t.?hosts.orValue([])) == 0 || t.hosts.exists(h, r.?host.orValue("") != "" && ` +
        '(h == r.host || (h.startsWith("*.") && r.host.indexOf(".") > 0 && h.substring(1) == r.host.substring(r.host.indexOf("."))))))) ',
      must: "must list each host in spec.tls",
    },
  ],
  fix: "list each host in spec.tls",
});
