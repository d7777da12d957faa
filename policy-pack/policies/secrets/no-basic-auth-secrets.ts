import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

/** core/v1 SecretTypeBasicAuth: a user name and a password. */
export const noBasicAuthSecrets = definePolicy({
  id: "no-basic-auth-secrets",
  title: "Secrets must not hold credentials for basic authentication",
  rationale:
    "A user name and a password do not expire, are often shared, and are weaker than a token or a certificate.",
  remediation: "Use a short-lived token, a client certificate or workload identity where the server can.",
  fix: "use a token or a certificate",
  topic: "secrets",
  severity: "low",
  profile: "strict",
  references: ["NSA-AUTH-02"],
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
            props: { metadata: { name: "ci" }, type: "kubernetes.io/basic-auth", stringData: { username: "ci" } },
          },
        ],
        message:
          'Secret "ci" must not hold a password for basic authentication (type). Fix: use a token or a certificate.',
      },
      {
        name: "one in a list",
        resources: [
          {
            type: "kubernetes:core/v1:SecretList",
            props: {
              items: [
                { type: "Opaque" },
                { metadata: { name: "ci" }, type: "kubernetes.io/basic-auth", stringData: { username: "ci" } },
              ],
            },
          },
        ],
        message:
          'Secret "ci" must not hold a password for basic authentication (items[1].type). Fix: use a token or a certificate.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/Secret"],
  check: (object) =>
    onObject(object, "type", () =>
      child(object.data, "type") === "kubernetes.io/basic-auth"
        ? "must not hold a password for basic authentication"
        : undefined,
    ),
});
