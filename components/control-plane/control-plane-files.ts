import * as pulumi from "@pulumi/pulumi";
import type { PodSecurity } from "../baseline/hardened-namespace.js";
import { refuse } from "../refusal.js";
import type { IssuerArgs } from "./authentication/issuer.js";
import type { EncryptionKey } from "./encryption/configuration.js";
import { type ControlPlaneSettings, cloudInit, controlPlaneFiles, type WrittenFiles } from "./files.js";
import { STAND_IN_WEBHOOK, STAND_INS, withStandIns } from "./stand-ins.js";
import type { WebhookKubeconfigArgs } from "./webhook-kubeconfig.js";

/** How much the audit log keeps of requests that may not hold credentials. */
export enum AuditDetail {
  /** Who did what, never a body. */
  Metadata = "metadata",
  /** Also the bodies of what decides who may do what, and of what is sent into running containers. */
  Standard = "standard",
  /** Also the bodies of every change of Kubernetes' own objects. */
  Full = "full",
}

/** The lowest version of TLS that the control plane speaks. */
export enum TlsVersion {
  /** TLS 1.2, with the suites that FIPS 140-3 and the STIG allow. */
  V12 = "1.2",
  /** TLS 1.3 alone. */
  V13 = "1.3",
}

/** A key that encrypts what etcd stores: either `secret` or `endpoint`. */
export interface EncryptionKeyArgs {
  /** Stored in front of every value; never reuse a name for another key. */
  name: pulumi.Input<string>;
  /**
   * 32 random bytes in base64, of a key of our own. Mark it as a secret.
   * @default none
   * @secret
   */
  secret?: pulumi.Input<string>;
  /** Socket of a KMS v2 plugin on each machine, as `unix:///run/kms/plugin.sock`. @default none */
  endpoint?: pulumi.Input<string>;
}

/** Somebody who vouches for people by signed tokens (OpenID Connect). */
export interface TokenIssuerArgs {
  /** `iss` of the tokens, https. */
  url: pulumi.Input<string>;
  /** `aud` of the tokens, one of which must match. */
  audiences: pulumi.Input<pulumi.Input<string>[]>;
  /** PEM of the authorities of the issuer's certificate. @default those of the machine */
  certificateAuthority?: pulumi.Input<string>;
  /** Claim that names the user. @default "sub" */
  usernameClaim?: pulumi.Input<string>;
  /** In front of each name. @default the issuer's URL and "#" */
  usernamePrefix?: pulumi.Input<string>;
  /** Claim that has the groups. @default none */
  groupsClaim?: pulumi.Input<string>;
  /** In front of each group. @default the issuer's URL and "#" */
  groupsPrefix?: pulumi.Input<string>;
  /** Claims that must have these values. @default none */
  requiredClaims?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Longest life of a token, in seconds. @default no limit */
  maxTokenSeconds?: pulumi.Input<number>;
}

/** A service that the API server asks or tells, over mutual TLS. */
export interface ApiServerWebhookArgs {
  /** Address, https. */
  server: pulumi.Input<string>;
  /** PEM of the authority of the service's certificate. */
  certificateAuthority: pulumi.Input<string>;
  /** PEM of the API server's certificate. */
  clientCertificate: pulumi.Input<string>;
  /** PEM of its private key. Mark it as a secret. @secret */
  clientKey: pulumi.Input<string>;
}

