/**
 * The program of which the official provider (4.34.2) was recorded with engine 3.259 on a 1.37 API server; STEP selects
 * the variant.
 */
export const RECORDED_PROGRAM = `
const p = new k8s.Provider("p", { kubeconfig: process.env.KUBECONFIG, clusterIdentifier: "sandbox" });
const o = { provider: p };
const ns = new k8s.core.v1.Namespace("team", { metadata: { name: "team", labels: {
  "pod-security.kubernetes.io/enforce": "restricted",
  ...(step === "update" ? { tier: "tenant" } : {}),
} } }, o);
const namespace = ns.metadata.name;
const auto = new k8s.core.v1.ConfigMap("auto", {
  metadata: { namespace }, data: { a: step === "update" ? "2" : "1" } }, o);
new k8s.core.v1.Secret("sec", {
  metadata: { namespace, name: "sec" }, stringData: { password: pulumi.secret("s3cr3t") } }, o);
new k8s.networking.v1.NetworkPolicy("deny", {
  metadata: { namespace, name: "default-deny" }, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }, o);
new k8s.core.v1.ServiceAccountPatch("default-sa", {
  metadata: { namespace, name: "default", annotations: { "pulumi.com/patchForce": "true" } },
  automountServiceAccountToken: false }, { ...o, dependsOn: [ns] });
const container = (extra) => ({ name: "app", image: "registry.example/app:1", ports: [{ containerPort: 8080 }],
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" }, ...extra } });
const labels = { app: step === "replace" ? "web-2" : "web" };
const web = new k8s.apps.v1.Deployment("web", { metadata: { namespace, name: "web" }, spec: {
  replicas: 2, selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { containers: [container({})] } } } }, o);
const svc = new k8s.core.v1.Service("web", { metadata: { namespace, name: "web" }, spec: {
  selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] } }, { ...o, dependsOn: [web] });
if (step === "violate-pod") new k8s.core.v1.Pod("bad", { metadata: { namespace: "team", name: "bad" }, spec: {
  containers: [container({ privileged: true, allowPrivilegeEscalation: true })] } }, { ...o, dependsOn: [ns] });
exports.autoName = auto.metadata.name;
exports.uid = ns.metadata.uid;
exports.clusterIP = svc.spec.clusterIP;
`;

/** Finished steps of the recordings. */
export const RECORDED_STEPS = {
  create: [
    "+ kubernetes:apps/v1:Deployment web created",
    "+ kubernetes:core/v1:ConfigMap auto created",
    "+ kubernetes:core/v1:Namespace team created",
    "+ kubernetes:core/v1:Secret sec created",
    "+ kubernetes:core/v1:Service web created",
    "+ kubernetes:core/v1:ServiceAccountPatch default-sa created",
    "+ kubernetes:networking.k8s.io/v1:NetworkPolicy deny created",
    "+ pulumi:providers:kubernetes p created",
    "+ pulumi:pulumi:Stack rec-dev created",
  ],
  /** In this order. */
  update: [
    "~ kubernetes:core/v1:Namespace team updated",
    "++ kubernetes:core/v1:ConfigMap auto created replacement",
    "+- kubernetes:core/v1:ConfigMap auto replaced",
    "-- kubernetes:core/v1:ConfigMap auto deleted original",
  ],
  /** Those of the Deployment, in this order. */
  replaceDeployment: [
    "-- kubernetes:apps/v1:Deployment web deleted original",
    "+- kubernetes:apps/v1:Deployment web replaced",
    "++ kubernetes:apps/v1:Deployment web created replacement",
  ],
  destroy: [
    "- kubernetes:apps/v1:Deployment web deleted",
    "- kubernetes:core/v1:ConfigMap auto deleted",
    "- kubernetes:core/v1:Namespace team deleted",
    "- kubernetes:core/v1:Secret sec deleted",
    "- kubernetes:core/v1:Service web deleted",
    "- kubernetes:core/v1:ServiceAccountPatch default-sa deleted",
    "- kubernetes:networking.k8s.io/v1:NetworkPolicy deny deleted",
    "- pulumi:providers:kubernetes p deleted",
    "- pulumi:pulumi:Stack rec-dev deleted",
  ],
} as const;

/** What `preview --diff` of the recordings shows for changed properties. */
export const RECORDED_DIFFS = {
  update: [
    `      ~ metadata: {
          ~ labels: {
              + tier: "tenant"
            }
        }`,
    `      ~ data: {
          ~ a: "1" => "2"
        }`,
  ],
  replace: [
    `      ~ spec: {
          ~ selector: {
              ~ matchLabels: {
                  ~ app: "web" => "web-2"
                }
            }
          ~ template: {
              ~ metadata: {
                  ~ labels: {
                      ~ app: "web" => "web-2"
                    }
                }
            }
        }`,
    `          ~ labels: {
              - tier: "tenant"
            }`,
  ],
} as const;
