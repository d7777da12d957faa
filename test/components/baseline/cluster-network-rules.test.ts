import assert from "node:assert/strict";
import {
  allowDns,
  allowEgressTo,
  ClusterNetworkRules,
  type ClusterNetworkRulesArgs,
  NameEngine,
  NetworkRules,
  SystemNetworkRules,
} from "../../../components/index.js";
import { CLOUD_RESOLVERS, METADATA_ADDRESSES, POD_IDENTITY_ADDRESSES } from "../../../controls/metadata-addresses.js";
import { recordResources } from "../../support/recorded-resources.js";
import { describeWithOracle } from "../../support/tiers.js";
import { allowedTraffic, type Flow, type Party } from "./network-traffic.js";

const SLICE = {
  "kubernetes:discovery.k8s.io/v1:EndpointSlice": {
    endpoints: [{ addresses: ["172.20.0.10"] }],
    ports: [{ port: 6443, protocol: "TCP" }],
  },
};
const pod = (namespace: string, app: string, ip: string): Party => ({ ip, namespace, labels: { app } });
const SHOP = pod("shop", "web", "10.1.0.1");
const PAY = pod("pay", "web", "10.1.0.2");
const AGENT = pod("node-agents", "agent", "10.1.0.3");
const DNS: Party = { ip: "10.1.0.4", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
const INTERNET: Party = { ip: "203.0.113.9" };

type Row = readonly [from: Party, to: Party, port: number, protocol: "TCP" | "UDP", allowed: boolean];

/** What a program's policies let through, of every kind at once, by Cilium's own engine. */
async function judged(program: () => unknown, rows: readonly Row[]): Promise<void> {
  const recorded = await recordResources(program, SLICE);
  const policies = recorded.map(({ inputs }) => inputs as object).filter((policy) => "spec" in policy);
  const flows: Flow[] = rows.map(([from, to, port, protocol]) => ({ from, to, port, protocol }));
  const allowed = await allowedTraffic(policies, flows, "cilium-policy");
  const wrong = rows.filter(([, , , , expected], index) => allowed[index] !== expected);
  assert.deepEqual(wrong, []);
}

const cluster = (args: ClusterNetworkRulesArgs = {}) => new ClusterNetworkRules("cluster", args);

describeWithOracle("cilium-policy", "ClusterNetworkRules and rules of names, by Cilium's policy engine", function () {
  this.timeout(120_000);

  it("NSA-CLD-01: keep every pod from the nodes' metadata, whatever its namespace allows, but not from its own identity", async () => {
    const isIdentity = (ip: string) => (POD_IDENTITY_ADDRESSES as readonly string[]).includes(ip);
    const open = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "open", namespace: "shop" },
      spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{}] },
    };
    const recorded = await recordResources(() =>
      cluster({ metadataNamespaces: ["node-agents"], openNamespaces: ["node-agents"] }),
    );
    const policies = [open, ...recorded.map(({ inputs }) => inputs as object)];
    const flows = METADATA_ADDRESSES.flatMap((ip) => [SHOP, AGENT].map((from) => ({ from, to: { ip }, port: 80 })));
    assert.deepEqual(
      await allowedTraffic(policies, flows, "cilium-policy"),
      flows.map(({ from, to }) => from === AGENT || isIdentity(to.ip)),
    );
  });

  it("NSA-NET-05: close pods that no NetworkPolicy selects, but for name resolution wherever that is", async () => {
    await judged(
      () => cluster({ dnsAddresses: ["169.254.20.10", "169.254.169.254"], openNamespaces: ["node-agents"] }),
      [
        [SHOP, PAY, 8080, "TCP", false],
        [PAY, SHOP, 8080, "TCP", false],
        [SHOP, INTERNET, 443, "TCP", false],
        [SHOP, DNS, 53, "UDP", true],
        [SHOP, DNS, 53, "TCP", true],
        [SHOP, { ip: "169.254.20.10" }, 53, "UDP", true],
        [SHOP, { ip: "169.254.169.254" }, 53, "UDP", true],
        [SHOP, { ip: "169.254.169.254" }, 80, "TCP", false],
        [AGENT, INTERNET, 443, "TCP", true],
        [AGENT, SHOP, 443, "TCP", false],
      ],
    );
  });

  it("NSA-NET-08: let the cluster's DNS ask the resolvers of clouds, and nobody else", async () => {
    const system = () => new SystemNetworkRules("system");
    await judged(system, [
      ...CLOUD_RESOLVERS.map((ip): Row => [DNS, { ip }, 53, "UDP", true]),
      ...CLOUD_RESOLVERS.map((ip): Row => [DNS, { ip }, 80, "TCP", false]),
      [DNS, { ip: "10.0.0.2" }, 53, "TCP", true],
      [DNS, INTERNET, 53, "UDP", false],
      [SHOP, DNS, 53, "UDP", true],
      [SHOP, DNS, 9153, "TCP", false],
    ]);
  });

  it("NSA-NET-06, NSA-CLD-01: open stated ports of stated names, and no metadata under any name", async () => {
    const ports = [{ port: 443 }, { port: 8000, endPort: 8010 }, { port: 80 }];
    const names = { ...allowEgressTo({ names: ["api.example.com", "*.example.org"] }), ports };
    const outside = (name: string, ip = INTERNET.ip): Party => ({ ip, name });
    await judged(
      () =>
        new NetworkRules("web", {
          namespace: "shop",
          pods: { app: "web" },
          rules: [allowDns(), names],
          nameEngine: NameEngine.Cilium,
        }),
      [
        [SHOP, outside("api.example.com"), 443, "TCP", true],
        [SHOP, outside("api.example.com"), 8005, "TCP", true],
        [SHOP, outside("api.example.com"), 8011, "TCP", false],
        [SHOP, outside("www.example.org"), 443, "TCP", true],
        [SHOP, outside("www.example.net"), 443, "TCP", false],
        [SHOP, outside("api.example.com", "169.254.169.254"), 80, "TCP", false],
        [SHOP, INTERNET, 443, "TCP", false],
      ],
    );
  });
});

describe("ClusterNetworkRules and SystemNetworkRules", () => {
  const MISTAKES: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["a priority that is none", () => cluster({ priority: 1001 }), /priority: must be a whole number from 0 to 1000/],
    ["a namespace that is none", () => cluster({ openNamespaces: ["*"] }), /openNamespaces: must be at most 63/],
    ["a resolver that is none", () => cluster({ dnsAddresses: ["dns"] }), /cidr: must be a block such as/],
    ["no add-on", () => new SystemNetworkRules("system", { addOns: [] }), /addOns: must name at least one/],
    ["no resolver", () => new SystemNetworkRules("system", { resolvers: [] }), /resolvers: must name at least one/],
  ];
  for (const [mistake, create, message] of MISTAKES)
    it(`refuse ${mistake}`, () => {
      assert.throws(create, message);
    });
});
