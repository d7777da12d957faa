import type { EvaluationContext } from "../policy.js";
import type { Container, PodSpec } from "./pod-spec.js";
import type { Workload } from "./workload.js";

/** What a container asks for that every node has a limited amount of. */
export type ResourceName = "cpu" | "memory" | "ephemeral-storage";

/** Whether the container, or its pod as a whole, has a request; a limit without one is the request too. */
export function hasRequest(
  workload: Workload,
  { kubernetesMinor }: EvaluationContext,
  { resources }: Container,
  name: ResourceName,
): boolean {
  if ((resources?.requests?.[name] ?? resources?.limits?.[name]) !== undefined) return true;
  const ofPod = podResources(workload, kubernetesMinor, name);
  return (ofPod?.requests?.[name] ?? ofPod?.limits?.[name]) !== undefined;
}

/** Whether the container, or its pod as a whole, has a limit. */
export function hasLimit(
  workload: Workload,
  { kubernetesMinor }: EvaluationContext,
  { resources }: Container,
  name: ResourceName,
): boolean {
  return (
    resources?.limits?.[name] !== undefined ||
    podResources(workload, kubernetesMinor, name)?.limits?.[name] !== undefined
  );
}

/** Pods have resources of their own since 1.34 (PodLevelResources), though not for storage. */
const podResources = (workload: Workload, minor: number, name: ResourceName): PodSpec["resources"] =>
  minor >= 34 && name !== "ephemeral-storage" ? workload.pod.resources : undefined;
