import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImpactReport } from "../../../cli/impact/report.js";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { sharedCluster } from "../../support/cluster.js";
import { REPOSITORY, rampart } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";
import { SLICE, SLICES } from "./api-server-endpoints.js";

const PROGRAM = `
const rampart = require(${JSON.stringify(REPOSITORY)});
const mode = process.env.STEP;
const why = { reason: "First phase.", owner: "platform-team", expires: "${dayAfter(today(), 20)}" };
module.exports = async () => {
  const cluster = await rampart.inspectCluster({ kubeconfig: process.env.TEST_KUBECONFIG });
  const { namespaceNames, leftOut } = new rampart.ClusterBaseline("baseline", {
    mode, cluster, auditPhase: why,
    namespaces: { shop: { contact: "shop-team@example.com" }, legacy: { adopt: true, quota: { pods: 3 } } },
    people: {
      shop: { persona: rampart.Persona.Developer, groups: ["shop-developers"], namespace: "shop" },
      emergency: { persona: rampart.Persona.BreakGlass, groups: ["cluster-emergency"], exemption: why },
    },
    admission: { settings: { imageRegistries: ["registry.example"] }, writeDefaults: true },
    systemNetwork: { resolvers: ["10.0.0.2/32"] },
    clusterNetwork: {},
  });
  return { namespaceNames, leftOut };
};
`;
const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];
const SNAPSHOT = join(REPOSITORY, "test/components/baseline/cluster-baseline-urns.txt");