export interface ControlPlaneFilesArgs {
  /** Release of Kubernetes, such as `v1.37.2`. Nothing is written that it does not know. */
  kubernetesVersion: pulumi.Input<string>;
  /** Name or address, and port, of all API servers together, such as `k8s.example.com:6443`. */
  controlPlaneEndpoint: pulumi.Input<string>;
  /** The first key encrypts, all of them decrypt; see `rotationPlan`. @secret */
  encryptionKeys: pulumi.Input<pulumi.Input<EncryptionKeyArgs>[]>;
  /** Resources to encrypt, as `resource` or `resource.group`. @default secrets and configmaps */
  encryptedResources?: pulumi.Input<pulumi.Input<string>[]>;
  /** Level in namespaces without a label of their own. @default PodSecurity.Restricted */
  podSecurity?: pulumi.Input<PodSecurity>;
  /** Namespaces that Pod Security does not judge. @default kube-system */
  exemptNamespaces?: pulumi.Input<pulumi.Input<string>[]>;
  /** Who vouches for people, beside client certificates. @default none */
  issuers?: pulumi.Input<pulumi.Input<TokenIssuerArgs>[]>;
  /**
   * Answers `kubeadm join` with a token: anybody who reaches the API server can then read the cluster's address and
   * authority, and guess at tokens. Without it machines join by a file.
   * @default false
   */
  allowKubeadmJoin?: pulumi.Input<boolean>;
  /** How much the audit log keeps. @default AuditDetail.Standard */
  auditDetail?: pulumi.Input<AuditDetail>;
  /** A service that audit events are sent to, beside the log on the machine. @default none */
  auditWebhook?: ApiServerWebhookArgs;
  /** A service that may refuse requests before RBAC; while it does not answer, it refuses. @default none */
  authorizationWebhook?: ApiServerWebhookArgs;
  /** A service that judges images; while it does not answer, none may run. @default none */
  imagePolicyWebhook?: ApiServerWebhookArgs;
  /** The lowest version of TLS that is spoken. @default TlsVersion.V12 */
  tlsMinVersion?: pulumi.Input<TlsVersion>;
  /** Addresses of pods. @default 10.244.0.0/16 */
  podCidrs?: pulumi.Input<pulumi.Input<string>[]>;
  /** Addresses of Services. @default 10.96.0.0/16 */
  serviceCidrs?: pulumi.Input<pulumi.Input<string>[]>;
  /** Addresses of the machines, which neither of those may contain. @default none: not checked */
  nodeCidrs?: pulumi.Input<pulumi.Input<string>[]>;
  /** Further names and addresses in the API server's certificate. @default none */
  certificateNames?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * With what the next machines join, as `abcdef.0123456789abcdef`, for an hour. Mark it as a secret.
   * @default one that kubeadm makes
   * @secret
   */
  bootstrapToken?: pulumi.Input<string>;
  /**
   * Lets pods use images of their node without asking the registry whether they may; an outage of it then stops no pod.
   * @default false
   */
  allowCachedImages?: pulumi.Input<boolean>;
}

/**
 * The files of a hardened kubeadm cluster: put them on the first machine, and run
 * `kubeadm init --config /etc/kubernetes/rampart/kubeadm.yaml`.
 *
 * ```ts
 * const files = new ControlPlaneFiles("production", {
 *   kubernetesVersion: "v1.37.2",
 *   controlPlaneEndpoint: "k8s.example.com:6443",
 *   encryptionKeys: [{ name: "key-2026", secret: config.requireSecret("encryptionKey") }],
 * });
 * export const userData = files.cloudInit;
 * ```
 */
export class ControlPlaneFiles extends pulumi.ComponentResource {
  /** Contents by path, for machines of the control plane; nothing in them is secret. Owner root, mode 0600. */
  readonly files: pulumi.Output<Record<string, string>>;
  /** Contents by path, with keys and credentials; a secret. Owner root, mode 0600. @secret */
  readonly secretFiles: pulumi.Output<Record<string, string>>;
  /** Contents by path, for workers; nothing in them is secret. */
  readonly workerFiles: pulumi.Output<Record<string, string>>;
  /** User data that writes `files` and `secretFiles`; a secret. @secret */
  readonly cloudInit: pulumi.Output<string>;

  constructor(name: string, args: ControlPlaneFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:ControlPlaneFiles", name, withSecrets(args), opts);
    checkWhatIsPlain(args);
    const written = (inputs: ControlPlaneFilesArgs): pulumi.Output<WrittenFiles> =>
      pulumi.output(inputs).apply((known) => controlPlaneFiles(settingsOf(known as KnownArgs)));
    const all = pulumi.secret(written(args));
    // An output that depends on a secret is one as a whole: these are written from what is none.
    const open = written(withoutSecrets(args));
    this.files = open.apply(({ files }) => ({ ...files }));
    this.workerFiles = open.apply(({ workerFiles }) => ({ ...workerFiles }));
    this.secretFiles = all.apply(({ secretFiles }) => ({ ...secretFiles }));
    this.cloudInit = all.apply(together);
    this.registerOutputs({
      files: this.files,
      secretFiles: this.secretFiles,
      workerFiles: this.workerFiles,
      cloudInit: this.cloudInit,
    });
  }
}

