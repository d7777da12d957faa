import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  admissionConfiguration,
  admissionManifests,
  apiServerFlags,
  auditCost,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  controllerManagerFlags,
  controlPlaneFiles,
  type EncryptionKey,
  encryptionConfiguration,
  etcdFlags,
  hardenedApiServerFlags,
  hardenedEtcdFlags,
  KERNEL_DEFAULTS,
  KUBEADM_JOIN_PATH,
  k3sConfig,
  kernelDefaults,
  kubeletConfiguration,
  kubeProxyConfiguration,
  rke2Config,
  rotationPlan,
  schedulerFlags,
  talosPatch,
  webhookKubeconfig,
} from "../../../components/control-plane/index.js";

const key = (name: string): EncryptionKey => ({ name, secret: randomBytes(32).toString("base64") });
const AUDIT = { policy: "/etc/audit.yaml", log: { path: "/var/log/audit.log" } };
const kinds = ({ resources }: { resources: readonly { providers: readonly object[] }[] }): string[] =>
  (resources[0]?.providers ?? []).map((provider) => Object.keys(provider)[0] ?? "");

describe("files for a version of Kubernetes", () => {
  const settings = { controlPlaneEndpoint: "k8s.example.com:6443", encryption: { keys: [key("one")] as const } };
  const written = (kubernetesVersion: string): string =>
    Object.entries(controlPlaneFiles({ ...settings, kubernetesVersion }))
      .flatMap(([, files]) => Object.entries(files))
      .flat()
      .join("\n");

  const known: readonly (readonly [string, RegExp, readonly string[]])[] = [
    [
      "the first stable AuthenticationConfiguration",
      /apiserver\.config\.k8s\.io\/v1\nkind: AuthenticationConfiguration/,
      ["1.34", "1.35", "1.36", "1.37"],
    ],
    ["its beta", /apiserver\.config\.k8s\.io\/v1beta1/, ["1.33"]],
    ["the kubelet's verification of images", /imagePullCredentialsVerificationPolicy/, ["1.35", "1.36", "1.37"]],
    ["admission by manifests", /staticManifestsDir|\.static\.k8s\.io/, ["1.37"]],
  ];
  for (const [what, text, versions] of known)
    for (const version of ["1.33", "1.34", "1.35", "1.36", "1.37"]) {
      const knows = versions.includes(version);
      it(`${knows ? "have" : "do not have"} ${what} in ${version}`, () => {
        assert.equal(text.test(written(`v${version}.1`)), knows);
      });
    }

  it("keep texts that a reader of YAML 1.1 would take for something else", () => {
    const issuer = {
      url: "https://a",
      audiences: ["k8s"],
      requiredClaims: { employed: "yes", level: "0600" },
    } as const;
    const { files } = controlPlaneFiles({
      ...settings,
      kubernetesVersion: "v1.37.2",
      authentication: { issuers: [issuer] },
    });
    assert.match(files["/etc/kubernetes/rampart/authentication.yaml"] ?? "", /: "yes"[\s\S]*: "0600"/);
  });

  it("NSA-POD-09: pin Pod Security to that version", () => {
    assert.match(written("v1.35.2"), /enforce-version: v1\.35/);
  });
});

describe("encryption with a key management service", () => {
  const hsm = { name: "hsm", endpoint: "unix:///run/kms/plugin.sock" };

  it("NSA-SEC-04, CIS-K8S-1.2.28: is KMS v2, before the keys that still decrypt, and never v1", () => {
    const file = encryptionConfiguration({ keys: [hsm, key("old"), key("older")] });
    assert.deepEqual(kinds(file), ["kms", "secretbox", "identity"]);
    assert.deepEqual(file.resources[0]?.providers[0], { kms: { apiVersion: "v2", ...hsm, timeout: "3s" } });
  });

  it("keeps the order of keys of both kinds: the first one encrypts", () => {
    assert.deepEqual(kinds(encryptionConfiguration({ keys: [key("new"), hsm, key("old")] })), [
      "secretbox",
      "kms",
      "secretbox",
      "identity",
    ]);
  });

  it("reads no plain text where nothing is any more", () => {
    assert.deepEqual(kinds(encryptionConfiguration({ keys: [key("one")], readPlainText: false })), ["secretbox"]);
  });
});

