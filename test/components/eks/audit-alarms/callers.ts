import assert from "node:assert/strict";
import { admissionConfiguration, authenticationConfiguration } from "../../../../components/control-plane/index.js";
import { KUBERNETES_VERSIONS } from "../../../../controls/kubernetes-versions.js";
import { type Cluster, startCluster } from "../../../../sandbox/cluster.js";
import type { HttpsClient } from "../../../../sandbox/control-plane/https-client.js";
import { Callers } from "../../../support/callers.js";
import { EKS_AUDIT_POLICY } from "../../../support/eks-audit-policy.js";
import { toolchain } from "../../../support/tiers.js";

export const NAMESPACE = "audited";
const ADMINISTRATORS = ["rampart:administrators"];
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
export const JOIN_PATH = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

/** Those who call an API server that logs as EKS does, under the names that they have there. */
export interface Cast {
  readonly cluster: Cluster;
  readonly stranger: HttpsClient;
  /** With a token that is none. */
  readonly forger: HttpsClient;
  /** By IAM, with every right. */
  readonly person: HttpsClient;
  /** By IAM, without any. */
  readonly guest: HttpsClient;
  /** By IAM, with every right, and expected. */
  readonly pipeline: HttpsClient;
  /** The same person, through a proxy, as they say. */
  readonly proxied: HttpsClient;
  /** The same person, in somebody else's name. */
  readonly impersonator: HttpsClient;
  /** A service account that may read Secrets, make pods and change roles. */
  readonly workload: HttpsClient;
  /** EKS itself. */
  readonly eks: HttpsClient;
  readonly manager: HttpsClient;
  close(): void;
}

/** The expected user of the pipeline, as `automation` takes it. */
export const PIPELINE = "arn:aws:sts::123456789012:assumed-role/deploy/*";

/** Starts a control plane that lets privileged pods in and answers strangers on one path, as a badly kept one would. */
export async function startCast(folder: string): Promise<Cast> {
  const podSecurityVersion = `v${KUBERNETES_VERSIONS.newest}`;
  const cluster = await startCluster({
    toolchain: await toolchain(),
    folder,
    configuration: {
      audit: EKS_AUDIT_POLICY,
      authentication: authenticationConfiguration({ allowKubeadmJoin: true }),
      admission: admissionConfiguration({ podSecurityVersion, podSecurityLevel: "privileged" }),
    },
  });
  const callers = new Callers(cluster);
  const role = "arn:aws:sts::123456789012:assumed-role";
  const ann = (headers = {}) => callers.certified(`${role}/developers/ann`, ADMINISTRATORS, headers);
  await prepare(cluster);
  return {
    cluster,
    stranger: callers.anonymous(),
    forger: callers.bearing("forged"),
    person: await ann(),
    guest: await callers.certified(`${role}/guests/bob`, []),
    pipeline: await callers.certified(`${role}/deploy/run-1`, ADMINISTRATORS),
    proxied: await ann({ "x-forwarded-for": "127.0.0.2" }),
    impersonator: await ann({ "impersonate-user": "carol" }),
    workload: callers.bearing(await tokenOf(cluster)),
    eks: await callers.certified("eks:addon-manager", ADMINISTRATORS),
    manager: await callers.certified("system:kube-controller-manager", []),
    close: () => callers.close(),
  };
}

async function prepare({ api }: Cluster): Promise<void> {
  const rbac = (kind: string, metadata: object, more: object) => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind,
    metadata,
    ...more,
  });
  const ref = (kind: string, name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name });
  const core = (kind: string, name: string, more: object = {}) => ({
    apiVersion: "v1",
    kind,
    metadata: { name },
    ...more,
  });
  const made: [path: string, object: object][] = [
    ["/api/v1/namespaces", core("Namespace", NAMESPACE)],
    [`/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, core("ServiceAccount", "shop")],
    [`/api/v1/namespaces/${NAMESPACE}/secrets`, core("Secret", "key", { stringData: { key: "value" } })],
    ["/api/v1/namespaces/kube-public/configmaps", core("ConfigMap", "cluster-info", { data: { kubeconfig: "{}" } })],
    [
      `${RBAC}/clusterrolebindings`,
      rbac(
        "ClusterRoleBinding",
        { name: "shop" },
        {
          roleRef: ref("ClusterRole", "admin"),
          subjects: [{ kind: "ServiceAccount", name: "shop", namespace: NAMESPACE }],
        },
      ),
    ],
    [
      `${RBAC}/namespaces/kube-public/roles`,
      rbac(
        "Role",
        { name: "open", namespace: "kube-public" },
        { rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }] },
      ),
    ],
    [
      `${RBAC}/namespaces/kube-public/rolebindings`,
      rbac(
        "RoleBinding",
        { name: "open", namespace: "kube-public" },
        {
          roleRef: ref("Role", "open"),
          subjects: [ref("User", "system:anonymous")],
        },
      ),
    ],
  ];
  for (const [path, object] of made) await api.json("POST", path, object);
}

async function tokenOf({ api }: Cluster): Promise<string> {
  const made = await api.json<{ status: { token: string } }>(
    "POST",
    `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/shop/token`,
    { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } },
  );
  return made.status.token;
}

/** One request and the status that it must get, without which a test would look at something else. */
export type Act = readonly [
  caller: Exclude<keyof Cast, "cluster" | "close">,
  method: string,
  path: string,
  status: number | RegExp,
  body?: unknown,
  type?: string,
];

/** Does one thing after the other. */
export async function perform(cast: Cast, acts: readonly Act[]): Promise<void> {
  for (const [caller, method, path, wanted, body, type] of acts) {
    const { status, text } = await cast[caller].send(method, path, body, type);
    const right = typeof wanted === "number" ? status === wanted : wanted.test(String(status));
    assert.ok(right, `${caller} ${method} ${path}: ${status} ${text.slice(0, 300)}`);
  }
}
