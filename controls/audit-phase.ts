/**
 * What the baseline leaves in a cluster, and by what a report of its impact knows it. The components write it, the
 * command line reads it.
 */

/** Ends the names of the baseline's admission policies and of their bindings; before it is the policy's id. */
export const ADMISSION_POLICY_SUFFIX = ".rampart.dev";

/** Match condition of the policies that do not judge what the control plane itself writes, such as a Deployment's pods. */
export const NOT_BY_CONTROL_PLANE_CONDITION = "not-by-the-control-plane";

/** Annotation of a namespace that is only audited: what enforcing would bring into it, a `NamespacePlan` as JSON. */
export const WHEN_ENFORCED = "rampart.dev/when-enforced";

/** What a namespace has once the baseline enforces there. */
export interface NamespacePlan {
  /** Level of Pod Security: privileged, baseline or restricted. */
  readonly podSecurity: string;
  /** Version of the Pod Security Standards, e.g. `v1.37`. */
  readonly podSecurityVersion: string;
  /** Whether pods neither talk nor listen until a NetworkPolicy says so. */
  readonly defaultDeny: boolean;
  /** `spec.hard` of the ResourceQuota, e.g. `{ "requests.cpu": "4" }`; absent: none. */
  readonly quota?: Readonly<Record<string, string>>;
  /** What a container gets that does not say; absent: nothing. */
  readonly containerDefaults?: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}