describe("rotationPlan", () => {
  const [old, next] = [key("old"), key("next")];
  /** Names of the keys in the order in which the file has them. */
  const names = (step: ReturnType<typeof rotationPlan>[number] | undefined): string[] =>
    (step?.configuration?.resources[0]?.providers ?? []).flatMap((provider) => {
      if ("secretbox" in provider) return provider.secretbox.keys.map(({ name }) => name);
      return "kms" in provider ? [provider.kms.name] : ["plain text"];
    });

  it("NSA-SEC-05: adds, promotes, rewrites and removes, in this order", () => {
    const plan = rotationPlan({ current: [old], next });
    assert.deepEqual(
      plan.map(({ action }) => action),
      ["add", "promote", "rewrite", "remove"],
    );
    const [add, promote, rewrite, remove] = plan;
    assert.deepEqual(names(add), ["old", "next", "plain text"]);
    assert.deepEqual(names(promote), ["next", "old", "plain text"]);
    assert.equal(rewrite?.configuration, undefined);
    assert.deepEqual(rewrite?.commands, [
      "kubectl get secrets --all-namespaces -o json | kubectl replace -f -",
      "kubectl get configmaps --all-namespaces -o json | kubectl replace -f -",
    ]);
    assert.deepEqual(names(remove), ["next", "plain text"]);
  });

  it("is also the way from plain text to none being read", () => {
    const [add, promote, , remove] = rotationPlan({ current: [], next });
    assert.deepEqual([add, promote, remove].map(names), [["plain text", "next"], ["next", "plain text"], ["next"]]);
  });

  it("lets every API server read what another one writes, one step apart", () => {
    for (const current of [[], [old], [old, key("older")], [{ name: "hsm", endpoint: "unix:///s" }]]) {
      const files = rotationPlan({ current, next }).filter(({ configuration }) => configuration !== undefined);
      for (const [index, step] of files.entries())
        for (const neighbour of files.slice(Math.max(index - 1, 0), index + 2)) {
          const [writes] = names(neighbour);
          assert.ok(names(step).includes(writes ?? ""), `${step.action} does not read what ${neighbour.action} writes`);
        }
    }
  });
});

describe("authentication and authorization", () => {
  it("NSA-AUTH-04: answer kubeadm's join only where that is asked for", () => {
    const paths = (allowKubeadmJoin: boolean) =>
      authenticationConfiguration({ allowKubeadmJoin }).anonymous.conditions.map(({ path }) => path);
    assert.ok(!paths(false).includes(KUBEADM_JOIN_PATH));
    assert.ok(paths(true).includes(KUBEADM_JOIN_PATH));
  });

  it("NSA-AUTH-04: never switch anonymous requests on for every path", () => {
    const { anonymous } = authenticationConfiguration({ anonymousPaths: [] });
    assert.deepEqual(anonymous, { enabled: false, conditions: [] });
  });

  it("NSA-AUTH-01: take users and groups of an issuer under a name of its own, and none of Kubernetes'", () => {
    const url = "https://login.example.com";
    const { jwt } = authenticationConfiguration({ issuers: [{ url, audiences: ["k8s"], groupsClaim: "groups" }] });
    const [first] = jwt ?? assert.fail();
    assert.equal(first?.claimMappings.username.prefix, `${url}#`);
    assert.equal(first?.claimMappings.groups?.prefix, `${url}#`);
    assert.match(JSON.stringify(first?.userValidationRules), /startsWith\('system:'\)/);
  });

  it("want an address that the issuer has verified where users are named by address", () => {
    const { jwt } = authenticationConfiguration({
      issuers: [{ url: "https://a", audiences: ["k8s"], usernameClaim: "email" }],
    });
    assert.match(JSON.stringify(jwt), /email_verified == true/);
  });

  it("NSA-AUTH-07, CIS-K8S-1.2.7, CIS-K8S-1.2.8: have a service, Node and RBAC, and refuse while it does not answer", () => {
    const { authorizers } = authorizationConfiguration({ webhooks: [{ name: "veto", kubeconfig: "/a" }] });
    assert.deepEqual(
      authorizers.map(({ type }) => type),
      ["Webhook", "Node", "RBAC"],
    );
    const [first] = authorizers;
    assert.ok(first?.type === "Webhook");
    assert.equal(first.webhook.failurePolicy, "Deny");
  });

  it("write no anonymous request at all where there is no file for it", () => {
    const flags = hardenedApiServerFlags({ files: { admission: "/a" }, audit: AUDIT });
    assert.equal(flags["anonymous-auth"], false);
    assert.equal("authentication-config" in flags, false);
    const withFile = hardenedApiServerFlags({ files: { admission: "/a", authentication: "/b" }, audit: AUDIT });
    assert.equal("anonymous-auth" in withFile, false);
  });
});

