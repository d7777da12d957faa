/**
 * One version of one kind that ends: group and kind, version, the minor version of Kubernetes 1.x that deprecates it,
 * the one that no longer serves it, and the group and version that replace it, where the source names them.
 */
export type ApiLifecycle = readonly [
  kind: `${string}/${string}`,
  version: string,
  deprecated: number,
  removed: number,
  replacement?: string,
];

/** What the source of Kubernetes states (zz_generated.prerelease-lifecycle.go), for the version that the sandbox builds. */
export const API_LIFECYCLES: readonly ApiLifecycle[] = [];

/**
 * What the source no longer has, from its older versions and the "Deprecated API Migration Guide". PodSecurityPolicy has
 * a policy of its own.
 */
export const PAST_API_LIFECYCLES: readonly ApiLifecycle[] = [
  ["auditregistration.k8s.io/AuditSink", "v1alpha1", 19, 19],
  ["autoscaling/HorizontalPodAutoscaler", "v2beta1", 22, 25, "autoscaling/v2"],
  ["autoscaling/HorizontalPodAutoscaler", "v2beta2", 23, 26, "autoscaling/v2"],
  ["batch/CronJob", "v2alpha1", 21, 21, "batch/v1"],
  ["settings.k8s.io/PodPreset", "v1alpha1", 20, 20],
];
