import { specField } from "../../kubernetes/ingress.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** core/v1 Service; what the admission plugin DenyServiceExternalIPs refuses. */
export const noExternalIps = definePolicy({
  id: "no-external-ips",
  title: "Services must not claim external IP addresses",
  rationale: "Whoever sets externalIPs draws the traffic to those addresses, those of others included (CVE-2020-8554).",
  remediation: "Use a Service of type LoadBalancer, whose address the cloud assigns.",
  fix: "remove spec.externalIPs",
  topic: "network",
  severity: "high",
  profile: "restricted",
  references: ["CIS-K8S-1.2.3"],
  examples: {
    good: [
      {
        name: "none",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { ports: [{ port: 80 }] } },
          },
        ],
      },
      {
        name: "an empty list",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { externalIPs: [] } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "an address",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { externalIPs: ["192.0.2.7"] } },
          },
        ],
        message: 'Service "web" must not set spec.externalIPs (spec.externalIPs). Fix: remove spec.externalIPs.',
      },
      {
        name: "in a patch",
        resources: [
          {
            type: "kubernetes:core/v1:ServicePatch",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { externalIPs: ["192.0.2.7", "192.0.2.8"] } },
          },
        ],
        message: 'Service "web" must not set spec.externalIPs (spec.externalIPs). Fix: remove spec.externalIPs.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Service"],
  check: (object) =>
    onObject(object, "spec.externalIPs", () => {
      const addresses = specField(object, "externalIPs");
      return Array.isArray(addresses) && addresses.length > 0 ? "must not set spec.externalIPs" : undefined;
    }),
});
