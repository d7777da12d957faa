import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  admissionConfiguration,
  admissionManifests,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  encryptionConfiguration,
  type KubeadmClusterConfigurationArgs,
  kubeadmClusterConfiguration,
  kubeadmInitConfiguration,
  webhookKubeconfig,
} from "../../../components/control-plane/index.js";
import { temporaryFolder } from "../../../sandbox/cluster.js";
import { CertificateAuthority } from "../../../sandbox/control-plane/pki.js";
import { writePrivate } from "../../../sandbox/control-plane/private-files.js";
import { documents, kubeadmDryRun } from "../../support/kubeadm.js";
import { type Booted, bootKubeadm } from "../../support/kubeadm-boot.js";
import { describeWithOracle, describeWithTools } from "../../support/tiers.js";

/**
 * Two boots of what kubeadm would run. The sandbox boots the defaults already; the first of these has every option that
 * it leaves out at once, since none excludes another; the second has what is written for the oldest version, in the oldest
 * behaviour that this API server can emulate.
 */
describeWithOracle("kubeadm", "the programs of the project, started as kubeadm would start them", () => {
  describeWithTools("by kubeadm's static pods with our flags", () => {
    let folder: string;
    let remove: () => void;
    let booted: Booted | undefined;
    beforeEach(() => {
      ({ folder, remove } = temporaryFolder());
    });
    afterEach(async () => {
      await booted?.stop();
      booted = undefined;
      remove();
    });

    const path = (name: string): string => join(folder, "rampart", name);
    const write = (name: string, content: object): string => writePrivate(path(name), stringify(content));
    const init = kubeadmInitConfiguration({ advertiseAddress: "10.0.0.10" });
    const boot = async (
      args: Omit<KubeadmClusterConfigurationArgs, "kubernetesVersion" | "controlPlaneEndpoint">,
      extra: Readonly<Record<string, string>> = {},
    ) => {
      const cluster = kubeadmClusterConfiguration({
        kubernetesVersion: "v1.37.2",
        controlPlaneEndpoint: "127.0.0.1:6443",
        ...args,
      });
      booted = await bootKubeadm(await kubeadmDryRun(folder, [init, cluster]), folder, extra);
      return booted.api;
    };

    it("NSA-AUTH-04, NSA-CP-08: start with every option at once, over TLS 1.3 alone", async () => {
      const authority = await CertificateAuthority.create("webhooks");
      const pair = await authority.issue({ commonName: "api-server" });
      const kubeconfig = (name: string) =>
        write(
          name,
          webhookKubeconfig({
            server: "https://127.0.0.1:1/webhook",
            certificateAuthority: authority.certificate,
            clientCertificate: pair.certificate,
            clientKey: pair.privateKey,
          }),
        );
      const manifestsFolder = join(folder, "rampart", "policies");
      writePrivate(join(manifestsFolder, "policies.yaml"), documents(admissionManifests()));
      const issuer = {
        url: "https://login.example.com",
        audiences: ["kubernetes", "kubectl"],
        certificateAuthority: authority.certificate,
        usernameClaim: "email",
        groupsClaim: "groups",
        requiredClaims: { hd: "example.com" },
        claimRules: [{ expression: "claims.acr == 'mfa'", message: "a second factor" }],
        userRules: [{ expression: "user.username.endsWith('@example.com')", message: "one of us" }],
        maxTokenSeconds: 3600,
      } as const;
      const api = await boot({
        files: {
          admission: write(
            "admission.yaml",
            admissionConfiguration({
              podSecurityVersion: "v1.37",
              podSecurityLevel: "baseline",
              eventLimits: [
                { type: "Server", qps: 5000, burst: 20_000 },
                { type: "User", qps: 10, burst: 50, cacheSize: 100 },
              ],
              imagePolicyWebhook: { kubeconfig: kubeconfig("images.yaml") },
              manifestsFolder,
            }),
          ),
          authentication: write(
            "authentication.yaml",
            authenticationConfiguration({
              issuers: [
                issuer,
                {
                  url: "https://other.example.com",
                  discoveryUrl: "https://in.example.com/.well-known/openid-configuration",
                  audiences: ["kubernetes"],
                },
              ],
              allowKubeadmJoin: true,
            }),
          ),
          authorization: write(
            "authorization.yaml",
            authorizationConfiguration({ webhooks: [{ name: "veto", kubeconfig: kubeconfig("veto.yaml") }] }),
          ),
          encryption: write(
            "encryption.yaml",
            encryptionConfiguration({
              keys: [
                { name: "new", secret: randomBytes(32).toString("base64") },
                { name: "old", secret: randomBytes(32).toString("base64") },
                { name: "hsm", endpoint: `unix://${join(folder, "kms.sock")}`, timeout: "1s" },
              ],
              resources: ["secrets", "*.apps"],
            }),
          ),
        },
        audit: {
          policy: write("audit.yaml", auditPolicy({ profile: "full", dropNodeHeartbeats: true })),
          log: { path: join(folder, "audit", "audit.log"), maxAgeDays: 90, maxBackups: 2, maxSizeMegabytes: 50 },
          webhook: { kubeconfig: kubeconfig("audit-webhook.yaml") },
        },
        tlsMinVersion: "1.3",
        imagePolicyWebhook: true,
        allowCachedImages: true,
        requestTimeout: "2m",
        serviceAccountMaxTokenExpiration: "24h",
      });
      const binding = {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "everybody" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:unauthenticated" }],
      };
      const create = (object: object) =>
        api.send("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", object);
      const refused = await create(binding);
      assert.equal(refused.status, 422, refused.text);
      assert.match(refused.text, /no-anonymous-bindings\.static\.k8s\.io/);
      const known = { ...binding.subjects[0], name: "system:authenticated" };
      assert.equal((await create({ ...binding, subjects: [known] })).status, 201);
      assert.match(readFileSync(join(folder, "audit", "audit.log"), "utf8"), /"clusterrolebindings"/);
    });

    it("start with what is written for Kubernetes 1.33, in the behaviour of 1.34", async () => {
      mkdirSync(join(folder, "audit"));
      const api = await boot(
        {
          files: {
            admission: write(
              "admission.yaml",
              admissionConfiguration({
                podSecurityVersion: "v1.33",
                podSecurityLevel: "privileged",
                exemptNamespaces: [],
              }),
            ),
            authentication: write(
              "authentication.yaml",
              authenticationConfiguration({
                kubernetesVersion: "1.33",
                anonymousPaths: [],
                issuers: [{ url: "https://login.example.com", audiences: ["kubernetes"] }],
              }),
            ),
            encryption: write(
              "encryption.yaml",
              encryptionConfiguration({
                keys: [{ name: "one", secret: randomBytes(32).toString("base64") }],
                resources: ["*.*"],
                readPlainText: false,
              }),
            ),
          },
          audit: {
            policy: write("audit.yaml", auditPolicy({ profile: "metadata" })),
            log: { path: join(folder, "audit", "audit.log") },
          },
        },
        { "emulated-version": "1.34" },
      );
      assert.equal((await api.send("GET", "/api/v1/namespaces/kube-system")).status, 200);
    });
  });
});
