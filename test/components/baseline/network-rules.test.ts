import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import fc from "fast-check";
import { apiServerRule } from "../../../components/baseline/network/api-server.js";
import {
  allowApiServer,
  allowDns,
  allowDnsAt,
  allowEgressTo,
  allowFrom,
  allowFromNamespace,
  allowIngressController,
  allowTo,
  HardenedNamespace,
  IngressController,
  NameEngine,
  NetworkDirection,
  NetworkRules,
  type NetworkRulesArgs,
  SystemNetworkRules,
} from "../../../components/index.js";
import { METADATA_ADDRESSES } from "../../../controls/metadata-addresses.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";
import { describeWithOracle } from "../../support/tiers.js";
import { allowedTraffic, type Flow, type Party } from "./network-traffic.js";

const API_SERVER = { ip: "172.20.0.10" };
/** NodeLocal DNSCache. */
const NODE_RESOLVER = { ip: "169.254.20.10" };
/** What the cluster states of its API server. */
const SLICE = {
  "kubernetes:discovery.k8s.io/v1:EndpointSlice": {
    endpoints: [{ addresses: [API_SERVER.ip] }],
    ports: [{ name: "https", port: 6443, protocol: "TCP" }],
  },
};

const policiesOf = (recorded: readonly RecordedResource[]): readonly object[] =>
  recorded.filter(({ type }) => type.endsWith(":NetworkPolicy")).map(({ inputs }) => inputs as object);

/** A three-tier application in `namespace`, reached from the ingress controller; the database is outside. */
const application = (namespace: string) => (): void => {
  new HardenedNamespace(namespace);
  new HardenedNamespace("traefik", { dnsAddress: NODE_RESOLVER.ip });
  const rules = (name: string, args: Pick<NetworkRulesArgs, "rules">): NetworkRules =>
    new NetworkRules(name, { namespace, pods: { app: name }, ...args });
  rules("web", {
    rules: [allowIngressController(IngressController.Traefik, 8080), allowTo({ labels: { app: "api" } }, 9090)],
  });
  rules("api", {
    rules: [
      allowFrom({ labels: { app: "web" } }, 9090),
      allowEgressTo({ cidr: "10.20.0.0/16", except: ["10.20.9.0/24"] }, 5432),
      allowApiServer(),
    ],
  });
  new NetworkRules("controller", {
    namespace: "traefik",
    pods: { "app.kubernetes.io/name": "traefik" },
    rules: [allowTo({ namespace, labels: { app: "web" } }, 8080), allowEgressTo({ cidr: "0.0.0.0/0" }, 80, 443)],
  });
};

