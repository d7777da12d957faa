import { absolutePath, duration, httpsAddress, wholeNumber } from "../../refusal.js";
import { type AuditBackendArgs, auditFlags } from "../audit/backends.js";
import { cidr } from "../cidr.js";
import type { Flags } from "../flags.js";
import { type TlsArgs, tlsFlags } from "../tls.js";

/** Where the files of an API server lie on its machine. */
export interface ApiServerFiles {
  /** AdmissionConfiguration. */
  readonly admission: string;
  /**
   * AuthenticationConfiguration.
   * @default none: no anonymous request is answered at all, and nobody but Kubernetes vouches for anybody
   */
  readonly authentication?: string;
  /**
   * EncryptionConfiguration.
   * @default none, for an installer that encrypts by itself
   */
  readonly encryption?: string;
  /**
   * AuthorizationConfiguration.
   * @default none: the modes Node and RBAC
   */
  readonly authorization?: string;
}

/** How a hardened API server behaves, wherever its files are. */
export interface ApiServerBehaviourArgs extends TlsArgs {
  /**
   * Lets a pod use an image that is on its node already without asking the registry whether it may. An outage of the
   * registry then stops no pod; a pod can run a private image that it has no credentials for, unless the kubelet
   * verifies that (its default from 1.35).
   * @default false
   */
  readonly allowCachedImages?: boolean;
  /** Whether the file of admission configures ImagePolicyWebhook. @default false */
  readonly imagePolicyWebhook?: boolean;
  /** Longest time that an ordinary request may take. @default "60s" */
  readonly requestTimeout?: string;
  /** Life of the longest-lived service-account token that anybody can ask for. @default the API server's */
  readonly serviceAccountMaxTokenExpiration?: string;
}

/** What an installer leaves to us: the flags of an API server that make it a hardened one. */
export interface ApiServerHardeningArgs extends ApiServerBehaviourArgs {
  readonly files: ApiServerFiles;
  /** Where audit events go. */
  readonly audit: AuditBackendArgs;
  /**
   * Authority that signed the serving certificates of the kubelets; without it the API server would speak to anybody
   * who answers at a node's address.
   * @default none, for an installer that sets it itself
   */
  readonly kubeletAuthority?: string;
}

/**
 * The flags of an API server that name no file (CIS-K8S-1.2.3, 1.2.9 to 1.2.15, 1.2.20, 1.2.21, 1.2.29, 1.2.30,
 * NSA-AUTH-06, V-242378, V-242418, V-242436, V-242438).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function apiServerBehaviourFlags(args: ApiServerBehaviourArgs): Flags {
  const { requestTimeout = "60s", serviceAccountMaxTokenExpiration: longest } = args;
  return {
    ...tlsFlags(args),
    "enable-admission-plugins": admissionPlugins(args).join(","),
    "service-account-lookup": true,
    "service-account-extend-token-expiration": false,
    ...(longest === undefined
      ? {}
      : { "service-account-max-token-expiration": duration("serviceAccountMaxTokenExpiration", longest) }),
    "request-timeout": duration("requestTimeout", requestTimeout),
    profiling: false,
  };
}

/**
 * The hardening of an API server, for an installer that sets addresses, certificates and etcd itself.
 *
 * Beside those of `apiServerBehaviourFlags`: CIS-K8S-1.2.1, 1.2.2, 1.2.5 to 1.2.8, 1.2.16 to 1.2.19, 1.2.27, 1.2.28;
 * NSA-AUTH-04, NSA-AUTH-07, NSA-LOG-01, NSA-LOG-03, NSA-SEC-03; V-242382, V-242390, V-242400, V-242461 to V-242465,
 * V-245542, V-245543, V-254800, V-274882. Insecure ports, basic authentication and dynamic auditing (V-242386,
 * V-242388, V-242398) no longer exist.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function hardenedApiServerFlags(args: ApiServerHardeningArgs): Flags {
  const { files, kubeletAuthority } = args;
  return {
    ...(files.authentication === undefined
      ? { "anonymous-auth": false }
      : { "authentication-config": absolutePath("files.authentication", files.authentication) }),
    ...(files.authorization === undefined
      ? { "authorization-mode": "Node,RBAC" }
      : { "authorization-config": absolutePath("files.authorization", files.authorization) }),
    "admission-control-config-file": absolutePath("files.admission", files.admission),
    ...(files.encryption === undefined ? {} : encryptionFlags(files.encryption)),
    ...auditFlags(args.audit),
    ...(kubeletAuthority === undefined
      ? {}
      : { "kubelet-certificate-authority": absolutePath("kubeletAuthority", kubeletAuthority) }),
    ...apiServerBehaviourFlags(args),
  };
}

/** Read again when it changes: a rotation then needs no restart, and cannot leave half of the API servers behind. */
const encryptionFlags = (file: string): Flags => ({
  "encryption-provider-config": absolutePath("files.encryption", file),
  "encryption-provider-config-automatic-reload": true,
});

