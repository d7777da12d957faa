import assert from "node:assert/strict";
import { sharedCluster } from "../../support/cluster.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";
import { SLICE, SLICES } from "./api-server-endpoints.js";
import { CLUSTER_POLICIES, serveClusterNetworkPolicy } from "./cluster-network-policy.js";

const PROGRAM = `
const { allowApiServer, allowDns, NetworkRules } = require(${JSON.stringify(REPOSITORY)});
exports.name = new NetworkRules("agents", { namespace: "default", rules: [allowDns(), allowApiServer()] }).networkPolicyName;
`;

interface LivePolicy {
  readonly spec: { readonly egress: readonly { readonly to: readonly { readonly ipBlock?: unknown }[] }[] };
}

describeWithTools("NetworkRules on the real API server", function () {
  this.timeout(240_000);
  let project: EngineProject;
  before(async () => {
    project = await EngineProject.create({ "index.js": PROGRAM }, (await sharedCluster()).kubeconfig);
  });
  after(async () => {
    await (await sharedCluster()).api.send("DELETE", `${SLICES}/kubernetes`);
    project?.close();
  });

  it("NSA-NET-06, NSA-NET-08: finds the API server's addresses by the cluster itself, and goes with the stack", async () => {
    const { api } = await sharedCluster();
    await api.json("POST", SLICES, SLICE);
    await project.succeed(["up", "--yes", "--skip-preview"]);
    const path = "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies/agents";
    const { spec } = (await api.json("GET", path)) as LivePolicy;
    assert.deepEqual(spec.egress[1], {
      to: [{ ipBlock: { cidr: "203.0.113.10/32" } }, { ipBlock: { cidr: "203.0.113.11/32" } }],
      ports: [{ protocol: "TCP", port: 6443 }],
    });
    assert.match((await project.succeed(["up", "--yes", "--skip-preview"])).output, /unchanged/);
    await project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.equal((await api.send("GET", path)).status, 404);
    assert.equal((await api.send("GET", `${SLICES}/kubernetes`)).status, 200);
  });

  it("refuses to open everything where the cluster states no address", async () => {
    const { api } = await sharedCluster();
    await api.send("DELETE", `${SLICES}/kubernetes`);
    await api.json("POST", SLICES, { ...SLICE, endpoints: [] });
    const run = await project.run(["up", "--yes", "--skip-preview"]);
    assert.notEqual(run.code, 0);
    assert.match(run.output, /default\/kubernetes must have an address, got none/);
  });
});

const CLUSTER_PROGRAM = `
const { ClusterNetworkRules, SystemNetworkRules } = require(${JSON.stringify(REPOSITORY)});
new ClusterNetworkRules("cluster", { metadataNamespaces: ["node-agents"], openNamespaces: ["legacy"] });
new SystemNetworkRules("system", { resolvers: ["10.0.0.2/32"] });
`;
const SYSTEM_POLICIES = "/apis/networking.k8s.io/v1/namespaces/kube-system/networkpolicies";

describeWithTools("ClusterNetworkRules and SystemNetworkRules on the real API server", function () {
  this.timeout(240_000);
  let removeDefinition: (() => Promise<void>) | undefined;
  let project: EngineProject;
  before(async () => {
    const { api, kubeconfig } = await sharedCluster();
    await api.json("POST", SLICES, SLICE);
    removeDefinition = await serveClusterNetworkPolicy(api);
    project = await EngineProject.create({ "index.js": CLUSTER_PROGRAM }, kubeconfig);
  });
  after(async () => {
    const { api } = await sharedCluster();
    await api.send("DELETE", `${SLICES}/kubernetes`);
    await removeDefinition?.();
    project?.close();
  });

  it("NSA-CLD-01, NSA-NET-05, NSA-NET-08: are taken by the project's own definition, stay, and go with the stack", async () => {
    const { api } = await sharedCluster();
    await project.succeed(["up", "--yes", "--skip-preview"]);
    const names = async (path: string) =>
      ((await api.json("GET", path)) as { items: { metadata: { name: string } }[] | null }).items?.map(
        ({ metadata }) => metadata.name,
      ) ?? [];
    assert.deepEqual(await names(CLUSTER_POLICIES), ["cluster-default", "cluster-metadata"]);
    assert.deepEqual(await names(SYSTEM_POLICIES), ["rampart-default-deny", "system-cluster-dns"]);
    await project.succeed(["preview", "--expect-no-changes"]);
    await project.succeed(["destroy", "--yes", "--skip-preview"]);
    assert.deepEqual(await names(CLUSTER_POLICIES), []);
    assert.deepEqual(await names(SYSTEM_POLICIES), []);
  });

  it("are refused by that definition where a network is none", async () => {
    const { api } = await sharedCluster();
    const spec = {
      tier: "Admin",
      priority: 1,
      subject: { namespaces: {} },
      egress: [{ action: "Deny", to: [{ networks: ["169.254.169.254"] }] }],
    };
    const body = { apiVersion: "policy.networking.k8s.io/v1alpha2", kind: "ClusterNetworkPolicy", spec };
    const { status, text } = await api.send("POST", `${CLUSTER_POLICIES}?dryRun=All`, {
      ...body,
      metadata: { name: "none" },
    });
    assert.equal(status, 422);
    assert.match(text, /Invalid CIDR format provided/);
  });
});
