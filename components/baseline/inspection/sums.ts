import type { V1Pod } from "@kubernetes/client-node";
import { amountOf } from "../quantity.js";

/** What pods ask for together. */
export interface ResourceSums {
  /** How many pods. */
  pods: number;
  /** Sum of CPU requests, in cores. @fraction */
  cpu: number;
  /** Sum of memory requests, in bytes. @fraction */
  memory: number;
  /** Sum of memory limits, in bytes. @fraction */
  memoryLimit: number;
}

/** Sums over pods that have not ended, as a ResourceQuota counts them: of its init containers the greatest, if greater. */
export function sumsOf(pods: readonly V1Pod[]): ResourceSums {
  const live = pods.filter(({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed");
  const total = (kind: "requests" | "limits", resource: string): number =>
    live.reduce((sum, pod) => sum + ofPod(pod, kind, resource), 0);
  return {
    pods: live.length,
    cpu: total("requests", "cpu"),
    memory: total("requests", "memory"),
    memoryLimit: total("limits", "memory"),
  };
}

function ofPod({ spec }: V1Pod, kind: "requests" | "limits", resource: string): number {
  const of = (container: NonNullable<typeof spec>["containers"][number]): number =>
    amountOf(container.resources?.[kind]?.[resource] ?? "0");
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const running = [...(spec?.containers ?? []), ...sidecars].reduce((sum, container) => sum + of(container), 0);
  return Math.max(running, ...(spec?.initContainers ?? []).map(of));
}

/** Quotas that are exceeded from the beginning, by resource; nothing new could start. */
export function exceeded(
  sums: ResourceSums,
  hard: { readonly cpu?: string; readonly memory?: string; readonly pods?: number },
): string[] {
  const { cpu, memory, pods } = hard;
  return [
    ...(pods !== undefined && sums.pods > pods ? [`quota.pods is ${pods}, and ${sums.pods} are there`] : []),
    ...(cpu !== undefined && sums.cpu > amountOf(cpu)
      ? [`quota.cpu is ${cpu}, and pods ask for ${Math.ceil(sums.cpu * 1000)}m`]
      : []),
    ...(memory !== undefined && Math.max(sums.memory, sums.memoryLimit) > amountOf(memory)
      ? [
          `quota.memory is ${memory}, and pods ask for ${Math.ceil(Math.max(sums.memory, sums.memoryLimit) / 2 ** 20)}Mi`,
        ]
      : []),
  ];
}