const together = ({ files, secretFiles }: WrittenFiles): string => cloudInit({ ...files, ...secretFiles });

/** The inputs as the state has them: what is secret is so even where the program forgot to say it. */
function withSecrets(args: ControlPlaneFilesArgs): ControlPlaneFilesArgs {
  return {
    ...args,
    encryptionKeys: pulumi.secret(args.encryptionKeys) as ControlPlaneFilesArgs["encryptionKeys"],
    ...(args.bootstrapToken === undefined ? {} : { bootstrapToken: pulumi.secret(args.bootstrapToken) }),
    ...eachWebhook(args, (webhook) => ({ ...webhook, clientKey: pulumi.secret(webhook.clientKey) })),
  };
}

/** The inputs with stand-ins for what is written into secret files only. */
function withoutSecrets({ bootstrapToken: _, ...args }: ControlPlaneFilesArgs): ControlPlaneFilesArgs {
  return {
    ...args,
    encryptionKeys: [{ name: "stand-in", secret: STAND_INS.secret }],
    ...eachWebhook(args, () => STAND_IN_WEBHOOK),
  };
}

const WEBHOOKS = ["auditWebhook", "authorizationWebhook", "imagePolicyWebhook"] as const;

function eachWebhook(
  args: ControlPlaneFilesArgs,
  change: (webhook: ApiServerWebhookArgs) => ApiServerWebhookArgs,
): Partial<Record<(typeof WEBHOOKS)[number], ApiServerWebhookArgs>> {
  return Object.fromEntries(
    WEBHOOKS.flatMap((name) => {
      const webhook = args[name];
      return webhook === undefined ? [] : [[name, change(webhook)]];
    }),
  );
}

/** What `ControlPlaneFilesArgs` are when every value is known. */
type KnownArgs = pulumi.Unwrap<ControlPlaneFilesArgs>;

function settingsOf(args: KnownArgs): ControlPlaneSettings {
  const { encryptionKeys, encryptedResources, podSecurity, exemptNamespaces, issuers, allowKubeadmJoin } = args;
  return {
    kubernetesVersion: args.kubernetesVersion,
    controlPlaneEndpoint: args.controlPlaneEndpoint,
    ...given({
      tlsMinVersion: args.tlsMinVersion,
      podCidrs: args.podCidrs as [string, ...string[]] | undefined,
      serviceCidrs: args.serviceCidrs as [string, ...string[]] | undefined,
      nodeCidrs: args.nodeCidrs,
      certificateNames: args.certificateNames,
      allowCachedImages: args.allowCachedImages,
      auditWebhook: args.auditWebhook as WebhookKubeconfigArgs | undefined,
      authorizationWebhook: args.authorizationWebhook as WebhookKubeconfigArgs | undefined,
      imagePolicyWebhook: args.imagePolicyWebhook as WebhookKubeconfigArgs | undefined,
    }),
    encryption: {
      keys: encryptionKeys.map(keyOf) as [EncryptionKey, ...EncryptionKey[]],
      ...given({ resources: encryptedResources as [string, ...string[]] | undefined }),
    },
    admission: given({ podSecurityLevel: podSecurity, exemptNamespaces }),
    authentication: given({ issuers: issuers as IssuerArgs[] | undefined, allowKubeadmJoin }),
    auditPolicy: given({ profile: args.auditDetail }),
    init: given({ bootstrapToken: args.bootstrapToken }),
  };
}

function keyOf({ name, secret, endpoint }: pulumi.Unwrap<EncryptionKeyArgs>): EncryptionKey {
  if (secret !== undefined && endpoint === undefined) return { name, secret };
  if (secret === undefined && endpoint !== undefined) return { name, endpoint };
  return refuse("encryptionKeys", "have a secret or an endpoint each, and not both", name);
}

/** The values that are there: the writers have their own defaults for those that are not. */
const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/**
 * Checks at once what can be: an error in an Output's `apply` comes later, and without the line of the program.
 * @throws Error naming the input, the value got and what is allowed.
 */
function checkWhatIsPlain(args: ControlPlaneFilesArgs): void {
  const known = withStandIns(args);
  if (known !== undefined) controlPlaneFiles(settingsOf(known as KnownArgs));
}