/** Everybody whom the table asks about. */
const parties = (namespace: string) => {
  const pod = (place: string, app: string, ip: string): Party => ({ ip, namespace: place, labels: { app } });
  return {
    web: pod(namespace, "web", "10.1.0.1"),
    api: pod(namespace, "api", "10.1.0.2"),
    batch: pod(namespace, "batch", "10.1.0.3"),
    controller: { ip: "10.1.0.4", namespace: "traefik", labels: { "app.kubernetes.io/name": "traefik" } },
    stranger: pod("elsewhere", "web", "10.1.0.5"),
    neighbour: pod("traefik", "web", "10.1.0.8"),
    resolver: NODE_RESOLVER,
    dns: { ip: "10.1.0.6", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
    node: { ip: "10.1.0.7", namespace: "kube-system", labels: { "k8s-app": "kube-proxy" } },
    apiServer: API_SERVER,
    database: { ip: "10.20.1.5" },
    backups: { ip: "10.20.9.5" },
    internet: { ip: "203.0.113.9" },
  } as const satisfies Readonly<Record<string, Party>>;
};
type Name = keyof ReturnType<typeof parties>;

/** Who may talk to whom: `from`, `to`, port, protocol. What is not here is refused. */
const ALLOWED: readonly (readonly [Name, Name, number, ("TCP" | "UDP")?])[] = [
  ["controller", "web", 8080],
  ["controller", "internet", 443],
  ["controller", "internet", 80],
  ["web", "api", 9090],
  ["api", "database", 5432],
  ["api", "apiServer", 6443],
  ...(["controller", "neighbour"] as const).flatMap((from) => [
    [from, "resolver", 53, "UDP"] as const,
    [from, "resolver", 53, "TCP"] as const,
  ]),
  ...(["web", "api", "batch", "controller", "neighbour"] as const).flatMap((from) => [
    [from, "dns", 53, "UDP"] as const,
    [from, "dns", 53, "TCP"] as const,
  ]),
];

const PORTS = [53, 80, 443, 5432, 6443, 8080, 9090];

/** Every flow that begins or ends at a guarded pod, and whether it is in the table. */
function table(namespace: string): { readonly flow: Flow; readonly expected: boolean; readonly text: string }[] {
  const everybody = parties(namespace);
  const names = Object.keys(everybody) as Name[];
  const guarded = new Set<Name>(["web", "api", "batch", "controller", "neighbour"]);
  return names.flatMap((from) =>
    names.flatMap((to) =>
      (["TCP", "UDP"] as const).flatMap((protocol) =>
        PORTS.filter(() => from !== to && (guarded.has(from) || guarded.has(to))).map((port) => ({
          flow: { from: everybody[from], to: everybody[to], port, protocol },
          text: `${from} to ${to}, ${protocol} ${port}`,
          expected: ALLOWED.some(
            ([a, b, number, wanted = "TCP"]) => a === from && b === to && number === port && wanted === protocol,
          ),
        })),
      ),
    ),
  );
}

/** A block has the addresses of pods as well: the controller reaches those whose own namespace is open. */
const isInBlock = (text: string): boolean =>
  /^controller to (apiServer|database|backups|stranger|dns|node), TCP (80|443)$/.test(text);

async function disagreements(namespace: string): Promise<string[]> {
  const policies = policiesOf(await recordResources(application(namespace), SLICE));
  const rows = table(namespace);
  const allowed = await allowedTraffic(
    policies,
    rows.map(({ flow }) => flow),
  );
  return rows
    .filter(({ expected, text }, index) => allowed[index] !== (expected || isInBlock(text)))
    .map(({ text, expected }) => `${text} must ${expected ? "" : "not "}be allowed`);
}

describeWithOracle("network-policy", "NetworkRules and HardenedNamespace, by an independent engine", function () {
  this.timeout(120_000);

  it("NSA-NET-05, NSA-NET-06, CIS-K8S-5.3.2: let those of a three-tier application talk to each other, and nobody else", async () => {
    assert.deepEqual(await disagreements("shop"), []);
  });

  it("NSA-NET-05, NSA-NET-06: do the same in a namespace of any name", async () => {
    const seed = randomInt(2 ** 31);
    console.log(`      seed ${seed}`);
    const name = fc
      .stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/)
      .filter((text) => !/^(?:kube-|traefik$|elsewhere$|default$)/.test(text));
    await fc.assert(
      fc.asyncProperty(name, async (namespace) => assert.deepEqual(await disagreements(namespace), [])),
      { seed, numRuns: 25 },
    );
  });

  it("NSA-NET-08: keep name resolution going in a kube-system that is closed otherwise", async () => {
    const { dns, node, web, apiServer, internet } = parties("shop");
    const policies = policiesOf(
      await recordResources(() => new SystemNetworkRules("system", { resolvers: ["10.0.0.2/32"] }), SLICE),
    );
    const resolver = { ip: "10.0.0.2" };
    const flows: readonly (readonly [Party, Party, number, "TCP" | "UDP", boolean])[] = [
      [web, dns, 53, "UDP", true],
      [web, dns, 53, "TCP", true],
      [node, dns, 53, "UDP", false],
      [dns, resolver, 53, "UDP", true],
      [dns, apiServer, 6443, "TCP", true],
      [web, dns, 9153, "TCP", false],
      [dns, internet, 53, "UDP", false],
      [dns, internet, 443, "TCP", false],
      [node, internet, 443, "TCP", false],
      [web, node, 10_249, "TCP", false],
    ];
    const asked = flows.map(([from, to, port, protocol]) => ({ from, to, port, protocol }));
    assert.deepEqual(
      await allowedTraffic(policies, asked),
      flows.map(([, , , , allowed]) => allowed),
    );
  });

  it("NSA-CLD-01: let nobody reach a metadata address, over IPv4 and IPv6, however wide the block is", async () => {
    const blocks = ["0.0.0.0/0", "::/0", "169.0.0.0/8", "fd00::/8", "100.64.0.0/10", "168.63.0.0/16", "128.0.0.0/1"];
    for (const cidr of blocks) {
      const rules = [allowEgressTo({ cidr }, 80)];
      const policies = policiesOf(await recordResources(() => new NetworkRules("web", { namespace: "shop", rules })));
      const from = parties("shop").web;
      const asked = METADATA_ADDRESSES.map((ip) => ({ from, to: { ip }, port: 80 }));
      const allowed = await allowedTraffic(policies, asked);
      assert.deepEqual(
        allowed,
        asked.map(() => false),
        cidr,
      );
    }
  });
});

