import assert from "node:assert/strict";
import {
  type EnforcementMode,
  HardenedNamespace,
  type HardenedNamespaceArgs,
  type NamespaceTier,
  PodSecurity,
} from "../../../components/index.js";
import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const only = (resources: readonly RecordedResource[], type: string) => {
  const found = resources.filter((resource) => resource.type === type);
  assert.equal(found.length, 1, `one ${type}`);
  return found[0]?.inputs;
};

describe("HardenedNamespace", () => {
  it("NSA-POD-09: labels the namespace with a pinned Pod Security version", async () => {
    const { metadata } = only(
      await recordResources(() => new HardenedNamespace("shop")),
      "kubernetes:core/v1:Namespace",
    );
    const version = `v${KUBERNETES_VERSIONS.newest}`;
    assert.equal(metadata.name, "shop");
    for (const mode of ["enforce", "audit", "warn"]) {
      assert.equal(metadata.labels[`pod-security.kubernetes.io/${mode}`], "restricted");
      assert.equal(metadata.labels[`pod-security.kubernetes.io/${mode}-version`], version);
    }
  });

  it("warns and audits at restricted even where less is enforced", async () => {
    const resources = await recordResources(
      () => new HardenedNamespace("agents", { podSecurity: PodSecurity.Privileged }),
    );
    const { labels } = only(resources, "kubernetes:core/v1:Namespace").metadata;
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "privileged");
    assert.equal(labels["pod-security.kubernetes.io/warn"], "restricted");
  });

  it("keeps Pod Security labels out of the reach of the caller's own labels", async () => {
    const labels = { team: "a", "pod-security.kubernetes.io/enforce": "privileged" };
    const resources = await recordResources(() => new HardenedNamespace("shop", { labels }));
    const { metadata } = only(resources, "kubernetes:core/v1:Namespace");
    assert.equal(metadata.labels["pod-security.kubernetes.io/enforce"], "restricted");
    assert.equal(metadata.labels.team, "a");
  });

  it("NSA-NET-05: denies traffic in both directions for every pod", async () => {
    const resources = await recordResources(() => new HardenedNamespace("shop"));
    const deny = resources.find(({ name }) => name === "shop-default-deny")?.inputs.spec;
    assert.deepEqual(deny, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("NSA-NET-06: allows name resolution on port 53 to the cluster's DNS alone", async () => {
    const resources = await recordResources(() => new HardenedNamespace("shop"));
    const [rule, ...others] = resources.find(({ name }) => name === "shop-allow-dns")?.inputs.spec.egress ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual(
      rule.ports.map(({ port }: { port: number }) => port),
      [53, 53],
    );
    assert.equal(rule.to.length, 1);
    assert.equal(rule.to[0].podSelector.matchLabels["k8s-app"], "kube-dns");
  });

  it("NSA-NET-11: sets a quota", async () => {
    const resources = await recordResources(() => new HardenedNamespace("shop", { quota: { pods: 7 } }));
    const { hard } = only(resources, "kubernetes:core/v1:ResourceQuota").spec;
    assert.equal(hard.pods, "7");
    assert.equal(hard["requests.memory"], "8Gi");
  });

  it("NSA-NET-10: gives requests and limits to containers that have none", async () => {
    const resources = await recordResources(() => new HardenedNamespace("shop"));
    const [limit] = only(resources, "kubernetes:core/v1:LimitRange").spec.limits;
    for (const kind of ["default", "defaultRequest"])
      assert.deepEqual(Object.keys(limit[kind]).sort(), ["cpu", "memory"]);
  });

  it("NSA-POD-21: takes the token from the default service account", async () => {
    const resources = await recordResources(() => new HardenedNamespace("shop"));
    const patch = only(resources, "kubernetes:core/v1:ServiceAccountPatch");
    assert.equal(patch.metadata.name, "default");
    assert.equal(patch.automountServiceAccountToken, false);
  });

  it("keeps the names of its children", async () => {
    const resources = await recordResources(() => new HardenedNamespace("shop"));
    assert.deepEqual(resources.map(({ name }) => name).sort(), [
      "shop-allow-dns",
      "shop-container-defaults",
      "shop-default-deny",
      "shop-default-service-account",
      "shop-namespace",
      "shop-quota",
    ]);
  });

  for (const [args, message] of [
    [
      { namespaceName: "default" },
      "namespaceName: must not be one that every cluster has, unless `adopt` is true, got",
    ],
    [{ namespaceName: "kube-system" }, "namespaceName: must not be one that every cluster has, unless `adopt` is"],
    [{ namespaceName: "kube-mine" }, 'namespaceName: must not begin with "kube-", got "kube-mine"'],
    [{ namespaceName: "Shop" }, 'namespaceName: must be at most 63 lower-case letters, digits and "-", got "Shop"'],
    [{ podSecurity: "strict" as PodSecurity }, "podSecurity: must be one of privileged, baseline, restricted, got"],
    [{ tier: "gold" as NamespaceTier }, 'tier: must be one of tenant, platform, system, got "gold"'],
    [{ mode: "off" as EnforcementMode }, 'mode: must be one of audit, enforce, got "off"'],
    [{ quota: { cpu: "four" } }, 'quota.cpu: must be a Kubernetes quantity such as "500m", "4" or "8Gi", got "four"'],
    [{ quota: { memory: "8GB" } }, 'quota.memory: must be a Kubernetes quantity such as "500m", "4" or "8Gi", got'],
    [{ quota: { pods: -1 } }, "quota.pods: must be a whole number, 0 or more, got -1"],
    [{ labels: { "a b": "c" } }, 'labels: must have keys such as "team" or "example.com/team", got "a b"'],
    [{ labels: { team: "a b" } }, 'labels["team"]: must be at most 63 letters, digits, "-", "_" and "." as a label'],
    [{ costCenter: "4 2" }, 'costCenter: must be at most 63 letters, digits, "-", "_" and "." as a label'],
    [{ contact: " " }, "contact: must be an address, a channel or a link, such as"],
    [{ imageRegistries: [] }, "imageRegistries: must name at least one registry, got none"],
    [{ imageRegistries: ["a b"] }, "imageRegistries[0]: must be a registry, or a repository below one, such as"],
  ] as const satisfies readonly (readonly [HardenedNamespaceArgs, string])[])
    it(`NSA-NET-03: refuses ${JSON.stringify(args)}`, () => {
      assert.throws(
        () => new HardenedNamespace("x", args),
        (error: Error) => error.message.startsWith(message),
      );
    });

  it("refuses a version that is not pinned", async () => {
    await assert.rejects(
      recordResources(() => new HardenedNamespace("x", { podSecurityVersion: "latest" })),
      /podSecurityVersion: must be a pinned version such as "v1\.\d+", got "latest"/,
    );
  });
});
