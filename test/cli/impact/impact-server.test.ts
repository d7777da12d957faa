import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
      assert.deepEqual(report.couldNotAsk, []);
    });

    it("judges a level that nobody warns of by asking as if it were enforced", () => {
      assert.deepEqual(of("pods-refused", "Pod Security baseline", PLATFORM), [
        {
          kind: "pods-refused",
          namespace: PLATFORM,
          policy: "Pod Security baseline",
          message: "host namespaces",
          objects: ["Pod host"],
        },
      ]);
      assert.ok(
        report.breakages.every(({ namespace, policy = "" }) => namespace !== PLATFORM || !/restricted/.test(policy)),
      );
      assert.deepEqual(
        report.notInspected.map(({ what }) => what).filter((what) => what.startsWith(PLATFORM)),
        [`${PLATFORM}: Pod Security baseline`],
      );
    });

    it("heeds exemptions, and what policies spare that the control plane makes", () => {
      const automount = objectsOf(of("pods-refused", noTokenAutomount.id));
      assert.ok(!automount.includes("Deployment legacy"));
      // Its controller may make pods there; a person may not.
      assert.deepEqual(objectsOf(of("pods-refused", noDefaultNamespace.id)), ["Pod debug", "Pod lone"]);
      assert.ok(objectsOf(of("objects-refused", noDefaultNamespace.id)).includes("Deployment web"));
    });

    it("names objects that stay, but could not be made again, without reading what is secret", async () => {
      assert.deepEqual(objectsOf(of("objects-refused", noNodePorts.id)), ["Service open"]);
      assert.deepEqual(objectsOf(of("objects-refused", noServiceAccountTokenSecrets.id)), ["Secret token"]);
      const bindings = report.breakages.filter(({ policy }) => policy === noClusterAdminBindings.id);
      assert.ok(objectsOf(bindings).includes(`ClusterRoleBinding ${BINDING}`));
      assert.ok(!objectsOf(bindings).includes("ClusterRoleBinding cluster-admin"));
      assert.ok(
        !objectsOf(report.breakages.filter(({ kind }) => kind === "objects-refused")).includes(`Namespace ${SHOP}`),
      );
    });

    it("counts what quota, default-deny, limits and the locked account would change", () => {
      assert.deepEqual(
        of("quota-exceeded").map(({ message }) => message),
        ["requests.cpu: 2 used, 1 allowed; pods: 8 used, 4 allowed; services.nodeports: 1 used, 0 allowed."],
      );
      assert.deepEqual(
        of("cut-off").map(({ message, objects }) => [message, objects]),
        [["no NetworkPolicy selects: 4 of 8 pods.", ["DaemonSet agent", "Deployment web", "Pod lone"]]],
      );
      const careless = [
        "CronJob nightly",
        "DaemonSet agent",
        "Deployment legacy",
        "Deployment web",
        "Pod debug",
        "StatefulSet db",
      ];
      assert.deepEqual(objectsOf(of("no-token")), careless);
      assert.deepEqual(objectsOf(of("limits-added")), careless);
      assert.deepEqual(of("cut-off", undefined, PLATFORM), []);
      assert.deepEqual(of("quota-exceeded", undefined, PLATFORM), []);
    });

    it("tells where the API server has cut its warnings", async () => {
      const containers = Array.from({ length: 24 }, (_, index) => ({
        name: `container-with-a-rather-long-name-${index}`,
        image,
      }));
      await make(`${apps(SHOP)}/deployments`, workload("many", { containers }, { replicas: 0 }));
      const { notInspected } = await reportOf(1);
      assert.ok(
        notInspected.some(({ what, why }) => what === `${SHOP}: Deployment many` && /cuts long warnings/.test(why)),
      );
      await cluster.api.send("DELETE", `${apps(SHOP)}/deployments/many`);
    });

    it("fits 80 columns, and changes nothing", async () => {
      const versions = async () =>
        (await cluster.api.json<{ items: { metadata: object }[] }>("GET", `${core(SHOP)}/services`)).items.map(
          ({ metadata }) => metadata,
        );
      const before = await versions();
      const { code, stdout, stderr } = await impact();
      assert.equal(code, 1, stderr);
      assert.equal(stderr, "");
      assert.deepEqual(await versions(), before);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
      );
      assert.match(stdout, /^Cluster .+\n(?:.+\n)+\nPods that would not start again\n/);
      assert.match(stdout, /\nEnforcing now would break \d+ objects\. Not everything could be judged\.\n$/);
      const markdown = await impact("--format", "markdown");
      assert.match(markdown.stdout, /^## Enforcing now would break \d+ objects/);
      assert.match(markdown.stdout, /\| <code>impact-shop<\/code> \| <code>no-node-ports<\/code> \|/);
    });
  });

  describe("with a namespace in which all is well", () => {
    let remove: () => Promise<void>;
    const folder = mkdtempSync(join(tmpdir(), "rampart-impact-"));
    const kubeconfigWith = (change: (text: string) => string): string => {
      const file = join(folder, "kubeconfig");
      writeFileSync(file, change(readFileSync(cluster.kubeconfig, "utf8")));
      return file;
    };
    /** The kubeconfig of the account `app`. */
    const asApp = async (): Promise<string> => {
      const path = `${core(CLEAN)}/serviceaccounts/app/token`;
      const { status } = await cluster.api.json<{ status: { token: string } }>("POST", path, { spec: {} });
      return kubeconfigWith((text) =>
        text.replace(
          /client-(certificate|key)-data: .*\n(\s*client-(certificate|key)-data: .*\n)?/g,
          `token: ${status.token}\n`,
        ),
      );
    };

    before(async () => {
      for (const name of [SHOP, PLATFORM]) await cluster.api.send("DELETE", core(name));
      await cluster.api.send("DELETE", `${RBAC}/clusterrolebindings/${BINDING}`);
      await namespaceInAudit(CLEAN, { ...PLAN, quota: { pods: "4" } }, "restricted");
      await make(`${apps(CLEAN)}/deployments`, workload("safe", SAFE, { replicas: 2 }));
      await make(`/apis/networking.k8s.io/v1/namespaces/${CLEAN}/networkpolicies`, {
        metadata: { name: "all" },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      });
      remove = await install(cluster, [audited(noTokenAutomount), audited(noNodePorts)]);
    });
    after(async () => {
      await remove?.();
      await cluster.api.send("DELETE", `${RBAC}/clusterrolebindings/${BINDING}`);
      await cluster.api.send("DELETE", `${RBAC}/clusterroles/${BINDING}`);
      rmSync(folder, { recursive: true, force: true });
    });

    it("says so", async () => {
      const { code, stdout } = await impact();
      assert.equal(code, 0, stdout);
      assert.match(stdout, /\nNothing would break\.\n$/);
    });

    it("does not pass what a broken webhook keeps it from asking", async () => {
      const webhooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
      await make(webhooks, {
        metadata: { name: "impact-broken" },
        webhooks: [
          {
            name: "broken.example.com",
            clientConfig: { url: "https://127.0.0.1:1/" },
            rules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }],
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": CLEAN } },
            admissionReviewVersions: ["v1"],
            sideEffects: "None",
            timeoutSeconds: 1,
          },
        ],
      });
      try {
        let report = await reportOfAny();
        // The API server heeds a webhook a moment after it was made.
        while (report.couldNotAsk.length === 0) report = await reportOfAny();
        assert.equal(report.outcome, "incomplete");
        assert.deepEqual(
          report.couldNotAsk.map(({ what }) => what),
          [`${CLEAN}: Deployment safe`],
        );
        assert.match(report.couldNotAsk[0]?.why ?? "", /failed calling webhook "broken\.example\.com"/);
        const { code, stdout } = await impact();
        assert.equal(code, 2);
        assert.match(stdout, /\nNot asked completely: what could not be asked may break as well\.\n$/);
      } finally {
        await cluster.api.send("DELETE", `${webhooks}/impact-broken`);
      }
    });
    const reportOfAny = async () =>
      JSON.parse((await impact("--format", "json")).stdout) as ImpactReport & { outcome: string };

    it("names the rights that are missing", async () => {
      const kubeconfig = await asApp();
      const without = await rampart(["impact", "--kubeconfig", kubeconfig]);
      assert.equal(without.code, 2);
      assert.match(
        without.stderr,
        /^The cluster of the context .+ refuses: .*User "system:serviceaccount:impact-clean:app" cannot list resource "\w+".*\.\n$/,
      );
      const rule = (apiGroups: string[], resources: string[]) => ({
        apiGroups,
        resources,
        verbs: ["get", "list", "create"],
      });
      await make(`${RBAC}/clusterroles`, {
        metadata: { name: BINDING },
        rules: [
          rule(["admissionregistration.k8s.io"], ["*"]),
          rule([""], ["namespaces", "pods", "services", "serviceaccounts", "replicationcontrollers"]),
          rule(["networking.k8s.io", "batch"], ["*"]),
        ],
      });
      await make(`${RBAC}/clusterrolebindings`, {
        metadata: { name: BINDING },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: BINDING },
        subjects: [{ kind: "ServiceAccount", namespace: CLEAN, name: "app" }],
      });
      const some = await rampart(["impact", "--kubeconfig", kubeconfig, "--format", "json"]);
      assert.equal(some.code, 2, some.stderr);
      const unseen = (JSON.parse(some.stdout) as ImpactReport).couldNotAsk.map(({ what }) => what);
      for (const kind of ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"])
        assert.ok(unseen.includes(`every ${kind}`), `${unseen}`);
    });

    it("says in one sentence why it cannot look", async () => {
      for (const [mistake, args, message] of [
        ["no file", ["--kubeconfig", join(folder, "none")], /none cannot be read: it is not there\.\n$/],
        [
          "no context",
          ["--kubeconfig", cluster.kubeconfig, "--context", "prod"],
          /has no context "prod"; it has: rampart-sandbox\.\n$/,
        ],
        ["no YAML", ["--kubeconfig", kubeconfigWith(() => "a: [")], /cannot be read as a kubeconfig: /],
      ] as const) {
        const { code, stdout, stderr } = await rampart(["impact", ...args]);
        assert.deepEqual([code, stdout], [2, ""], mistake);
        assert.match(stderr, message);
      }
      for (const [change, message] of [
        [
          (text: string) => text.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1"),
          /^The cluster of .+ cannot be reached: connect ECONNREFUSED 127\.0\.0\.1:1\.\n$/,
        ],
        [
          (text: string) => text.replace(/certificate-authority-data: .*/, ""),
          /shows a certificate that the kubeconfig's authority did not sign: /,
        ],
        [
          (text: string) =>
            text.replace(
              /client-(certificate|key)-data: .*\n(\s*client-(certificate|key)-data: .*\n)?/g,
              "token: stranger\n",
            ),
          /does not accept these credentials\.\n$/,
        ],
      ] as const) {
        const { code, stdout, stderr } = await rampart(["impact", "--kubeconfig", kubeconfigWith(change)]);
        assert.deepEqual([code, stdout], [2, ""], stderr);
        assert.match(stderr, message);
      }
    });
  });
});
