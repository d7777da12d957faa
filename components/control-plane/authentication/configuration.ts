/** Paths that load balancers and probes ask without credentials. */
export const HEALTH_PATHS = ["/livez", "/readyz", "/healthz"] as const;

/** The file of `--authentication-config` (apiserver.config.k8s.io/v1, stable since Kubernetes 1.34). */
export interface AuthenticationConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "AuthenticationConfiguration";
  readonly anonymous: {
    readonly enabled: true;
    readonly conditions: readonly { readonly path: string }[];
  };
}

/**
 * Anonymous requests on the health paths and nowhere else (NSA-AUTH-04, CIS-K8S-1.2.1, V-242390): probes keep working,
 * every other path answers 401.
 */
export function authenticationConfiguration(): AuthenticationConfiguration {
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AuthenticationConfiguration",
    anonymous: { enabled: true, conditions: HEALTH_PATHS.map((path) => ({ path })) },
  };
}
