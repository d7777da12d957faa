import { literal } from "../cel/literal.js";
import { objectPolicy } from "../cel/objects.js";

/** Annotations that make a load balancer internal, with the value that does, by the clouds' documentation. */
const INTERNAL: readonly (readonly [string, string])[] = [
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "^internal$"],
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "^(?:true|0[.]0[.]0[.]0/0)$"],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", "^true$"],
  ["networking.gke.io/load-balancer-type", "^(?i:internal)$"],
  ["cloud.google.com/load-balancer-type", "^(?i:internal)$"],
  ["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "^intranet$"],
  ["service.beta.kubernetes.io/openstack-internal-load-balancer", "^true$"],
  ["service.beta.kubernetes.io/oci-load-balancer-internal", "^true$"],
];

const IS_INTERNAL = INTERNAL.map(
  ([key, value]) => `variables.it.metadata.?annotations[?${literal(key)}].orValue("").matches(${literal(value)})`,
).join(" || ");
const IS_OPEN = `variables.it.spec.?type.orValue("") == "LoadBalancer" && !(${IS_INTERNAL})`;
const SOURCES = "variables.it.spec.?loadBalancerSourceRanges.orValue([])";

export const restrictLoadBalancers = objectPolicy({
  id: "restrict-load-balancers",
  rules: [{ apiGroups: [""], resources: ["services"], operations: ["CREATE", "UPDATE"] }],
  judged: "[dyn(it.spec.?type), dyn(it.spec.?loadBalancerSourceRanges), dyn(it.metadata.?annotations)]",
  checks: [
    { breach: `${IS_OPEN} && size(${SOURCES}) == 0`, must: "must set spec.loadBalancerSourceRanges or be internal" },
    {
      breach: `${IS_OPEN} && ${SOURCES}.exists(s, s.trim().matches("/0+$"))`,
      must: "must not have everybody in spec.loadBalancerSourceRanges",
    },
  ],
  fix: "annotate it as internal, or list spec.loadBalancerSourceRanges",
});
