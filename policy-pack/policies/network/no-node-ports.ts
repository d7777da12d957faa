import { specField } from "../../kubernetes/ingress.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** core/v1 Service. */
export const noNodePorts = definePolicy({
  id: "no-node-ports",
  title: "Services must not be of type NodePort",
  rationale: "A node port is open on every address of every node, past ingress, TLS and the firewall in front of them.",
  remediation: "Use ClusterIP behind an Ingress or a Gateway.",
  fix: "use type ClusterIP behind an Ingress or a Gateway",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NODE-02", "NSA-NET-09"],
  examples: {
    good: [
      {
        name: "ClusterIP",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { type: "ClusterIP", ports: [{ port: 80 }] } },
          },
        ],
      },
      {
        name: "by default",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { ports: [{ port: 80 }] } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "NodePort",
        resources: [
          {
            type: "kubernetes:core/v1:Service",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] },
            },
          },
        ],
        message:
          'Service "web" must not set spec.type=NodePort (spec.type). Fix: use type ClusterIP behind an Ingress or a Gateway.',
      },
      {
        name: "in a patch",
        resources: [
          {
            type: "kubernetes:core/v1:ServicePatch",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { type: "NodePort" } },
          },
        ],
        message:
          'Service "web" must not set spec.type=NodePort (spec.type). Fix: use type ClusterIP behind an Ingress or a Gateway.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Service"],
  check: (object) =>
    onObject(object, "spec.type", () =>
      specField(object, "type") === "NodePort" ? "must not set spec.type=NodePort" : undefined,
    ),
});
