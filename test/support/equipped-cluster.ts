import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  ADMISSION_RULES,
  type AdmissionRule,
  admissionConfiguration,
  admissionManifests,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  encryptionConfiguration,
} from "../../components/control-plane/index.js";
import { KUBERNETES_VERSIONS } from "../../controls/kubernetes-versions.js";
import { type Cluster, startCluster, temporaryFolder } from "../../sandbox/cluster.js";
import { writePrivate } from "../../sandbox/control-plane/private-files.js";
import { AuditSink } from "./counterparts/audit-sink.js";
import { KeyService, KmsPlugin } from "./counterparts/kms-plugin.js";
import { OidcIssuers } from "./counterparts/oidc-issuer.js";
import { Webhook } from "./counterparts/webhook.js";
import { toolchain } from "./tiers.js";

/** A control plane with every option that the shared one leaves out, and the services that it speaks to. */
export interface EquippedCluster extends Cluster {
  readonly keyService: KeyService;
  readonly issuers: OidcIssuers;
  /** Asked about whatever people do with resources; denies mallory. */
  readonly veto: Webhook;
  /** Asked about the namespace `guarded` alone; denies deletion. */
  readonly guard: Webhook;
  /** Asked about images; allows those of registry.example. */
  readonly images: Webhook;
  /** Has every audit event, some seconds later. */
  readonly auditSink: AuditSink;
}

/** Resources that it encrypts: more than Secrets and ConfigMaps, and nothing without which an API server cannot start. */
export const EQUIPPED_RESOURCES = [
  "secrets",
  "configmaps",
  "serviceaccounts",
  "networkpolicies.networking.k8s.io",
] as const;

/** A rule of an organisation's own, beside ours. */
const OWN_RULE: AdmissionRule = {
  name: "no-load-balancers",
  resources: { apiGroups: [""], apiVersions: ["v1"], resources: ["services"], operations: ["CREATE", "UPDATE"] },
  expression: "object.spec.type != 'LoadBalancer'",
  message: "load balancers belong to the platform team",
};

let equipped: { cluster: Promise<EquippedCluster>; stop: () => Promise<void> } | undefined;

/** The one such control plane of all suites, started by the first that asks and ended after the last test. */
export function equippedCluster(): Promise<EquippedCluster> {
  if (equipped === undefined) {
    const { folder, remove } = temporaryFolder();
    const started: (() => Promise<void> | void)[] = [remove];
    const stop = async (): Promise<void> => {
      for (const end of started.reverse()) await end();
    };
    equipped = { cluster: start(folder, started), stop };
  }
  return equipped.cluster;
}

/** Ends it, if any suite asked for it. */
export async function stopEquippedCluster(): Promise<void> {
  await equipped?.cluster.catch(() => {});
  await equipped?.stop();
  equipped = undefined;
}

async function start(folder: string, started: (() => Promise<void> | void)[]): Promise<EquippedCluster> {
  const webhook = async (decide: Parameters<typeof Webhook.start>[0]): Promise<Webhook> => {
    const made = await Webhook.start(decide);
    started.push(() => made.stop());
    return made;
  };
  const tools = await toolchain();
  const keyService = new KeyService("key-of-today");
  const plugin = new KmsPlugin(join(folder, "kms.sock"), keyService);
  await plugin.start();
  started.push(() => plugin.stop());
  const issuers = await OidcIssuers.start(["people", "mail"]);
  started.push(() => issuers.service.stop());
  const auditSink = await AuditSink.start();
  started.push(() => auditSink.service.stop());
  const veto = await webhook(({ user }) => ({ allowed: false, denied: user === "mallory", reason: "veto" }));
  const guard = await webhook(({ resourceAttributes }) => ({
    allowed: false,
    denied: resourceAttributes?.verb === "delete",
    reason: "guard",
  }));
  const images = await webhook(({ containers = [] }) => ({
    allowed: containers.every(({ image }) => image.startsWith("registry.example/")),
    reason: "another registry",
  }));
  const file = (name: string, content: string): string => writePrivate(join(folder, name), content);
  const manifestsFolder = join(folder, "policies");
  file(
    "policies/policies.yaml",
    admissionManifests([...ADMISSION_RULES, OWN_RULE])
      .map((one) => stringify(one))
      .join("---\n"),
  );

  const cluster = await startCluster({
    toolchain: tools,
    folder,
    configuration: {
      encryption: encryptionConfiguration({
        keys: [
          { name: "hsm", endpoint: plugin.endpoint },
          { name: "spare", secret: randomBytes(32).toString("base64") },
        ],
        resources: EQUIPPED_RESOURCES,
      }),
      authentication: authenticationConfiguration({
        issuers: [peopleOf(issuers), mailOf(issuers)],
        allowKubeadmJoin: true,
      }),
      authorization: authorizationConfiguration({
        webhooks: [
          { name: "veto", kubeconfig: file("veto.kubeconfig", veto.kubeconfig) },
          {
            name: "guard",
            kubeconfig: file("guard.kubeconfig", guard.kubeconfig),
            matchConditions: ["has(request.resourceAttributes)", "request.resourceAttributes.namespace == 'guarded'"],
          },
        ],
      }),
      admission: admissionConfiguration({
        podSecurityVersion: `v${KUBERNETES_VERSIONS.newest}`,
        manifestsFolder,
        imagePolicyWebhook: { kubeconfig: file("images.kubeconfig", images.kubeconfig) },
      }),
      audit: auditPolicy({ profile: "full", dropNodeHeartbeats: true }),
    },
    apiServer: {
      auditWebhook: { kubeconfig: file("audit.kubeconfig", auditSink.service.kubeconfig) },
      imagePolicyWebhook: true,
      tlsMinVersion: "1.3",
      serviceAccountMaxTokenExpiration: "1h",
    },
  });
  started.push(() => cluster.stop());
  return Object.assign(cluster, { keyService, issuers, veto, guard, images, auditSink });
}

/** People with a second factor of one tenant, under prefixes of their own. */
const peopleOf = (issuers: OidcIssuers) =>
  ({
    url: issuers.url("people"),
    audiences: ["kubectl", "dashboard"],
    certificateAuthority: issuers.service.authority,
    groupsClaim: "groups",
    requiredClaims: { tenant: "acme" },
    claimRules: [{ expression: "has(claims.acr) && claims.acr == 'mfa'", message: "a second factor is needed" }],
    maxTokenSeconds: 3600,
  }) as const;

/** By e-mail address, without any prefix: what they may claim is then for the rules alone to say. */
const mailOf = (issuers: OidcIssuers) =>
  ({
    url: issuers.url("mail"),
    audiences: ["kubectl"],
    certificateAuthority: issuers.service.authority,
    usernameClaim: "email",
    usernamePrefix: "",
    groupsClaim: "groups",
    groupsPrefix: "",
  }) as const;
