import type { AuditAlarm } from "../../../../components/eks/index.js";
import { NODE_NAME } from "../../../../sandbox/control-plane/commands.js";
import { type Act, JOIN_PATH, NAMESPACE } from "./callers.js";

const CORE = `/api/v1/namespaces/${NAMESPACE}`;
const SYSTEM = "/api/v1/namespaces/kube-system";
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const ADMISSION = "/apis/admissionregistration.k8s.io/v1";
const NETWORK = `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`;
const CERTIFICATES = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const MERGE = "application/merge-patch+json";
const STRATEGIC = "application/strategic-merge-patch+json";

const named = (apiVersion: string, kind: string, name: string, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name },
  ...more,
});
const configMap = (name: string) => named("v1", "ConfigMap", name, { data: { a: "b" } });
const container = (name: string, securityContext: object = {}) => ({
  name,
  image: "registry.k8s.io/pause:3.10",
  securityContext,
});
const pod = (name: string, spec: object = {}) =>
  named("v1", "Pod", name, { spec: { containers: [container("main")], ...spec } });
const role = (name: string) =>
  named("rbac.authorization.k8s.io/v1", "Role", name, {
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  });
const subject = (kind: string, name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name });
const binding = (name: string, to: string, ...subjects: object[]) =>
  named("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", name, { roleRef: subject("ClusterRole", to), subjects });
const policy = (name: string) =>
  named("networking.k8s.io/v1", "NetworkPolicy", name, { spec: { podSelector: {}, policyTypes: ["Ingress"] } });
const admissionPolicy = (name: string) =>
  named("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", name, {
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ["example.com"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["none"] },
        ],
      },
      validations: [{ expression: "true" }],
    },
  });
const tokenRequest = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } };
const approval = (name: string) => ({
  status: { conditions: [{ type: "Approved", status: "True", reason: "test", message: "test" }] },
  metadata: { name },
});
const request = (name: string, csr: string) =>
  named("certificates.k8s.io/v1", "CertificateSigningRequest", name, {
    spec: { request: csr, signerName: "example.com/none", usages: ["client auth"] },
  });

/** What must ring an alarm, each act by itself, and what must not though it is close to it. */
export interface Case {
  readonly bad: readonly Act[];
  readonly good: readonly Act[];
}

