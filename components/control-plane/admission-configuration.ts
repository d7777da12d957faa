/** A level of the Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

export interface AdmissionConfigurationArgs {
  /** Version of the Pod Security Standards to judge by, as `v<major>.<minor>`; pinned, so that an upgrade of the API server does not refuse running workloads. */
  readonly podSecurityVersion: string;
  /**
   * Level enforced in namespaces without a label of their own.
   * @default "restricted"
   */
  readonly podSecurityLevel?: PodSecurityLevel;
  /**
   * Namespaces that Pod Security does not judge.
   * @default ["kube-system"], whose components need the host
   */
  readonly exemptNamespaces?: readonly string[];
}

interface PodSecurityDefaults {
  readonly enforce: PodSecurityLevel;
  readonly "enforce-version": string;
  readonly audit: PodSecurityLevel;
  readonly "audit-version": string;
  readonly warn: PodSecurityLevel;
  readonly "warn-version": string;
}

/** The file of `--admission-control-config-file` (apiserver.config.k8s.io/v1). */
export interface AdmissionConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "AdmissionConfiguration";
  readonly plugins: readonly {
    readonly name: "PodSecurity";
    readonly configuration: {
      readonly apiVersion: "pod-security.admission.config.k8s.io/v1";
      readonly kind: "PodSecurityConfiguration";
      readonly defaults: PodSecurityDefaults;
      readonly exemptions: {
        readonly usernames: readonly string[];
        readonly runtimeClasses: readonly string[];
        readonly namespaces: readonly string[];
      };
    };
  }[];
}

/**
 * Pod Security for every namespace that does not choose its own level (NSA-POD-09, V-254800).
 * @throws Error when the version is not `v<major>.<minor>`; `latest` is refused.
 */
export function admissionConfiguration(args: AdmissionConfigurationArgs): AdmissionConfiguration {
  const version = args.podSecurityVersion;
  if (!/^v1\.\d+$/.test(version))
    throw new Error(`podSecurityVersion: must be a pinned version such as "v1.37", got "${version}"`);
  const level = args.podSecurityLevel ?? "restricted";
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AdmissionConfiguration",
    plugins: [
      {
        name: "PodSecurity",
        configuration: {
          apiVersion: "pod-security.admission.config.k8s.io/v1",
          kind: "PodSecurityConfiguration",
          defaults: {
            enforce: level,
            "enforce-version": version,
            audit: "restricted",
            "audit-version": version,
            warn: "restricted",
            "warn-version": version,
          },
          exemptions: { usernames: [], runtimeClasses: [], namespaces: args.exemptNamespaces ?? ["kube-system"] },
        },
      },
    ],
  };
}