/** Those that are off by default, and the one that the STIG wants to see named. */
function admissionPlugins({ allowCachedImages = false, imagePolicyWebhook = false }: ApiServerBehaviourArgs): string[] {
  return [
    ...(allowCachedImages ? [] : ["AlwaysPullImages"]),
    "DenyServiceExternalIPs",
    "EventRateLimit",
    ...(imagePolicyWebhook ? ["ImagePolicyWebhook"] : []),
    "NodeRestriction",
    "ValidatingAdmissionWebhook",
  ];
}

/** A certificate and its private key, by path. */
export interface KeyPairFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What an API server needs that no installer looks after. */
export interface ApiServerArgs extends ApiServerHardeningArgs {
  readonly files: ApiServerFiles & { readonly encryption: string };
  readonly kubeletAuthority: string;
  /** Addresses of etcd, https. */
  readonly etcdServers: readonly [string, ...string[]];
  /** Authority of etcd, which signs for nobody else. */
  readonly etcdAuthority: string;
  readonly etcdClient: KeyPairFiles;
  readonly serving: KeyPairFiles;
  /** Authority of the client certificates. */
  readonly clientAuthority: string;
  /** Certificate with which the API server authenticates at the kubelets. */
  readonly kubeletClient: KeyPairFiles;
  readonly serviceAccounts: {
    /** `iss` of the tokens, https. */
    readonly issuer: string;
    readonly publicKey: string;
    readonly signingKey: string;
  };
  /** Addresses of Services. @default "10.96.0.0/16" */
  readonly serviceCidr?: string;
  /** @default 6443 */
  readonly securePort?: number;
}

/**
 * Every flag of a hardened API server that is started by hand (beside those of `hardenedApiServerFlags`: CIS-K8S-1.2.4,
 * 1.2.22 to 1.2.26, NSA-CP-04, NSA-CP-08, V-242389, V-242410, V-242419, V-242422, V-242429 to V-242431).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function apiServerFlags(args: ApiServerArgs): Flags {
  const { etcdClient, serving, kubeletClient, serviceAccounts } = args;
  return {
    "secure-port": wholeNumber("securePort", args.securePort ?? 6443, 1, 65_535),
    "service-cluster-ip-range": cidr("serviceCidr", args.serviceCidr ?? "10.96.0.0/16").text,
    "etcd-servers": args.etcdServers.map((server) => httpsAddress("etcdServers", server)).join(","),
    "etcd-cafile": absolutePath("etcdAuthority", args.etcdAuthority),
    "etcd-certfile": absolutePath("etcdClient.certificate", etcdClient.certificate),
    "etcd-keyfile": absolutePath("etcdClient.key", etcdClient.key),
    "tls-cert-file": absolutePath("serving.certificate", serving.certificate),
    "tls-private-key-file": absolutePath("serving.key", serving.key),
    "client-ca-file": absolutePath("clientAuthority", args.clientAuthority),
    "kubelet-client-certificate": absolutePath("kubeletClient.certificate", kubeletClient.certificate),
    "kubelet-client-key": absolutePath("kubeletClient.key", kubeletClient.key),
    "service-account-issuer": httpsAddress("serviceAccounts.issuer", serviceAccounts.issuer),
    "service-account-key-file": absolutePath("serviceAccounts.publicKey", serviceAccounts.publicKey),
    "service-account-signing-key-file": absolutePath("serviceAccounts.signingKey", serviceAccounts.signingKey),
    // Without it this flag, not Pod Security, would refuse privileged pods, with a message that names no policy.
    "allow-privileged": true,
    ...hardenedApiServerFlags(args),
  };
}
