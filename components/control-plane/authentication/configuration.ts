import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import { oneOf } from "../../refusal.js";
import { knows, kubernetesVersion } from "../version.js";
import { authenticator, type IssuerArgs, type JwtAuthenticator } from "./issuer.js";

/** Paths that load balancers and probes ask without credentials. */
export const HEALTH_PATHS = ["/livez", "/readyz", "/healthz"] as const;
export type HealthPath = (typeof HEALTH_PATHS)[number];

/** What `kubeadm join` reads before it has credentials: the address and the authority of the cluster, signed. */
export const KUBEADM_JOIN_PATH = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

export interface AuthenticationConfigurationArgs {
  /**
   * Who may vouch for people, beside client certificates and service accounts.
   * @default none
   */
  readonly issuers?: readonly IssuerArgs[];
  /**
   * Paths that are answered without credentials; none switches anonymous requests off.
   * @default the health paths
   */
  readonly anonymousPaths?: readonly HealthPath[];
  /**
   * Answers `kubeadm join` with a token. Anybody who reaches the API server can then read the cluster's address and
   * authority, and guess at tokens. Switch it off when no node joins.
   * @default false
   */
  readonly allowKubeadmJoin?: boolean;
  /**
   * Version of the API server.
   * @default the newest
   */
  readonly kubernetesVersion?: string;
}

/** The file of `--authentication-config` (apiserver.config.k8s.io, v1 since Kubernetes 1.34). */
export interface AuthenticationConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1" | "apiserver.config.k8s.io/v1beta1";
  readonly kind: "AuthenticationConfiguration";
  readonly jwt?: readonly JwtAuthenticator[];
  readonly anonymous: {
    /** Never true without conditions: that would open every path. */
    readonly enabled: boolean;
    readonly conditions: readonly { readonly path: string }[];
  };
}

/**
 * Anonymous requests on the health paths and nowhere else (NSA-AUTH-04, CIS-K8S-1.2.1, V-242390): probes keep working,
 * every other path answers 401. People come from issuers of tokens (NSA-AUTH-01, NSA-AUTH-02, CIS-K8S-3.1.1, V-245544).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function authenticationConfiguration(args: AuthenticationConfigurationArgs = {}): AuthenticationConfiguration {
  const { issuers = [], anonymousPaths = HEALTH_PATHS, allowKubeadmJoin = false } = args;
  const version = kubernetesVersion(args.kubernetesVersion ?? KUBERNETES_VERSIONS.newest);
  const stable = knows(version, "AuthenticationConfiguration apiserver.config.k8s.io/v1");
  const paths = [
    ...anonymousPaths.map((path) => oneOf("anonymousPaths", path, HEALTH_PATHS)),
    ...(allowKubeadmJoin ? [KUBEADM_JOIN_PATH] : []),
  ];
  return {
    apiVersion: stable ? "apiserver.config.k8s.io/v1" : "apiserver.config.k8s.io/v1beta1",
    kind: "AuthenticationConfiguration",
    ...(issuers.length === 0
      ? {}
      : { jwt: issuers.map((issuer, index) => authenticator(issuer, issuers.slice(0, index))) }),
    anonymous: { enabled: paths.length > 0, conditions: paths.map((path) => ({ path })) },
  };
}