describe("admission", () => {
  it("CIS-K8S-1.2.9: limits events", () => {
    const plugin = admissionConfiguration({ podSecurityVersion: "v1.37" }).plugins.find(
      ({ name }) => name === "EventRateLimit",
    );
    assert.deepEqual(plugin?.configuration.kind, "Configuration");
  });

  it("CIS-K8S-5.5.1: asks a service about images, and lets none run while it does not answer", () => {
    const { plugins } = admissionConfiguration({
      podSecurityVersion: "v1.37",
      imagePolicyWebhook: { kubeconfig: "/etc/images.kubeconfig" },
    });
    const plugin = plugins.find(({ name }) => name === "ImagePolicyWebhook");
    assert.deepEqual(plugin?.configuration, {
      imagePolicy: {
        kubeConfigFile: "/etc/images.kubeconfig",
        allowTTL: 30,
        denyTTL: 30,
        retryBackoff: 500,
        defaultAllow: false,
      },
    });
  });

  it("by manifests has names of its own, and a binding for each policy", () => {
    const manifests = admissionManifests();
    const names = manifests.map(({ metadata }) => metadata.name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /\.static\.k8s\.io$/);
    for (const { kind, spec } of manifests)
      if (kind === "ValidatingAdmissionPolicyBinding") assert.ok(names.includes(String(spec.policyName)));
  });
});

describe("audit", () => {
  it("NSA-LOG-02: has no profile that keeps a body of credentials", () => {
    for (const profile of ["metadata", "standard", "full"] as const) {
      const { rules } = auditPolicy({ profile });
      const bodies = rules.findIndex(({ level }) => level === "Request" || level === "RequestResponse");
      const credentials = rules.findIndex(({ resources }) =>
        resources?.some(({ resources: names }) => names?.includes("secrets")),
      );
      assert.ok(credentials >= 0 && (bodies === -1 || credentials < bodies), profile);
      assert.equal(rules[credentials]?.level, "Metadata");
    }
  });

  it("CIS-K8S-3.2.1, V-242403, NSA-LOG-06: says of every request that it does not drop by name who made it", () => {
    for (const profile of ["metadata", "standard", "full"] as const) {
      const { rules } = auditPolicy({ profile });
      assert.deepEqual(rules.at(-1), { level: "Metadata", omitStages: ["RequestReceived"] });
      // A request that is refused before it is looked at is logged at that stage alone.
      assert.ok(!rules.some(({ omitStages }) => omitStages?.includes("ResponseStarted")));
      assert.equal(auditPolicy({ profile, keepPatchResults: true }).rules.length, rules.length - 1);
    }
  });

  it("NSA-LOG-08: drops by name what cannot be denied, and the heartbeats of nodes only where that is asked for", () => {
    const dropped = (dropNodeHeartbeats: boolean) =>
      auditPolicy({ dropNodeHeartbeats }).rules.filter(({ level }) => level === "None");
    for (const rule of dropped(false)) {
      assert.ok(rule.users !== undefined || rule.userGroups !== undefined);
      assert.ok(!rule.userGroups?.includes("system:unauthenticated"));
      for (const { group, resourceNames } of rule.resources ?? [])
        assert.ok(group === "" || resourceNames !== undefined);
    }
    assert.equal(dropped(true).length, dropped(false).length + 1);
  });

  it("NSA-LOG-04, NSA-LOG-11, NSA-LOG-12: reaches a service over mutual TLS", () => {
    const pem = "-----BEGIN CERTIFICATE-----\n";
    const file = webhookKubeconfig({
      server: "https://audit.example.com",
      certificateAuthority: pem,
      clientCertificate: pem,
      clientKey: "-----BEGIN EC PRIVATE KEY-----\n",
    });
    assert.equal(file.users[0].user["client-certificate-data"], Buffer.from(pem).toString("base64"));
    assert.equal("insecure-skip-tls-verify" in file.clusters[0].cluster, false);
    const flags = hardenedApiServerFlags({
      files: { admission: "/a" },
      audit: { policy: "/p", webhook: { kubeconfig: "/k" } },
    });
    assert.equal(flags["audit-webhook-config-file"], "/k");
    assert.equal("audit-log-path" in flags, false);
  });

  it("NSA-LOG-03: says how far back a log reaches", () => {
    const load = { nodes: 100, requestsPerSecond: 50 };
    const [less, standard, full] = (["metadata", "standard", "full"] as const).map((profile) =>
      auditCost(load, { profile }),
    );
    assert.ok((less?.megabytesPerDay ?? 0) < (standard?.megabytesPerDay ?? 0));
    assert.ok((standard?.megabytesPerDay ?? 0) < (full?.megabytesPerDay ?? 0));
    const quiet = auditCost(load, { dropNodeHeartbeats: true });
    assert.ok(quiet.eventsPerSecond < (standard?.eventsPerSecond ?? 0));
    const kept = auditCost(load, {}, { maxBackups: 9, maxSizeMegabytes: 1000 });
    assert.ok(Math.abs(kept.daysKept - 10_000 / kept.megabytesPerDay) < 1e-9);
    assert.equal(auditCost({ nodes: 0, requestsPerSecond: 0 }).daysKept, 30);
  });
});