const container = (more: object) => ({
  name: "main",
  image: "registry.example/app:1.0",
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "10m", memory: "16Mi" } },
  ...more,
});
const SECURE = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true };
const podSpec = (main: object) => ({
  serviceAccountName: "app",
  automountServiceAccountToken: false,
  securityContext: {
    ...{ runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 },
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [container(main)],
});
/** Passes everything. */
const GOOD = podSpec({ securityContext: SECURE });
/** Passes Pod Security, and breaks what it lacks. */
const LATEST = podSpec({ securityContext: SECURE, image: "registry.example/app:latest" });
const WRITABLE = podSpec({ securityContext: { ...SECURE, readOnlyRootFilesystem: false } });
const FOREIGN = podSpec({ securityContext: SECURE, image: "elsewhere.example/app:1.0" });

describeWithTools("ClusterBaseline on the real API server", function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let project: EngineProject;

  const up = (STEP: string, ...more: string[]) =>
    project.succeed(["up", "--yes", "--skip-preview", ...more], { STEP, TEST_KUBECONFIG: cluster.kubeconfig });
  const preview = (STEP: string, ...more: string[]) =>
    project.run(["preview", ...more], { STEP, TEST_KUBECONFIG: cluster.kubeconfig });
  const send = async (namespace: string, spec: object) => {
    const body = { apiVersion: "v1", kind: "Pod", metadata: { generateName: "try-" }, spec };
    const { status, text, headers } = await cluster.api.send(
      "POST",
      `/api/v1/namespaces/${namespace}/pods?dryRun=All`,
      body,
    );
    return { status, text, warnings: String(headers.warning ?? "") };
  };
  const makeAccount = async (namespace: string) => {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const body = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "app" } };
    await cluster.api.json("POST", path, body);
  };
  const impact = () => rampart(["impact", "--kubeconfig", cluster.kubeconfig, "--format", "json"]);

  before(async () => {
    cluster = await sharedCluster();
    await cluster.api.json("POST", SLICES, SLICE);
    const legacy = { apiVersion: "v1", kind: "Namespace", metadata: { name: "legacy", labels: { team: "legacy" } } };
    await cluster.api.json("POST", "/api/v1/namespaces", legacy);
    await eventually("the account", async () => {
      const path = "/api/v1/namespaces/legacy/serviceaccounts/default";
      return (await cluster.api.send("GET", path)).status === 200;
    });
    await makeAccount("legacy");
    project = await EngineProject.create({ "index.js": PROGRAM }, cluster.kubeconfig);
  });
  after(async () => {
    await cluster.api.send("DELETE", `${SLICES}/kubernetes`);
    await cluster.api.send("DELETE", "/api/v1/namespaces/legacy");
    project?.close();
  });

  it("NSA-POD-09: in the mode audit warns of everything, refuses nothing and passes the pack", async () => {
    const { output } = await up("audit", ...PACK);
    assert.doesNotMatch(output, /\[mandatory\]/);
    assert.match(output, /Left out: the rules of kube-system; in the mode audit nothing is cut off\./);
    await makeAccount("shop");
    for (const [spec, policy] of [
      [LATEST, "no-latest-images"],
      [WRITABLE, "require-read-only-root-filesystem"],
      [FOREIGN, "restrict-image-registries"],
    ] as const) {
      await eventually(policy, async () => (await send("legacy", spec)).warnings.includes(policy));
      assert.equal((await send("legacy", spec)).status, 201);
    }
    const policies = "/apis/networking.k8s.io/v1/namespaces/legacy/networkpolicies";
    assert.deepEqual(((await cluster.api.json("GET", policies)) as { items: object[] | null }).items ?? [], []);
    const again = await preview("audit", "--expect-no-changes");
    assert.equal(again.code, 0, again.output);
  });

  it("is asked in the mode audit what would break, and names just that", async () => {
    const path = "/apis/apps/v1/namespaces/legacy/deployments";
    const workload = (app: string, spec: object) => ({
      metadata: { name: app },
      spec: { replicas: 0, selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec } },
    });
    await cluster.api.json("POST", path, workload("good", GOOD));
    await cluster.api.json("POST", path, workload("latest", LATEST));
    try {
      const { code, stdout, stderr } = await impact();
      assert.equal(code, 1, stdout + stderr);
      const { breakages, notInspected, couldNotAsk } = JSON.parse(stdout) as ImpactReport;
      assert.deepEqual(couldNotAsk, []);
      assert.deepEqual(notInspected, []);
      assert.deepEqual(
        breakages
          .filter(({ kind, namespace = "" }) => kind === "pods-refused" && ["legacy", "shop"].includes(namespace))
          .map(({ namespace, policy, objects }) => [namespace, policy, ...objects]),
        [["legacy", "no-latest-images", "Deployment latest"]],
      );
      assert.ok(!stdout.includes("Namespace shop") && !stdout.includes("Namespace legacy"));
    } finally {
      for (const name of ["good", "latest"]) await cluster.api.send("DELETE", `${path}/${name}`);
    }
  });

  it("NSA-POD-06, NSA-POD-04, NSA-NET-05: goes over to enforce without replacing anything, and refuses what it warned of", async () => {
    const { output } = await up("enforce", ...PACK);
    assert.doesNotMatch(output, /\[mandatory\]/);
    assert.doesNotMatch(output, /replac/);
    assert.match(output, /Left out: the cluster's network rules; the server does not serve ClusterNetworkPolicy/);
    const { code, stderr } = await impact();
    assert.equal(code, 2, stderr);
    assert.match(stderr, /: nothing to ask\. \d\d of its policies refuse already\./);
    for (const namespace of ["legacy", "shop"]) {
      for (const [spec, policy] of [
        [LATEST, "no-latest-images"],
        [WRITABLE, "require-read-only-root-filesystem"],
        [FOREIGN, "restrict-image-registries"],
      ] as const) {
        await eventually(policy, async () => (await send(namespace, spec)).status !== 201);
        assert.match((await send(namespace, spec)).text, new RegExp(policy));
      }
      assert.equal((await send(namespace, GOOD)).status, 201);
    }
    const again = await preview("enforce", "--expect-no-changes");
    assert.equal(again.code, 0, again.output);
  });

  it("keeps the URNs of the last release: another one would replace what is there", async () => {
    const { resources = [] } = await project.deployment();
    const urns = resources.map(({ urn }) => String(urn).replace(/^urn:pulumi:dev::test::/, ""));
    const lines = urns.filter((urn) => !urn.startsWith("pulumi:")).sort();
    assert.deepEqual(lines, readFileSync(SNAPSHOT, "utf8").trimEnd().split("\n"));
  });

  it("leaves the cluster as it was", async () => {
    await project.succeed(["destroy", "--yes", "--skip-preview"], { STEP: "enforce" });
    const { metadata } = (await cluster.api.json("GET", "/api/v1/namespaces/legacy")) as {
      metadata: { labels: object };
    };
    assert.deepEqual(metadata.labels, { "kubernetes.io/metadata.name": "legacy", team: "legacy" });
    for (const path of ["validatingadmissionpolicies", "mutatingadmissionpolicies"]) {
      const all = await cluster.api.json("GET", `/apis/admissionregistration.k8s.io/v1/${path}`);
      assert.deepEqual((all as { items: object[] | null }).items ?? [], []);
    }
    await eventually("LATEST", async () => (await send("legacy", LATEST)).status === 201);
  });

  it("is refused in preview where a namespace is there already, or a quota would be exceeded", async () => {
    const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
    await cluster.api.json("POST", "/api/v1/namespaces", body);
    for (let count = 0; count < 4; count++)
      await cluster.api.json("POST", "/api/v1/namespaces/legacy/pods", {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { generateName: "busy-" },
        spec: GOOD,
      });
    const { code, output } = await preview("enforce");
    assert.notEqual(code, 0);
    assert.match(output, /namespaces\["shop"\]: must not be there yet, but is; set `adopt: true` to patch it/);
    assert.match(output, /namespaces\["legacy"\]: quota\.pods is 3, and 4 are there; raise the quota/);
    await cluster.api.send("DELETE", "/api/v1/namespaces/shop");
  });
});
