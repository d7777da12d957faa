import { specField } from "../../kubernetes/ingress.js";
import { annotationsOf } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { list, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

/** Annotations that make a load balancer internal, with the value that does. */
const INTERNAL: readonly (readonly [string, RegExp])[] = [
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", /^internal$/],
  ["service.beta.kubernetes.io/aws-load-balancer-internal", /^(?:true|0\.0\.0\.0\/0)$/],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", /^true$/],
  ["networking.gke.io/load-balancer-type", /^internal$/i],
  ["cloud.google.com/load-balancer-type", /^internal$/i],
  ["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", /^intranet$/],
  ["service.beta.kubernetes.io/openstack-internal-load-balancer", /^true$/],
  ["service.beta.kubernetes.io/oci-load-balancer-internal", /^true$/],
];
const ranges = list(text);

const isInternal = (annotations: { readonly [key: string]: string }): boolean =>
  some(INTERNAL, ([key, value]) => value.test(annotations[key] ?? ""));

/** core/v1 Service of type LoadBalancer; annotations by the clouds' documentation. */
export const restrictLoadBalancers = definePolicy({
  id: "restrict-load-balancers",
  title: "Load balancers must be internal or restrict their sources",
  rationale:
    "A load balancer of a Service has an address on the internet unless told otherwise, and speaks whatever the pods speak.",
  remediation:
    "Annotate the Service for an internal load balancer, or list spec.loadBalancerSourceRanges; publish HTTP by an Ingress with TLS.",
  fix: "annotate it as internal, or list spec.loadBalancerSourceRanges",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-09", "CIS-EKS-5.4.5"],
  examples: {
    good: [
      {
        name: "not a load balancer",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { type: "ClusterIP" } },
          },
        ],
      },
      {
        name: "of certain sources",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["192.0.2.0/24"] },
            },
          },
        ],
      },
      {
        name: "internal on AWS",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: {
                name: "web",
                annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" },
              },
              spec: { type: "LoadBalancer" },
            },
          },
        ],
      },
      {
        name: "internal on Google Cloud",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: { name: "web", annotations: { "networking.gke.io/load-balancer-type": "Internal" } },
              spec: { type: "LoadBalancer" },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "open to everybody",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
            },
          },
        ],
        message:
          'Service "web" must set spec.loadBalancerSourceRanges or be internal (spec). Fix: annotate it as internal, or list spec.loadBalancerSourceRanges.',
      },
      {
        name: "a list that has everybody in it",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["192.0.2.0/24", "0.0.0.0/0"] },
            },
          },
        ],
        message:
          'Service "web" must not have everybody in spec.loadBalancerSourceRanges (spec). Fix: annotate it as internal, or list spec.loadBalancerSourceRanges.',
      },
      {
        name: "an annotation that says the contrary",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: {
                name: "web",
                annotations: { "service.beta.kubernetes.io/aws-load-balancer-internal": "false" },
              },
              spec: { type: "LoadBalancer" },
            },
          },
        ],
        message:
          'Service "web" must set spec.loadBalancerSourceRanges or be internal (spec). Fix: annotate it as internal, or list spec.loadBalancerSourceRanges.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Service"],
  check: (object) =>
    onObject(object, "spec", () => {
      if (specField(object, "type") !== "LoadBalancer" || isInternal(annotationsOf(object))) return undefined;
      const sources = ranges(specField(object, "loadBalancerSourceRanges"));
      if ((sources?.length ?? 0) === 0)
        return { must: "must set spec.loadBalancerSourceRanges or be internal", field: "loadBalancerSourceRanges" };
      return some(sources, (source) => /\/0+$/.test(source.trim()))
        ? { must: "must not have everybody in spec.loadBalancerSourceRanges", field: "loadBalancerSourceRanges" }
        : undefined;
    }),
});
