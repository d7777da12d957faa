import { eachOf } from "../../kubernetes/containers.js";
import { coversHost, ingressSpec, isStated } from "../../kubernetes/ingress.js";
import { annotationsOf } from "../../kubernetes/namespace.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";
import { unless } from "../../verdict.js";

/** Annotations by which a cloud's controller takes a certificate from elsewhere than spec.tls. */
const CLOUD_CERTIFICATES = [
  "alb.ingress.kubernetes.io/certificate-arn",
  "networking.gke.io/managed-certificates",
  "ingress.gcp.kubernetes.io/pre-shared-cert",
  "networking.gke.io/certmap",
];

/** networking.k8s.io/v1 Ingress; an entry of spec.tls without hosts is for all of them. */
export const requireIngressTls = definePolicy({
  id: "require-ingress-tls",
  title: "Ingresses must have a certificate for each host",
  rationale: "Without TLS everybody on the way reads passwords and sessions, and can change what is sent.",
  remediation: "List each host in spec.tls with the Secret of its certificate.",
  fix: "list each host in spec.tls",
  topic: "network",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-NET-09", "CIS-EKS-5.4.5"],
  examples: {
    good: [
      {
        name: "each host",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                rules: [{ host: "shop.example.com" }],
                tls: [{ hosts: ["shop.example.com"], secretName: "tls" }],
              },
            },
          },
        ],
      },
      {
        name: "a certificate for every name below",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { rules: [{ host: "shop.example.com" }], tls: [{ hosts: ["*.example.com"], secretName: "tls" }] },
            },
          },
        ],
      },
      {
        name: "a certificate for all hosts",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { rules: [{}], tls: [{ secretName: "tls" }] },
            },
          },
        ],
      },
      {
        name: "a certificate of the cloud",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: {
                name: "web",
                namespace: "shop",
                annotations: {
                  "alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:eu-west-1:111122223333:certificate/0",
                },
              },
              spec: { rules: [{ host: "shop.example.com" }] },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "none",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: { metadata: { name: "web", namespace: "shop" }, spec: { rules: [{ host: "shop.example.com" }] } },
          },
        ],
        message: 'Ingress "web" must set spec.tls (spec). Fix: list each host in spec.tls.',
      },
      {
        name: "a host that is not listed",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: {
                rules: [{ host: "shop.example.com" }, { host: "pay.example.com" }],
                tls: [{ hosts: ["shop.example.com"] }],
              },
            },
          },
        ],
        message: 'Ingress "web" must list the host in spec.tls (spec.rules[1].host). Fix: list each host in spec.tls.',
      },
      {
        name: "a star, which stands for one label only",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { rules: [{ host: "a.b.example.com" }], tls: [{ hosts: ["*.example.com"] }] },
            },
          },
        ],
        message: 'Ingress "web" must list the host in spec.tls (spec.rules[0].host). Fix: list each host in spec.tls.',
      },
      {
        name: "every host, of which one is listed",
        resources: [
          {
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            props: {
              metadata: { name: "web", namespace: "shop" },
              spec: { rules: [{}], tls: [{ hosts: ["shop.example.com"] }] },
            },
          },
        ],
        message: 'Ingress "web" must list the host in spec.tls (spec.rules[0].host). Fix: list each host in spec.tls.',
      },
    ],
  },
  subject: "object",
  kinds: ["networking.k8s.io/Ingress", "extensions/Ingress"],
  check: (object) =>
    unless(
      () => some(CLOUD_CERTIFICATES, (key) => isStated(annotationsOf(object)[key])),
      [
        ...onObject(object, "spec", () =>
          (ingressSpec(object).tls?.length ?? 0) === 0 ? { missing: "must set spec.tls", field: "tls" } : undefined,
        ),
        ...eachOf(
          () => ingressSpec(object).rules,
          ({ host }, index) =>
            onObject(object, `spec.rules[${index}].host`, () => {
              const { tls } = ingressSpec(object);
              if ((tls?.length ?? 0) === 0) return undefined;
              const isListed = some(
                tls,
                ({ hosts }) => (hosts?.length ?? 0) === 0 || (!!host && some(hosts, (name) => coversHost(name, host))),
              );
              return isListed ? undefined : "must list the host in spec.tls";
            }),
        ),
      ],
    ),
});
