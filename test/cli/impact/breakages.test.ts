import assert from "node:assert/strict";
import { servedKinds } from "../../../cli/impact/api-kinds.js";
import { ApiServer } from "../../../cli/impact/api-server.js";
import type { Breakage, ImpactReport } from "../../../cli/impact/report.js";
import { secretsWithoutValues } from "../../../cli/impact/secrets.js";
import { noClusterAdminBindings } from "../../../components/baseline/admission/policies/no-cluster-admin-bindings.js";
import { noDefaultNamespace } from "../../../components/baseline/admission/policies/no-default-namespace.js";
import { noNodePorts } from "../../../components/baseline/admission/policies/no-node-ports.js";
import { noServiceAccountTokenSecrets } from "../../../components/baseline/admission/policies/no-service-account-token-secrets.js";
import { noTokenAutomount } from "../../../components/baseline/admission/policies/no-token-automount.js";
import { requirePodSecurityLabels } from "../../../components/baseline/admission/policies/require-pod-security-labels.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { install } from "../../components/baseline/admission/installed.js";
import { sharedCluster } from "../../support/cluster.js";
import { type CommandRun, rampart } from "../../support/command.js";
import { describeWithTools } from "../../support/tiers.js";
import { apps, audited, core, image, namespaceInAudit, PLAN, RBAC, SAFE, UNSAFE, workload } from "./audit-phase.js";

const SHOP = "impact-shop";
const PLATFORM = "impact-platform";
const NAMESPACES = [SHOP, PLATFORM];
const BINDING = "impact-admins";

describeWithTools("what rampart impact finds on the real API server", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  const impact = (...args: string[]): Promise<CommandRun> =>
    rampart(["impact", "--kubeconfig", cluster.kubeconfig, ...args]);
  const make = (path: string, body: object) => cluster.api.json("POST", path, body);
  const reportOf = async (): Promise<ImpactReport> => {
    const { code, stdout, stderr } = await impact("--format", "json");
    assert.equal(code, 1, stdout + stderr);
    return JSON.parse(stdout);
  };
  let remove: () => Promise<void>;
  let report: ImpactReport;
  const of = (kind: string, policy?: string, namespace = SHOP): readonly Breakage[] =>
    report.breakages.filter(
      (each) => each.kind === kind && each.namespace === namespace && (policy === undefined || each.policy === policy),
    );
  const objectsOf = (breakages: readonly Breakage[]) =>
    [...new Set(breakages.flatMap(({ objects }) => objects))].sort();

  before(async function () {
    this.timeout(0);
    cluster = await sharedCluster();
    await namespaceInAudit(cluster, SHOP, PLAN, "restricted");
    await namespaceInAudit(
      cluster,
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
      audited(NAMESPACES, noTokenAutomount, [exemption]),
      audited(NAMESPACES, noNodePorts),
      audited(NAMESPACES, noServiceAccountTokenSecrets),
      audited(NAMESPACES, noClusterAdminBindings),
      audited(NAMESPACES, noDefaultNamespace),
      audited(NAMESPACES, requirePodSecurityLabels),
    ]);
    report = await reportOf();
    if (process.env.SHOW)
      console.log(
        (await impact()).stdout,
        (await impact("--format", "markdown")).stdout,
        JSON.stringify(report, null, 1),
      );
  });
  after(async () => {
    await remove?.();
    if (cluster === undefined) return;
    await cluster.api.send("DELETE", `${RBAC}/clusterrolebindings/${BINDING}`);
    for (const name of NAMESPACES) await cluster.api.send("DELETE", core(name));
  });

  it("names by each policy the pods that would not start again, whoever makes them", () => {
    const unsafe = ["CronJob nightly", "DaemonSet agent", "Deployment web", "Pod debug", "StatefulSet db"];
    assert.deepEqual(objectsOf(of("pods-refused", noTokenAutomount.id)), unsafe);
    const check = of("pods-refused", "Pod Security restricted: runAsNonRoot != true");
    assert.deepEqual(objectsOf(check), [...unsafe, "Deployment legacy"].sort());
    assert.deepEqual(objectsOf(of("pods-refused", "Pod Security restricted: host namespaces")), ["Pod debug"]);
    assert.ok(!JSON.stringify(of("pods-refused")).includes("safe"));
    assert.match(of("pods-refused", noTokenAutomount.id)[0]?.fix ?? "", /^set automountServiceAccountToken to false/);
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

  it("names objects that stay, but could not be made again", async () => {
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

  it("tells of requests above the limit that enforcing adds, which the API server refuses", async () => {
    const container = { name: "app", image, resources: { requests: { cpu: "1" } } };
    await make(`${apps(PLATFORM)}/deployments`, workload("greedy", { containers: [container] }, { replicas: 0 }));
    const { breakages, couldNotAsk } = await reportOf();
    const found = breakages
      .filter(({ objects }) => objects.join() === "Deployment greedy")
      .map(({ message }) => message);
    assert.ok(
      found.includes("has a container that asks for more cpu than the limit of 500m that it gets."),
      found.join("\n"),
    );
    assert.deepEqual(couldNotAsk, []);
    await make(`${core(PLATFORM)}/limitranges`, {
      metadata: { name: "defaults" },
      spec: { limits: [{ type: "Container", default: PLAN.containerDefaults?.limits }] },
    });
    const pod = { metadata: { name: "greedy" }, spec: { containers: [container] } };
    const { status, text } = await cluster.api.send("POST", `${core(PLATFORM)}/pods?dryRun=All`, pod);
    assert.equal(status, 422);
    assert.match(text, /must be less than or equal to cpu limit/);
  });

  it("lists Secrets without their values", async () => {
    const password = Buffer.from("correct horse").toString("base64");
    await make(`${core(SHOP)}/secrets`, { metadata: { name: "login" }, type: "Opaque", data: { password } });
    const server = await ApiServer.open({ kubeconfig: cluster.kubeconfig });
    try {
      const kind = (await servedKinds(server)).find(({ resource }) => resource === "secrets");
      const secrets = kind === undefined ? [] : await secretsWithoutValues(server, kind);
      assert.ok(secrets.some(({ metadata }) => metadata.name === "login"));
      assert.ok(!JSON.stringify(secrets).includes(password));
    } finally {
      server.close();
    }
  });

  it("tells where the API server has cut its warnings", async () => {
    const containers = Array.from({ length: 24 }, (_, index) => ({
      name: `container-with-a-rather-long-name-${index}`,
      image,
    }));
    await make(`${apps(SHOP)}/deployments`, workload("many", { containers }, { replicas: 0 }));
    const { notInspected } = await reportOf();
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
    assert.match(stdout, /\nNot ready to enforce: \d+ objects would be hit\. Not everything could be judged\.\n$/);
    const markdown = await impact("--format", "markdown");
    assert.match(markdown.stdout, /^## Not ready to enforce&#58; \d+ objects/);
    assert.match(markdown.stdout, /\| <code>impact-shop<\/code> \| <code>no-node-ports<\/code> \|/);
  });
});
