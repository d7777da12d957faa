import assert from "node:assert/strict";
import { sharedCluster } from "../../support/cluster.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { describeWithTools } from "../../support/tiers.js";

const SLICES = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
/** What an API server with an endpoint reconciler writes about itself. */
const SLICE = {
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name: "kubernetes", labels: { "kubernetes.io/service-name": "kubernetes" } },
  addressType: "IPv4",
  endpoints: [{ addresses: ["203.0.113.10"] }, { addresses: ["203.0.113.11"] }],
  ports: [{ name: "https", port: 6443, protocol: "TCP" }],
};

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
    assert.match(run.output, /default\/kubernetes must have an address and a port, got none/);
  });
});
