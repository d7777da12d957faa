import { ROLES } from "../../kubernetes/rbac.js";
import { powerVerdicts } from "../../kubernetes/rbac-verdicts.js";
import { definePolicy } from "../../policy.js";

const CERTIFICATES = "certificates.k8s.io";

/** The control plane trusts what these signers sign. */
const isOfKubernetes = (signer: string): boolean => signer.startsWith("kubernetes.io/");

const POWERS = [
  {
    verbs: ["update", "patch"],
    group: CERTIFICATES,
    resource: "certificatesigningrequests",
    subresource: "approval",
    named: "counts",
  },
  { verbs: ["approve", "sign"], group: CERTIFICATES, resource: "signers", named: isOfKubernetes },
] as const;

/** rbac.authorization.k8s.io/v1: the way to a client certificate (certificates.k8s.io/v1). */
export const noCertificateApproval = definePolicy({
  id: "no-certificate-approval",
  title: "Roles must not let subjects approve or sign certificates",
  rationale:
    "Who approves a certificate for the API server's clients can be anybody, and nobody can take the certificate back.",
  remediation: "Leave approval to the control plane's own controllers, or name a signer of your own in resourceNames.",
  fix: "leave it to the control plane, or name a signer of your own",
  topic: "rbac",
  severity: "high",
  profile: "restricted",
  references: ["NSA-AUTH-11", "CIS-K8S-5.1.11"],
  examples: {
    good: [
      {
        name: "requesting",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["certificates.k8s.io"],
                  resources: ["certificatesigningrequests"],
                  verbs: ["create", "get"],
                },
              ],
            },
          },
        ],
      },
      {
        name: "a signer of one's own",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["certificates.k8s.io"],
                  resources: ["signers"],
                  verbs: ["sign"],
                  resourceNames: ["example.com/mesh"],
                },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "approval",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["certificates.k8s.io"],
                  resources: ["certificatesigningrequests/approval"],
                  verbs: ["update"],
                },
              ],
            },
          },
        ],
        message:
          "rule must not allow update on certificatesigningrequests/approval (rules[0].resources[0]). Fix: leave it to the control plane, or name a signer of your own.",
      },
      {
        name: "a signer of the control plane",
        resources: [
          {
            type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            props: {
              metadata: { name: "app" },
              rules: [
                {
                  apiGroups: ["certificates.k8s.io"],
                  resources: ["signers"],
                  verbs: ["approve"],
                  resourceNames: ["kubernetes.io/kube-apiserver-client"],
                },
              ],
            },
          },
        ],
        message:
          "rule must not allow approve on signers (rules[0].resources[0]). Fix: leave it to the control plane, or name a signer of your own.",
      },
    ],
  },
  subject: "object",
  kinds: ROLES,
  check: (object) => powerVerdicts(object, POWERS),
});