/** @param csr PEM of a certificate request, in base64. */
export const casesOf = (csr: string): Readonly<Record<AuditAlarm, Case>> => ({
  "anonymous-allowed": {
    bad: [["stranger", "GET", JOIN_PATH, 200]],
    good: [
      ["stranger", "GET", "/livez", 200],
      ["stranger", "GET", "/readyz?verbose", 200],
      ["stranger", "GET", "/healthz", 200],
      ["stranger", "POST", "/livez", 403],
      ["stranger", "GET", CORE, 401],
      ["person", "GET", JOIN_PATH, 200],
    ],
  },
  "anonymous-denied": {
    bad: [
      ["stranger", "GET", CORE, 401],
      ["stranger", "POST", "/livez", 403],
      ["forger", "GET", `${CORE}/secrets`, 401],
    ],
    good: [
      ["stranger", "GET", "/livez", 200],
      ["guest", "GET", `${CORE}/secrets`, 403],
      ["person", "GET", `${CORE}/pods`, 200],
    ],
  },
  denied: {
    bad: [
      ["guest", "GET", `${CORE}/secrets`, 403],
      ["guest", "POST", `${CORE}/configmaps`, 403, configMap("refused")],
      ["guest", "GET", `${CORE}/pods?watch=true`, 403],
      ["workload", "GET", "/api/v1/nodes", 403],
    ],
    good: [
      ["person", "GET", `${CORE}/secrets/none`, 404],
      ["person", "POST", `${CORE}/configmaps`, 400, "no object"],
      ["stranger", "POST", "/livez", 403],
      ["stranger", "GET", CORE, 401],
    ],
  },
  "workload-denied": {
    bad: [
      ["workload", "GET", "/api/v1/nodes", 403],
      ["workload", "POST", `${RBAC}/clusterroles`, 403, role("refused")],
    ],
    good: [
      ["workload", "GET", `${CORE}/pods`, 200],
      ["workload", "GET", `${CORE}/pods/none`, 404],
      ["guest", "GET", "/api/v1/nodes", 403],
      ["manager", "POST", `${RBAC}/namespaces/${NAMESPACE}/roles`, 403, role("refused")],
    ],
  },
  "secret-read": {
    bad: [
      ["person", "GET", `${CORE}/secrets/key`, 200],
      ["person", "GET", `${CORE}/secrets`, 200],
      ["person", "GET", "/api/v1/secrets?limit=1", 200],
      ["person", "GET", `${CORE}/secrets?watch=true&timeoutSeconds=1`, 200],
    ],
    good: [
      ["person", "GET", `${CORE}/configmaps`, 200],
      ["person", "POST", `${CORE}/secrets`, 201, named("v1", "Secret", "new", { stringData: { a: "b" } })],
      ["person", "GET", `${CORE}/secrets/none`, 404],
      ["guest", "GET", `${CORE}/secrets/key`, 403],
      ["workload", "GET", `${CORE}/secrets/key`, 200],
      ["eks", "GET", `${CORE}/secrets/key`, 200],
      ["manager", "GET", `${CORE}/secrets/key`, 200],
      ["pipeline", "GET", `${CORE}/secrets`, 200],
    ],
  },
  "pod-exec": {
    bad: [
      ["person", "POST", `${CORE}/pods/target/exec?command=sh`, /^[45]/],
      ["person", "GET", `${CORE}/pods/target/exec?command=sh`, /^[45]/],
      ["workload", "POST", `${CORE}/pods/target/attach`, /^[45]/],
      ["pipeline", "POST", `${CORE}/pods/target/portforward?ports=80`, /^[45]/],
    ],
    good: [
      ["person", "GET", `${CORE}/pods/target`, 200],
      ["person", "GET", `${CORE}/pods/target/log`, /^[245]/],
      ["person", "GET", `${CORE}/pods/target/status`, 200],
    ],
  },
  "ephemeral-container": {
    bad: [
      [
        "person",
        "PATCH",
        `${CORE}/pods/target/ephemeralcontainers`,
        200,
        { spec: { ephemeralContainers: [{ name: "debug", image: "registry.k8s.io/pause:3.10" }] } },
        STRATEGIC,
      ],
    ],
    good: [
      ["person", "PATCH", `${CORE}/pods/target`, 200, { metadata: { labels: { a: "b" } } }, MERGE],
      ["person", "GET", `${CORE}/pods/target/ephemeralcontainers`, /^[24]/],
    ],
  },
  "api-proxy": {
    bad: [
      ["person", "GET", `/api/v1/nodes/${NODE_NAME}/proxy/metrics`, /^[45]/],
      ["person", "GET", `${CORE}/pods/target/proxy/`, /^[45]/],
      ["workload", "GET", `${CORE}/services/none/proxy/`, /^[45]/],
    ],
    good: [
      ["person", "GET", `/api/v1/nodes/${NODE_NAME}`, 200],
      ["eks", "GET", `/api/v1/nodes/${NODE_NAME}/proxy/metrics`, /^[45]/],
    ],
  },
  "rbac-change": {
    bad: [
      ["person", "POST", `${RBAC}/namespaces/${NAMESPACE}/roles`, 201, role("by-hand")],
      [
        "person",
        "PATCH",
        `${RBAC}/namespaces/${NAMESPACE}/roles/by-hand`,
        200,
        { metadata: { labels: { a: "b" } } },
        MERGE,
      ],
      ["workload", "POST", `${RBAC}/namespaces/${NAMESPACE}/roles`, 201, role("by-workload")],
      ["person", "DELETE", `${RBAC}/namespaces/${NAMESPACE}/roles/by-hand`, 200],
    ],
    good: [
      ["person", "GET", `${RBAC}/clusterroles`, 200],
      ["guest", "POST", `${RBAC}/namespaces/${NAMESPACE}/roles`, 403, role("refused")],
      ["eks", "POST", `${RBAC}/namespaces/${NAMESPACE}/roles`, 201, role("by-eks")],
      ["pipeline", "POST", `${RBAC}/namespaces/${NAMESPACE}/roles`, 201, role("by-pipeline")],
      ["person", "POST", `${CORE}/configmaps`, 201, configMap("roles")],
    ],
  },
  "cluster-admin-binding": {
    bad: [
      ["person", "POST", `${RBAC}/clusterrolebindings`, 201, binding("all", "cluster-admin", subject("User", "eve"))],
      [
        "pipeline",
        "PATCH",
        `${RBAC}/clusterrolebindings/all`,
        200,
        { subjects: [subject("User", "eve"), subject("User", "mallory")] },
        MERGE,
      ],
      [
        "eks",
        "POST",
        `${RBAC}/namespaces/${NAMESPACE}/rolebindings`,
        201,
        { ...binding("all", "cluster-admin", subject("User", "eve")), kind: "RoleBinding" },
      ],
    ],
    good: [
      ["person", "POST", `${RBAC}/clusterrolebindings`, 201, binding("some", "view", subject("User", "eve"))],
      [
        "guest",
        "POST",
        `${RBAC}/clusterrolebindings`,
        403,
        binding("refused", "cluster-admin", subject("User", "eve")),
      ],
      ["person", "GET", `${RBAC}/clusterrolebindings/all`, 200],
      ["person", "DELETE", `${RBAC}/clusterrolebindings/all`, 200],
    ],
  },
  "everybody-binding": {
    bad: [
      [
        "person",
        "POST",
        `${RBAC}/clusterrolebindings`,
        201,
        binding("open", "system:discovery", subject("User", "eve"), subject("Group", "system:unauthenticated")),
      ],
      [
        "pipeline",
        "POST",
        `${RBAC}/clusterrolebindings`,
        201,
        binding("anonymous", "system:discovery", subject("User", "system:anonymous")),
      ],
      [
        "person",
        "PATCH",
        `${RBAC}/clusterrolebindings/anonymous`,
        200,
        { subjects: [1, 2, 3].map((n) => subject("User", `u${n}`)).concat(subject("Group", "system:authenticated")) },
        MERGE,
      ],
    ],
    good: [
      [
        "person",
        "POST",
        `${RBAC}/clusterrolebindings`,
        201,
        binding("ours", "system:discovery", subject("Group", "developers")),
      ],
      ["person", "GET", `${RBAC}/clusterrolebindings/open`, 200],
    ],
  },
  "service-account-token": {
    bad: [
      ["person", "POST", `${CORE}/serviceaccounts/shop/token`, 201, tokenRequest],
      ["workload", "POST", `${CORE}/serviceaccounts/default/token`, 201, tokenRequest],
    ],
    good: [
      ["manager", "POST", `${CORE}/serviceaccounts/shop/token`, 201, tokenRequest],
      ["person", "GET", `${CORE}/serviceaccounts/shop`, 200],
      ["guest", "POST", `${CORE}/serviceaccounts/shop/token`, 403, tokenRequest],
      ["pipeline", "POST", `${CORE}/serviceaccounts/shop/token`, 201, tokenRequest],
    ],
  },
  impersonation: {
    bad: [["impersonator", "GET", `${CORE}/pods`, 403]],
    good: [["person", "GET", `${CORE}/pods`, 200]],
  },
  "certificate-approval": {
    bad: [["person", "PATCH", `${CERTIFICATES}/one/approval`, 200, approval("one"), MERGE]],
    good: [
      ["person", "POST", CERTIFICATES, 201, request("one", csr)],
      ["person", "GET", `${CERTIFICATES}/one`, 200],
      ["eks", "PATCH", `${CERTIFICATES}/one/approval`, 200, approval("one"), MERGE],
    ],
  },
  "admission-change": {
    bad: [
      ["person", "POST", `${ADMISSION}/validatingadmissionpolicies`, 201, admissionPolicy("by-hand")],
      ["person", "DELETE", `${ADMISSION}/validatingadmissionpolicies/by-hand`, 200],
      ["person", "DELETE", `${ADMISSION}/validatingwebhookconfigurations`, 200],
    ],
    good: [
      ["person", "GET", `${ADMISSION}/validatingadmissionpolicies`, 200],
      ["eks", "POST", `${ADMISSION}/validatingadmissionpolicies`, 201, admissionPolicy("by-eks")],
      ["pipeline", "POST", `${ADMISSION}/validatingadmissionpolicies`, 201, admissionPolicy("by-pipeline")],
    ],
  },
  "guardrail-removed": {
    bad: [
      ["person", "DELETE", `${NETWORK}/deny`, 200],
      ["person", "DELETE", `${CORE}/resourcequotas`, 200],
      ["workload", "DELETE", NETWORK, 200],
    ],
    good: [
      ["person", "POST", NETWORK, 201, policy("deny")],
      ["person", "GET", NETWORK, 200],
      ["person", "DELETE", `${NETWORK}/none`, 404],
      ["person", "DELETE", `${CORE}/configmaps/none`, 404],
      ["pipeline", "DELETE", `${CORE}/limitranges`, 200],
    ],
  },
  "kube-system-change": {
    bad: [
      ["person", "POST", `${SYSTEM}/configmaps`, 201, configMap("by-hand")],
      ["person", "DELETE", `${SYSTEM}/configmaps/by-hand`, 200],
    ],
    good: [
      ["person", "GET", `${SYSTEM}/configmaps`, 200],
      ["person", "POST", `${CORE}/configmaps`, 201, configMap("elsewhere")],
      ["eks", "POST", `${SYSTEM}/configmaps`, 201, configMap("by-eks")],
      ["pipeline", "POST", `${SYSTEM}/configmaps`, 201, configMap("by-pipeline")],
      ["guest", "POST", `${SYSTEM}/configmaps`, 403, configMap("refused")],
    ],
  },
  "aws-auth-change": {
    bad: [
      ["person", "POST", `${SYSTEM}/configmaps`, 201, configMap("aws-auth")],
      ["person", "PATCH", `${SYSTEM}/configmaps/aws-auth`, 200, { data: { mapRoles: "[]" } }, MERGE],
      ["guest", "DELETE", `${SYSTEM}/configmaps/aws-auth`, 403],
    ],
    good: [
      ["person", "GET", `${SYSTEM}/configmaps/aws-auth`, /^[24]/],
      ["person", "POST", `${CORE}/configmaps`, 201, configMap("aws-auth")],
      ["eks", "PATCH", `${SYSTEM}/configmaps/aws-auth`, /^[24]/, { data: { mapRoles: "[]" } }, MERGE],
    ],
  },
  "privileged-pod": {
    bad: [
      ["person", "POST", `${CORE}/pods`, 201, pod("first", { containers: [container("main", { privileged: true })] })],
      [
        "pipeline",
        "POST",
        `${CORE}/pods`,
        201,
        pod("third", { containers: [container("a"), container("b"), container("c", { privileged: true })] }),
      ],
      ["person", "POST", `${CORE}/pods`, 201, pod("init", { initContainers: [container("i", { privileged: true })] })],
      ["person", "POST", `${CORE}/pods`, 201, pod("network", { hostNetwork: true })],
      ["person", "POST", `${CORE}/pods`, 201, pod("pid", { hostPID: true })],
      ["person", "POST", `${CORE}/pods`, 201, pod("ipc", { hostIPC: true })],
    ],
    good: [
      ["person", "POST", `${CORE}/pods`, 201, pod("plain", { containers: [container("main", { privileged: false })] })],
      ["person", "POST", `${SYSTEM}/pods`, 201, pod("driver", { hostNetwork: true })],
      ["guest", "POST", `${CORE}/pods`, 403, pod("refused", { hostNetwork: true })],
      ["person", "GET", `${CORE}/pods/network`, /^[24]/],
    ],
  },
  "pod-by-workload": {
    bad: [["workload", "POST", `${CORE}/pods`, 201, pod("by-workload")]],
    good: [
      ["person", "POST", `${CORE}/pods`, 201, pod("by-person")],
      ["workload", "GET", `${CORE}/pods`, 200],
      ["workload", "POST", `${CORE}/configmaps`, 201, configMap("by-workload")],
      ["workload", "POST", `${CORE}/pods`, 422, named("v1", "Pod", "wrong", { spec: { containers: [] } })],
    ],
  },
});
