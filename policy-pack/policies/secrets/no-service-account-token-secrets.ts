import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** CIS 3.1.2: since Kubernetes 1.24 such a Secret exists only where somebody asks for it. */
export const noServiceAccountTokenSecrets = definePolicy({
  id: "no-service-account-token-secrets",
  title: "Secrets must not hold long-lived service account tokens",
  rationale:
    "The token in such a Secret never expires and is bound to no pod: a copy is valid until the account is deleted.",
  remediation:
    "Mount a projected token, ask for one by TokenRequest (kubectl create token), or let the client sign in by OIDC.",
  fix: "use projected or requested tokens",
  topic: "secrets",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-02", "NSA-AUTH-06", "CIS-K8S-3.1.2"],
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
            props: {
              metadata: { name: "ci", annotations: { "kubernetes.io/service-account.name": "ci" } },
              type: "kubernetes.io/service-account-token",
            },
          },
        ],
        message: 'Secret "ci" must not hold a service account token (type). Fix: use projected or requested tokens.',
      },
      {
        name: "one in a list",
        resources: [
          {
            type: "kubernetes:core/v1:SecretList",
            props: {
              items: [
                { type: "Opaque" },
                {
                  metadata: { name: "ci", annotations: { "kubernetes.io/service-account.name": "ci" } },
                  type: "kubernetes.io/service-account-token",
                },
              ],
            },
          },
        ],
        message:
          'Secret "ci" must not hold a service account token (items[1].type). Fix: use projected or requested tokens.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Secret"],
  check: (object) =>
    onObject(object, "type", () =>
      child(object.data, "type") === "kubernetes.io/service-account-token"
        ? "must not hold a service account token"
        : undefined,
    ),
});
