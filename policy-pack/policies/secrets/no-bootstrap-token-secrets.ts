import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** CIS 3.1.3: bootstrap tokens are for nodes that join, and are made when one does. */
export const noBootstrapTokenSecrets = definePolicy({
  id: "no-bootstrap-token-secrets",
  title: "Secrets must not hold bootstrap tokens",
  rationale:
    "Whoever has a bootstrap token can join a node to the cluster and then read the Secrets of pods scheduled to it.",
  remediation: "Make the token when a node joins, with an expiry: kubeadm token create --ttl 15m.",
  fix: "make the token when a node joins",
  topic: "secrets",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-02", "CIS-K8S-3.1.3"],
  examples: {
    good: [
      {
        name: "a Secret of no special type",
        resources: [
          { type: "kubernetes:core/v1:Secret", props: { metadata: { name: "app" }, stringData: { a: "b" } } },
        ],
      },
      {
        name: "a TLS key",
        resources: [
          {
            type: "kubernetes:core/v1:Secret",
            props: { metadata: { name: "tls" }, type: "kubernetes.io/tls", data: { "tls.crt": "", "tls.key": "" } },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the Secret",
        resources: [
          {
            type: "kubernetes:core/v1:Secret",
            props: { metadata: { name: "ci", namespace: "kube-system" }, type: "bootstrap.kubernetes.io/token" },
          },
        ],
        message: 'Secret "ci" must not hold a bootstrap token (type). Fix: make the token when a node joins.',
      },
      {
        name: "one in a list",
        resources: [
          {
            type: "kubernetes:core/v1:SecretList",
            props: {
              items: [
                { type: "Opaque" },
                { metadata: { name: "ci", namespace: "kube-system" }, type: "bootstrap.kubernetes.io/token" },
              ],
            },
          },
        ],
        message: 'Secret "ci" must not hold a bootstrap token (items[1].type). Fix: make the token when a node joins.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Secret"],
  check: (object) =>
    onObject(object, "type", () =>
      child(object.data, "type") === "bootstrap.kubernetes.io/token" ? "must not hold a bootstrap token" : undefined,
    ),
});
