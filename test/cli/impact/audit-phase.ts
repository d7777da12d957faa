import { objectName } from "../../../components/baseline/admission/objects.js";
import { type AdmissionPolicy, DEFAULT_SETTINGS } from "../../../components/baseline/admission/policy.js";
import { type NamespacePlan, WHEN_ENFORCED } from "../../../controls/audit-phase.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import type { Instance } from "../../components/baseline/admission/installed.js";

export const RBAC = "/apis/rbac.authorization.k8s.io/v1";
export const apps = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}`;
export const core = (namespace: string) => `/api/v1/namespaces/${namespace}`;

/** What enforcing would bring. */
export const PLAN: NamespacePlan = {
  podSecurity: "restricted",
  podSecurityVersion: "v1.37",
  defaultDeny: true,
  quota: { "requests.cpu": "1", pods: "4", "services.nodeports": "0" },
  containerDefaults: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
};

export const image = "registry.example/shop/web:1";
const limits = { cpu: "400m", memory: "64Mi" };
/** Nothing that any level of Pod Security minds. */
export const SAFE = {
  serviceAccountName: "app",
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: "app",
      image,
      resources: { limits },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  ],
};
export const UNSAFE = { containers: [{ name: "app", image }], restartPolicy: "Always" };

export const workload = (app: string, podSpec: object, more: object = {}) => ({
  metadata: { name: app },
  spec: { selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: podSpec }, ...more },
});

/** A namespace as the baseline leaves it in audit mode, in which pods can be made. */
export async function namespaceInAudit(
  { api }: Cluster,
  name: string,
  plan: NamespacePlan,
  warn: string,
): Promise<void> {
  const labels = {
    // The sandbox enforces where nobody says otherwise.
    "pod-security.kubernetes.io/enforce": "privileged",
    "pod-security.kubernetes.io/warn": warn,
    "pod-security.kubernetes.io/warn-version": "v1.37",
  };
  await api.json("POST", "/api/v1/namespaces", {
    metadata: { name, labels, annotations: { [WHEN_ENFORCED]: JSON.stringify(plan) } },
  });
  await api.json("POST", `${core(name)}/serviceaccounts`, {
    metadata: { name: "app" },
    automountServiceAccountToken: false,
  });
  // The controller manager makes it in its own time; pods without an account need it.
  await api.send("POST", `${core(name)}/serviceaccounts`, { metadata: { name: "default" } });
}

/** A policy as the baseline installs it in audit mode, in these namespaces alone. */
export const audited = (
  namespaces: readonly string[],
  policy: AdmissionPolicy,
  exemptions: Instance["exemptions"] = [],
): Instance => ({
  name: objectName(policy.id),
  policy: policy.rules.some(({ resources }) => /bindings|namespaces/.test(resources.join()))
    ? policy
    : { ...policy, onlyIn: namespaces },
  settings: DEFAULT_SETTINGS,
  exemptions,
  isAudit: true,
  isWide: true,
});