describe("the nodes", () => {
  it("V-242434: have what a kubelet that protects the kernel's defaults expects", () => {
    const lines = kernelDefaults().trim().split("\n");
    assert.equal(lines.length, Object.keys(KERNEL_DEFAULTS).length);
    for (const [name, value] of Object.entries(KERNEL_DEFAULTS)) assert.ok(lines.includes(`${name} = ${value}`));
  });

  it("CIS-K8S-4.2.9, CIS-K8S-4.2.12, V-242424, V-242425: have a kubelet with a certificate and strong suites", () => {
    const own = kubeletConfiguration({ serving: { certificate: "/a.crt", key: "/a.key" } });
    assert.deepEqual([own.tlsCertFile, own.tlsPrivateKeyFile, own.serverTLSBootstrap], ["/a.crt", "/a.key", undefined]);
    for (const suite of own.tlsCipherSuites) assert.match(suite, /^TLS_ECDHE_.*_GCM_/);
  });

  it("V-242397: have no static pods but on the control plane", () => {
    assert.equal("staticPodPath" in kubeletConfiguration(), false);
  });

  it("CIS-K8S-4.3.1: keep kube-proxy's metrics to themselves", () => {
    assert.equal(kubeProxyConfiguration().metricsBindAddress, "127.0.0.1:10249");
  });
});

