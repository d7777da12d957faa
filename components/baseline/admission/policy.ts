/** What an organisation states once for all policies; a policy reads what it names as `variables.<name>`. */
export interface AdmissionSettings {
  /** Registries, or repositories below them, that images may come from; none: every one. */
  readonly imageRegistries: readonly string[];
  /** Runtime classes, one of which a pod must have; none: no pod needs one. */
  readonly runtimeClasses: readonly string[];
  /** Whether containers need a limit of CPU beside that of memory. */
  readonly limitsCpu: boolean;
  /** Lowest user and group that a container may run as. */
  readonly minimumRunAsId: number;
  /** Longest life of a projected token. */
  readonly maximumTokenSeconds: number;
  /** The levels that a namespace may enforce. */
  readonly podSecurityLevels: readonly string[];
  /** Labels that every namespace must have. */
  readonly namespaceLabels: readonly string[];
  /** Names of objects that may be in the system's namespaces. */
  readonly systemAddOns: readonly string[];
  /** Cluster roles that may be bound in the whole cluster, beside those of the system. */
  readonly clusterWideRoles: readonly string[];
  /** Widest block of addresses with private ones in it, by the length of its prefix. */
  readonly shortestIpv4Prefix: number;
  readonly shortestIpv6Prefix: number;
}

/** What holds unless it is stated. */
export const DEFAULT_SETTINGS: AdmissionSettings = {
  imageRegistries: [],
  runtimeClasses: [],
  limitsCpu: true,
  minimumRunAsId: 10_000,
  maximumTokenSeconds: 3600,
  podSecurityLevels: ["baseline", "restricted"],
  namespaceLabels: [],
  systemAddOns: [],
  clusterWideRoles: [],
  shortestIpv4Prefix: 8,
  shortestIpv6Prefix: 32,
};

export interface NamedExpression {
  readonly name: string;
  /** In CEL. */
  readonly expression: string;
}

/** Requests that a policy is asked about, as admissionregistration/v1 states them. */
export interface AdmissionRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "CONNECT")[];
}

export interface AdmissionValidation {
  /** In CEL: true where all is well. */
  readonly expression: string;
  /** Said where no names can be computed, e.g. `must set hostUsers to false. Fix: …`. */
  readonly message: string;
  /** In CEL: a text of one line that names what is wrong, and the fix. */
  readonly messageExpression: string;
}

/**
 * A policy that the API server itself decides by, in CEL; the policy of the same id in the policy pack decides alike.
 * Data only: `objects.ts` makes API objects of it.
 */
export interface AdmissionPolicy {
  /** Id of the policy in the policy pack. */
  readonly id: string;
  readonly rules: readonly AdmissionRule[];
  /** Requests among them that it leaves alone. */
  readonly exceptRules?: readonly AdmissionRule[];
  /**
   * What of an object is judged, in CEL, by the name of the variable that holds the object. An update that leaves it as
   * it is passes: a controller must be able to finish, scale and remove what was there before the policy.
   * Absent for requests that have no object.
   */
  readonly judged?: (object: string) => string;
  /** Conditions, all of which must hold for the policy to look at all. */
  readonly conditions?: readonly NamedExpression[];
  /** The only namespaces in which it looks; default: all but those that are exempt. */
  readonly onlyIn?: readonly string[];
  /** It looks at exempt namespaces as well: what it refuses there harms the cluster. */
  readonly everywhere?: true;
  /** What of the settings it reads. */
  readonly settings?: readonly (keyof AdmissionSettings)[];
  readonly variables?: readonly NamedExpression[];
  readonly validations: readonly AdmissionValidation[];
  /** Off unless it is asked for: what many add-ons do, or what most clusters cannot have yet. */
  readonly optional?: true;
}
