import assert from "node:assert/strict";
import { join } from "node:path";
import { type NamespacePlan, WHEN_ENFORCED } from "../../../controls/audit-phase.js";
import { SYSTEM_NAMESPACES } from "../../../controls/system-namespaces.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { sharedCluster } from "../../support/cluster.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const PROGRAM = `
const { EnforcementMode, HardenedNamespace, NamespaceTier } = require(${JSON.stringify(REPOSITORY)});
const adopt = (namespaceName, more = {}) => new HardenedNamespace(namespaceName, { adopt: true, ...more });
({
  made: () => {
    for (const tier of Object.values(NamespaceTier)) new HardenedNamespace(\`made-\${tier}\`, { tier, quota: { pods: 2 } });
  },
  audited: () => adopt("audited", { mode: EnforcementMode.Audit }),
  adopted: () => {
    for (const name of ["default", "kube-public", "kube-node-lease", "billing"])
      adopt(name, { contact: "billing@example.com", costCenter: "42" });
    adopt("kube-system", { tier: NamespaceTier.System });
  },
  conflict: () => adopt("labelled"),
  missing: () => adopt("nowhere"),
})[process.env.STEP]();
`;
const PACK = ["--policy-pack", join(REPOSITORY, "policy-pack")];

const namespacePath = (name: string) => `/api/v1/namespaces/${name}`;

/** Pods by what they ask for. */
const RESTRICTED = {
  securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: "main",
      image: "registry.example/web:1",
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  ],
};
const ROOT = { containers: [{ name: "main", image: "registry.example/web:1" }] };
const PRIVILEGED = { containers: [{ ...ROOT.containers[0], securityContext: { privileged: true } }] };

interface LivePod {
  readonly spec: { readonly volumes?: object[]; readonly containers: readonly { readonly resources: object }[] };
}