describe("programs started by hand", () => {
  const pair = { certificate: "/c", key: "/k" };

  it("get what kubeadm would set itself", () => {
    const api = apiServerFlags({
      etcdServers: ["https://10.0.0.1:2379", "https://10.0.0.2:2379"],
      etcdAuthority: "/etcd-ca",
      etcdClient: pair,
      serving: pair,
      clientAuthority: "/ca",
      kubeletClient: pair,
      kubeletAuthority: "/kubelet-ca",
      serviceAccounts: { issuer: "https://k8s.example.com", publicKey: "/sa.pub", signingKey: "/sa.key" },
      files: { admission: "/a", encryption: "/e", authorization: "/z" },
      audit: AUDIT,
    });
    assert.equal(api["etcd-servers"], "https://10.0.0.1:2379,https://10.0.0.2:2379");
    assert.equal(api["authorization-config"], "/z");
    assert.equal("authorization-mode" in api, false);
    const manager = controllerManagerFlags({ kubeconfig: "/a", serviceAccountKey: "/b", rootAuthority: "/c" });
    assert.equal(manager["secure-port"], 10_257);
    assert.equal(schedulerFlags({ kubeconfig: "/a" })["secure-port"], 10_259);
  });

  it("CIS-K8S-2.7, NSA-CP-08: an etcd of several members trusts its own authorities alone", () => {
    const members = { one: "https://10.0.0.1:2380", two: "https://10.0.0.2:2380" };
    const flags = etcdFlags({
      name: "one",
      dataFolder: "/var/lib/etcd",
      clientAddress: "https://10.0.0.1:2379",
      peerAddress: members.one,
      members,
      clientAuthority: "/client-ca",
      serving: pair,
      peerAuthority: "/peer-ca",
      peer: pair,
    });
    assert.equal(flags["initial-cluster"], "one=https://10.0.0.1:2380,two=https://10.0.0.2:2380");
    assert.deepEqual([flags["trusted-ca-file"], flags["peer-trusted-ca-file"]], ["/client-ca", "/peer-ca"]);
  });

  it("an etcd over TLS 1.3 alone has no suites, with which it would not start", () => {
    assert.equal("cipher-suites" in hardenedEtcdFlags({ tlsMinVersion: "1.3" }), false);
  });
});

describe("RKE2, K3s and Talos", () => {
  const args = { kubernetesVersion: "v1.36.2", admission: "/etc/rancher/admission.yaml", audit: AUDIT };

  for (const [name, config] of Object.entries({ RKE2: rke2Config(args), K3s: k3sConfig(args) })) {
    it(`NSA-SEC-03, CIS-K8S-1.2.28: ${name} encrypts by secretbox`, () => {
      assert.equal(config["secrets-encryption-provider"], "secretbox");
    });

    it(`CIS-K8S-1.2.17, CIS-K8S-1.2.29, CIS-K8S-1.2.30: ${name} gets the flags of the API server`, () => {
      for (const flag of [
        "audit-log-maxage=30",
        "service-account-extend-token-expiration=false",
        "anonymous-auth=false",
      ])
        assert.ok(config["kube-apiserver-arg"].includes(flag), flag);
      assert.ok(config["kube-apiserver-arg"].some((flag) => flag.startsWith("tls-cipher-suites=TLS_ECDHE_")));
    });

    it(`CIS-K8S-4.2.13, CIS-K8S-4.2.14, V-242434: ${name} gets the flags of the kubelet`, () => {
      for (const flag of ["pod-max-pids=4096", "seccomp-default=true", "kube-reserved=cpu=100m,memory=256Mi,pid=1000"])
        assert.ok(config["kubelet-arg"].includes(flag), flag);
      assert.equal(config["protect-kernel-defaults"], true);
    });
  }

  it("RKE2 checks the machine by its profile, which K3s does not have", () => {
    assert.equal(rke2Config(args).profile, "cis");
    assert.equal("profile" in k3sConfig(args), false);
  });

  it("NSA-LOG-02, NSA-POD-09: Talos gets its policies in the machine's own configuration", () => {
    const { cluster, machine } = talosPatch({
      kubernetesVersion: "1.37",
      admission: { podSecurityVersion: "v1.37" },
    });
    assert.deepEqual(cluster.apiServer.auditPolicy, auditPolicy());
    assert.deepEqual(
      cluster.apiServer.admissionControl.map(({ name }) => name),
      ["PodSecurity", "EventRateLimit"],
    );
    assert.equal(machine.kubelet.extraConfig.podPidsLimit, 4096);
  });

  it("Talos gets no flag that it sets itself and refuses", () => {
    const { cluster } = talosPatch({ kubernetesVersion: "1.37", admission: { podSecurityVersion: "v1.37" } });
    for (const flag of ["encryption-provider-config", "audit-policy-file", "admission-control-config-file"])
      assert.equal(flag in cluster.apiServer.extraArgs, false);
    for (const flag of ["auto-tls", "peer-auto-tls"]) assert.equal(flag in cluster.etcd.extraArgs, false);
  });
});