describe("NetworkRules", () => {
  const made = (args: Partial<NetworkRulesArgs>): Promise<RecordedResource[]> =>
    recordResources(() => new NetworkRules("web", { namespace: "shop", rules: [allowDns()], ...args }));

  it("opens stated ports of stated peers alone: no list is empty", async () => {
    const [{ inputs } = { inputs: undefined }] = await made({
      rules: [allowDns(), allowFrom({}, 8080), allowTo({ namespace: "pay" }, 443)],
    });
    for (const rule of [...inputs.spec.ingress, ...inputs.spec.egress]) {
      assert.ok(rule.ports.length > 0);
      assert.ok((rule.from ?? rule.to).length > 0);
    }
  });

  it("says nothing of a direction without a rule, which stays as the namespace has it", async () => {
    const [{ inputs } = { inputs: undefined }] = await made({ rules: [allowFrom({}, 8080)] });
    assert.deepEqual(inputs.spec.policyTypes, ["Ingress"]);
    assert.ok(!("egress" in inputs.spec));
  });

  it("refuses an API server without an address or a port, which would open everything", () => {
    const message = /default\/kubernetes must have an? (?:address|port), got none/;
    assert.throws(() => apiServerRule([], [{ port: 6443 }]), message);
    assert.throws(() => apiServerRule([{ addresses: ["10.0.0.1"] }], null), message);
    assert.deepEqual(apiServerRule([{ addresses: ["fd00::1"] }], [{ port: 6443 }]), {
      to: [{ ipBlock: { cidr: "fd00::1/128" } }],
      ports: [{ port: 6443, protocol: "TCP" }],
    });
  });

  const out = NetworkDirection.Egress;
  const MISTAKES: readonly (readonly [string, NetworkRulesArgs["rules"], RegExp])[] = [
    ["no rule", [], /rules: must have at least one, got none/],
    [
      "no peer",
      [{ direction: out, ports: [{ port: 80 }] }],
      /rules\[0\]: must name pods, addresses or names, got none/,
    ],
    ["no port", [allowTo({})], /rules\[0\]\.ports: must have at least one, got none/],
    ["a port that is none", [allowTo({}, 0)], /port: must be a whole number from 1 to 65535, got 0/],
    [
      "a block that is none",
      [allowEgressTo({ cidr: "10.0.0.1" }, 80)],
      /cidr: must be a block such as .* got "10\.0\.0\.1"/,
    ],
    [
      "a metadata address",
      [allowEgressTo({ cidr: "169.254.169.254/32" }, 80)],
      /cidr: must not lie in 169\.254\.0\.0\/16/,
    ],
    [
      "an exception outside the block",
      [allowEgressTo({ cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] }, 80)],
      /except: must be blocks inside 10\.0\.0\.0\/8 and smaller than it, got "11\.0\.0\.0\/16"/,
    ],
    [
      "a port range that ends before it begins",
      [{ ...allowTo({}), ports: [{ port: 90, endPort: 80 }] }],
      /endPort: must not/,
    ],
    [
      "a protocol that is none",
      [{ ...allowTo({}), ports: [{ port: 90, protocol: "tcp" }] }],
      /protocol: must be one of TCP/,
    ],
    ["a label that is none", [allowTo({ labels: { app: "a b" } }, 80)], /labels\["app"\]: must be at most 63/],
    ["a namespace that is none", [allowFromNamespace("My_Shop", 80)], /namespace: must be at most 63 .* got "My_Shop"/],
    ["a resolver that is none", [allowDnsAt("dns.example.com")], /cidr: must be a block such as/],
    ["a name without an engine", [allowEgressTo({ names: ["api.example.com"] }, 443)], /must have `nameEngine` beside/],
    [
      "an API server with ports",
      [{ ...allowApiServer(), ports: [{ port: 443 }] }],
      /apiServer: must stand alone in its rule, without ports/,
    ],
  ];
  for (const [mistake, rules, message] of MISTAKES)
    it(`refuses ${mistake}`, () => assert.rejects(made({ rules }), message));

  it("refuses an ingress controller that it does not know, and names that are none", async () => {
    assert.throws(() => allowIngressController("nginx" as IngressController, 80), /must be one of contour, haproxy/);
    const named = (name: string) =>
      made({ rules: [allowEgressTo({ names: [name] }, 443)], nameEngine: NameEngine.Cilium });
    await assert.rejects(named("https://api.example.com"), /rules\[0\]\.names: must be names such as/);
    for (const name of ["metadata.google.internal", "*.google.internal", "metadata.goog"])
      await assert.rejects(named(name), /rules\[0\]\.names: must not cover the metadata service of a cloud, got/);
  });

  const ENGINES: Readonly<Record<NameEngine, { readonly kind: string; readonly rule: object }>> = {
    [NameEngine.Cilium]: {
      kind: "CiliumNetworkPolicy",
      rule: {
        toFQDNs: [{ matchName: "api.example.com" }, { matchPattern: "*.example.org" }],
        toPorts: [{ ports: [{ port: "443", protocol: "TCP" }] }],
      },
    },
    [NameEngine.EksAutoMode]: {
      kind: "ApplicationNetworkPolicy",
      rule: {
        to: [{ domainNames: ["api.example.com", "*.example.org"] }],
        ports: [{ port: 443, protocol: "TCP" }],
      },
    },
    [NameEngine.GkeDataplaneV2]: {
      kind: "FQDNNetworkPolicy",
      rule: {
        matches: [{ name: "api.example.com" }, { pattern: "*.example.org" }],
        ports: [{ port: 443, protocol: "TCP" }],
      },
    },
  };
  for (const [nameEngine, { kind, rule }] of Object.entries(ENGINES))
    it(`NSA-NET-06: says names as ${nameEngine} reads them, beside the rules of addresses`, async () => {
      const names = allowEgressTo({ names: ["api.example.com", "*.example.org"] }, 443);
      const args = { nameEngine: nameEngine as NameEngine, pods: { app: "web" }, rules: [allowDns(), names] };
      const recorded = await made(args);
      assert.equal(recorded.length, 2);
      const [policy, named] = ["web-network-policy", "web-names"].map((name) =>
        recorded.find((resource) => resource.name === name),
      );
      assert.equal(policy?.inputs.spec.egress.length, 1);
      assert.deepEqual([named?.inputs.kind, named?.inputs.metadata.name], [kind, "web-names"]);
      assert.deepEqual(named?.inputs.spec.egress.at(-1), rule);
    });
});
