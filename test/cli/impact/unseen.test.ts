import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImpactReport } from "../../../cli/impact/report.js";
import { noNodePorts } from "../../../components/baseline/admission/policies/no-node-ports.js";
import { noTokenAutomount } from "../../../components/baseline/admission/policies/no-token-automount.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { install } from "../../components/baseline/admission/installed.js";
import { sharedCluster } from "../../support/cluster.js";
import { type CommandRun, rampart } from "../../support/command.js";
import { describeWithTools } from "../../support/tiers.js";
import { apps, audited, core, namespaceInAudit, PLAN, RBAC, SAFE, workload } from "./audit-phase.js";

const CLEAN = "impact-clean";
const READER = "impact-reader";

describeWithTools("what rampart impact cannot look at", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  const impact = (...args: string[]): Promise<CommandRun> =>
    rampart(["impact", "--kubeconfig", cluster.kubeconfig, ...args]);
  const make = (path: string, body: object) => cluster.api.json("POST", path, body);
  let remove: (() => Promise<void>) | undefined;
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

  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await remove?.();
    if (cluster === undefined) return;
    for (const kind of ["clusterrolebindings", "clusterroles"])
      await cluster.api.send("DELETE", `${RBAC}/${kind}/${READER}`);
    await cluster.api.send("DELETE", core(CLEAN));
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

  it("says so where nothing would break", async () => {
    await namespaceInAudit(cluster, CLEAN, { ...PLAN, quota: { pods: "4" } }, "restricted");
    await make(`${apps(CLEAN)}/deployments`, workload("safe", SAFE, { replicas: 2 }));
    await make(`/apis/networking.k8s.io/v1/namespaces/${CLEAN}/networkpolicies`, {
      metadata: { name: "all" },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
    remove = await install(cluster, [audited([CLEAN], noTokenAutomount), audited([CLEAN], noNodePorts)]);
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
      metadata: { name: READER },
      rules: [
        rule(["admissionregistration.k8s.io"], ["*"]),
        rule([""], ["namespaces", "pods", "services", "serviceaccounts", "replicationcontrollers"]),
        rule(["networking.k8s.io", "batch"], ["*"]),
      ],
    });
    await make(`${RBAC}/clusterrolebindings`, {
      metadata: { name: READER },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: READER },
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
