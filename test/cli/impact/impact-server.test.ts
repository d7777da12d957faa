import assert from "node:assert/strict";
import type { Breakage, ImpactReport } from "../../../cli/impact/report.js";
import { objectName } from "../../../components/baseline/admission/objects.js";
import { noClusterAdminBindings } from "../../../components/baseline/admission/policies/no-cluster-admin-bindings.js";
import { noDefaultNamespace } from "../../../components/baseline/admission/policies/no-default-namespace.js";
import { noNodePorts } from "../../../components/baseline/admission/policies/no-node-ports.js";
import { noServiceAccountTokenSecrets } from "../../../components/baseline/admission/policies/no-service-account-token-secrets.js";
import { noTokenAutomount } from "../../../components/baseline/admission/policies/no-token-automount.js";
import { requirePodSecurityLabels } from "../../../components/baseline/admission/policies/require-pod-security-labels.js";
import { type AdmissionPolicy, DEFAULT_SETTINGS } from "../../../components/baseline/admission/policy.js";
import { type NamespacePlan, WHEN_ENFORCED } from "../../../controls/audit-phase.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { install } from "../../components/baseline/admission/installed.js";
import { sharedCluster } from "../../support/cluster.js";
import { type CommandRun, rampart } from "../../support/command.js";
import { describeWithTools } from "../../support/tiers.js";

const SHOP = "impact-shop";
const PLATFORM = "impact-platform";
const CLEAN = "impact-clean";
const NAMESPACES = [SHOP, PLATFORM, CLEAN];
const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const BINDING = "impact-admins";

const PLAN: NamespacePlan = {
  podSecurity: "restricted",
  podSecurityVersion: "v1.37",
  defaultDeny: true,
  quota: { "requests.cpu": "1", pods: "4", "services.nodeports": "0" },
  containerDefaults: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
};

const image = "registry.example/shop/web:1";
const limits = { cpu: "400m", memory: "64Mi" };
const SAFE = {
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
const UNSAFE = { containers: [{ name: "app", image }], restartPolicy: "Always" };

const workload = (app: string, podSpec: object, more: object = {}) => ({
  metadata: { name: app },
  spec: { selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: podSpec }, ...more },
});