describeWithTools("HardenedNamespace on the real API server", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let project: EngineProject;

  const up = (STEP: string, ...more: string[]) => project.succeed(["up", "--yes", "--skip-preview", ...more], { STEP });
  const destroy = () => project.succeed(["destroy", "--yes", "--skip-preview"]);
  const pod = async (namespace: string, spec: object, dryRun = "?dryRun=All") => {
    const body = { apiVersion: "v1", kind: "Pod", metadata: { generateName: "try-" }, spec };
    return cluster.api.send("POST", `${namespacePath(namespace)}/pods${dryRun}`, body);
  };
  const make = (name: string, labels: Record<string, string>) =>
    cluster.api.json("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels, annotations: { "example.com/note": "theirs" } },
    });
  /** Everything of a namespace that a person can have set. */
  const stateOf = async (namespace: string) => {
    const names = async (path: string) =>
      ((await cluster.api.json("GET", path)) as { items: { metadata: { name: string } }[] | null }).items?.map(
        ({ metadata }) => metadata.name,
      ) ?? [];
    const clean = async (path: string) => {
      const live = (await cluster.api.json("GET", path)) as { metadata: Record<string, unknown> };
      const { managedFields: _, resourceVersion: __, ...metadata } = live.metadata;
      return { ...live, metadata };
    };
    return {
      namespace: await clean(namespacePath(namespace)),
      account: await clean(`${namespacePath(namespace)}/serviceaccounts/default`),
      policies: await names(`/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`),
      quotas: await names(`${namespacePath(namespace)}/resourcequotas`),
      limits: await names(`${namespacePath(namespace)}/limitranges`),
    };
  };

  before(async () => {
    cluster = await sharedCluster();
    project = await EngineProject.create({ "index.js": PROGRAM }, cluster.kubeconfig);
  });
  after(async () => {
    for (const name of ["audited", "billing", "labelled"]) await cluster.api.send("DELETE", namespacePath(name));
    project?.close();
  });

  describe("one that it makes", () => {
    before(() => up("made"));
    after(destroy);

    it("NSA-POD-09, CIS-K8S-5.2.1: refuses pods by its tier", async () => {
      const verdicts: Record<string, number[]> = {};
      for (const tier of ["tenant", "platform", "system"])
        verdicts[tier] = await Promise.all(
          [RESTRICTED, ROOT, PRIVILEGED].map(async (spec) => (await pod(`made-${tier}`, spec)).status),
        );
      assert.deepEqual(verdicts, {
        tenant: [201, 403, 403],
        platform: [201, 201, 403],
        system: [201, 201, 201],
      });
    });

    it("NSA-NET-10, NSA-POD-21: gives a container limits that has none, and its pod no token", async () => {
      for (const [tier, kinds] of Object.entries({ tenant: ["limits", "requests"], system: ["requests"] })) {
        const { spec } = JSON.parse((await pod(`made-${tier}`, RESTRICTED)).text) as LivePod;
        assert.deepEqual(Object.keys(spec.containers[0]?.resources ?? {}).sort(), kinds);
        assert.deepEqual(spec.volumes ?? [], []);
      }
    });

    it("NSA-NET-11: refuses the pod above its quota", async () => {
      const answers = [];
      for (let count = 0; count < 3; count++) answers.push(await pod("made-tenant", RESTRICTED, ""));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [201, 201, 403],
      );
      assert.match(answers[2]?.text ?? "", /exceeded quota/);
    });

    it("does not change when nothing did", async () => {
      assert.match((await project.succeed(["preview", "--expect-no-changes"], { STEP: "made" })).output, /unchanged/);
    });
  });

  it("warns only in audit mode", async () => {
    await make("audited", { "pod-security.kubernetes.io/enforce": "privileged" });
    await accountOf("audited");
    await up("audited");
    const { status, headers } = await pod("audited", PRIVILEGED);
    assert.equal(status, 201);
    assert.match(String(headers.warning), /would violate PodSecurity ..?restricted/);
    const { policies, quotas, limits, account, namespace } = await stateOf("audited");
    assert.deepEqual([policies, quotas, limits], [[], [], []]);
    const { annotations = {} } = namespace.metadata as { annotations?: Record<string, string> };
    assert.deepEqual((JSON.parse(annotations[WHEN_ENFORCED] ?? "") as NamespacePlan).quota, {
      "requests.cpu": "4",
      "requests.memory": "8Gi",
      "limits.memory": "8Gi",
      pods: "50",
      "services.nodeports": "0",
    });
    assert.equal("automountServiceAccountToken" in account, false);
    await destroy();
  });

  it("NSA-NET-05, NSA-POD-21: adopts namespaces that are there, the system's too, and leaves them as they were", async () => {
    await make("billing", { team: "billing", "pod-security.kubernetes.io/enforce": "restricted" });
    const adopted = ["billing", "default", ...SYSTEM_NAMESPACES];
    await Promise.all(adopted.map((name) => accountOf(name)));
    const states = () => Promise.all(adopted.map(stateOf));
    const before = await states();
    const { output } = await up("adopted", ...PACK);
    assert.doesNotMatch(output, /\[(?:mandatory|advisory)\]/);
    for (const name of adopted) {
      const { namespace, policies, account } = await stateOf(name);
      const labels = namespace.metadata.labels as Record<string, string>;
      const system = name === "kube-system";
      assert.equal(labels["pod-security.kubernetes.io/enforce"], system ? "privileged" : "restricted");
      assert.deepEqual(policies, system ? [] : ["rampart-allow-dns", "rampart-default-deny"]);
      assert.equal((account as { automountServiceAccountToken?: boolean }).automountServiceAccountToken, false);
      assert.equal((await pod(name, PRIVILEGED)).status, system ? 201 : 403, name);
    }
    await project.succeed(["preview", "--expect-no-changes"], { STEP: "adopted" });
    await destroy();
    assert.deepEqual(await states(), before);
  });

  /** Made by the controller manager a moment after its namespace. */
  async function accountOf(namespace: string): Promise<void> {
    const path = `${namespacePath(namespace)}/serviceaccounts/default`;
    await eventually(path, async () => (await cluster.api.send("GET", path)).status === 200);
  }

  it("is refused in preview where a label says something else, by its name and who set it", async () => {
    await make("labelled", { "pod-security.kubernetes.io/enforce": "baseline" });
    const { code, output } = await project.run(["preview"], { STEP: "conflict" });
    assert.notEqual(code, 0);
    assert.match(output, /conflict with "[^"]*".*:\s+\.metadata\.labels\.pod-security\.kubernetes\.io\/enforce/s);
  });

  it("is refused in preview where there is no such namespace to adopt", async () => {
    const { code, output } = await project.run(["preview"], { STEP: "missing" });
    assert.notEqual(code, 0);
    assert.match(output, /nowhere/);
    assert.match(output, /not found|does not exist/);
  });
});
