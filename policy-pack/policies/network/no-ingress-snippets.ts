import { annotationsOf } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";

const SNIPPETS = [
  ...["auth", "configuration", "modsecurity", "server", "stream"].map(
    (name) => `nginx.ingress.kubernetes.io/${name}-snippet`,
  ),
  ...["location", "server", "stream"].map((name) => `nginx.org/${name}-snippets`),
];

/** CVE-2021-25742: annotations whose value is put into the configuration of nginx. */
export const noIngressSnippets = definePolicy({
  id: "no-ingress-snippets",
  title: "Ingresses must not carry configuration of the proxy",
  rationale:
    "A snippet is code in the ingress controller: who may write an Ingress reads every certificate and Secret of the cluster by it.",
  remediation: "Use the controller's typed annotations, and switch snippets off in its configuration.",
  fix: "use typed annotations instead",
  topic: "network",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-08", "NSA-SEC-02"],
  examples: {
    good: [
      {
        name: "typed annotations",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: {
                name: "web",
                namespace: "shop",
                annotations: { "nginx.ingress.kubernetes.io/ssl-redirect": "true" },
              },
              spec: {},
            },
          },
        ],
      },
      {
        name: "a snippet of something else",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop", annotations: { "example.com/configuration-snippet": "x" } },
              spec: {},
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a snippet",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: {
                name: "web",
                namespace: "shop",
                annotations: { "nginx.ingress.kubernetes.io/configuration-snippet": "more_set_headers 'a: b';" },
              },
              spec: {},
            },
          },
        ],
        message:
          'Ingress "web" must not set nginx.ingress.kubernetes.io/configuration-snippet (metadata.annotations). Fix: use typed annotations instead.',
      },
      {
        name: "two, of both projects",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: {
                name: "web",
                namespace: "shop",
                annotations: { "nginx.org/server-snippets": "x", "nginx.ingress.kubernetes.io/auth-snippet": "y" },
              },
              spec: {},
            },
          },
        ],
        message:
          'Ingress "web" must not set nginx.ingress.kubernetes.io/auth-snippet (metadata.annotations); Ingress "web" must not set nginx.org/server-snippets (metadata.annotations). Fix: use typed annotations instead.',
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/Ingress", "extensions/Ingress"],
  check: (object) =>
    SNIPPETS.flatMap((key) =>
      onObject(object, "metadata.annotations", () =>
        Object.hasOwn(annotationsOf(object), key) ? { must: `must not set ${key}`, field: key } : undefined,
      ),
    ),
});