describeWithTools("rampart impact on the real API server", function () {
  this.timeout(120_000);
  let cluster: Cluster;

  const impact = (...args: string[]): Promise<CommandRun> =>
    rampart(["impact", "--kubeconfig", cluster.kubeconfig, ...args]);
  const reportOf = async (code: number): Promise<ImpactReport & { outcome: string }> => {
    const run = await impact("--format", "json");
    assert.equal(run.code, code, run.stdout + run.stderr);
    return JSON.parse(run.stdout);
  };
  const make = (path: string, body: object) => cluster.api.json("POST", path, body);
  const apps = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}`;
  const core = (namespace: string) => `/api/v1/namespaces/${namespace}`;

  async function namespaceInAudit(name: string, plan: NamespacePlan, warn: string): Promise<void> {
    const labels = {
      // The sandbox enforces where nobody says otherwise.
      "pod-security.kubernetes.io/enforce": "privileged",
      "pod-security.kubernetes.io/warn": warn,
      "pod-security.kubernetes.io/warn-version": "v1.37",
    };
    await make("/api/v1/namespaces", {
      metadata: { name, labels, annotations: { [WHEN_ENFORCED]: JSON.stringify(plan) } },
    });
    await make(`${core(name)}/serviceaccounts`, { metadata: { name: "app" }, automountServiceAccountToken: false });
    // The controller manager makes it in its own time; pods without an account need it.
    await cluster.api.send("POST", `${core(name)}/serviceaccounts`, { metadata: { name: "default" } });
  }

  const audited = (policy: AdmissionPolicy, exemptions: Parameters<typeof install>[1][number]["exemptions"] = []) => ({
    name: objectName(policy.id),
    policy: policy.rules.some(({ resources }) => /bindings|namespaces/.test(resources.join()))
      ? policy
      : { ...policy, onlyIn: NAMESPACES },
    settings: DEFAULT_SETTINGS,
    exemptions,
    isAudit: true,
    isWide: true,
  });

  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
  });
  after(async () => {
    if (cluster === undefined) return;
    await cluster.api.send("DELETE", `${RBAC}/clusterrolebindings/${BINDING}`);
    for (const name of NAMESPACES) await cluster.api.send("DELETE", core(name));
  });

  it("says that there is nothing to ask before the baseline is there", async () => {
    const { code, stdout, stderr } = await impact();
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^The baseline is not installed in audit mode in the cluster .+: nothing to ask\. Deploy it with /,
    );
  });

  describe("with a namespace of workloads that nobody has hardened", () => {
    let remove: () => Promise<void>;
    let report: ImpactReport;
    const of = (kind: string, policy?: string, namespace = SHOP): readonly Breakage[] =>
      report.breakages.filter(
        (each) =>
          each.kind === kind && each.namespace === namespace && (policy === undefined || each.policy === policy),
      );
    const objectsOf = (breakages: readonly Breakage[]) =>
      [...new Set(breakages.flatMap(({ objects }) => objects))].sort();

    before(async () => {
      await namespaceInAudit(SHOP, PLAN, "restricted");
      await namespaceInAudit(
        PLATFORM,
        { ...PLAN, podSecurity: "baseline", quota: {}, defaultDeny: false },
        "restricted",
      );
      for (const [kind, name, more] of [
        ["deployments", "web", { replicas: 2 }],
        ["deployments", "legacy", { replicas: 0 }],
        ["statefulsets", "db", { serviceName: "db", replicas: 0 }],
        ["daemonsets", "agent", {}],
      ] as const)
        await make(`${apps(SHOP)}/${kind}`, workload(name, UNSAFE, more));
      await make(`${apps(SHOP)}/deployments`, workload("safe", SAFE, { replicas: 3 }));
      const job = { template: { spec: { ...UNSAFE, restartPolicy: "Never" } } };
      await make(`/apis/batch/v1/namespaces/${SHOP}/cronjobs`, {
        metadata: { name: "nightly" },
        spec: { schedule: "0 3 * * *", suspend: true, jobTemplate: { spec: job } },
      });
      await make(`${core(SHOP)}/pods`, {
        metadata: { name: "debug", labels: { app: "debug" } },
        spec: { ...UNSAFE, hostNetwork: true },
      });
      await make(`${core(SHOP)}/pods`, { metadata: { name: "lone", labels: { app: "lone" } }, spec: SAFE });
      await make(`${core(SHOP)}/services`, {
        metadata: { name: "open" },
        spec: { type: "NodePort", ports: [{ port: 80 }] },
      });
      await make(`${core(SHOP)}/services`, { metadata: { name: "closed" }, spec: { ports: [{ port: 80 }] } });
      await make(`${core(SHOP)}/secrets`, {
        metadata: { name: "token", annotations: { "kubernetes.io/service-account.name": "app" } },
        type: "kubernetes.io/service-account-token",
      });
      await make(`/apis/networking.k8s.io/v1/namespaces/${SHOP}/networkpolicies`, {
        metadata: { name: "safe" },
        spec: { podSelector: { matchLabels: { app: "safe" } }, policyTypes: ["Ingress", "Egress"] },
      });
      await make(`${core(PLATFORM)}/pods`, { metadata: { name: "root" }, spec: UNSAFE });
      await make(`${core(PLATFORM)}/pods`, { metadata: { name: "host" }, spec: { ...UNSAFE, hostPID: true } });
      await make(`${RBAC}/clusterrolebindings`, {
        metadata: { name: BINDING },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "shop-admins" }],
      });
      const exemption = {
        policies: [noTokenAutomount.id],
        namespace: SHOP,
        name: "legacy-*",
        reason: "It goes at the end of the year.",
        owner: "team-shop",
        expires: "2999-12-31",
      };
      remove = await install(cluster, [
        audited(noTokenAutomount, [exemption]),
        audited(noNodePorts),
        audited(noServiceAccountTokenSecrets),
        audited(noClusterAdminBindings),
        audited(noDefaultNamespace),
        audited(requirePodSecurityLabels),
      ]);
      report = await reportOf(1);
      if (process.env.SHOW)
        console.log(
          (await impact()).stdout,
          (await impact("--format", "markdown")).stdout,
          JSON.stringify(report, null, 1),
        );
    });
    after(() => remove?.());

    it("names by each policy the pods that would not start again, whoever makes them", () => {
      const unsafe = ["CronJob nightly", "DaemonSet agent", "Deployment web", "Pod debug", "StatefulSet db"];
      assert.deepEqual(objectsOf(of("pods-refused", noTokenAutomount.id)), unsafe);
      const check = of("pods-refused", "Pod Security restricted: runAsNonRoot != true");
      assert.deepEqual(objectsOf(check), [...unsafe, "Deployment legacy"].sort());
      assert.deepEqual(objectsOf(of("pods-refused", "Pod Security restricted: host namespaces")), ["Pod debug"]);
      assert.ok(!JSON.stringify(of("pods-refused")).includes("safe"));
      assert.match(of("pods-refused", noTokenAutomount.id)[0]?.fix ?? "", /^Fix: /);
    });
  });
});
