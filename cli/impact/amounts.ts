import type { NamespacePlan } from "../../controls/audit-phase.js";
import { nanos, parseQuantity } from "../../policy-pack/kubernetes/quantity.js";
import { type ApiObject, type Container, hasEnded, type Pod, type PodSpec } from "./objects.js";

type Defaults = NamespacePlan["containerDefaults"];

/** Billionths, as the API server counts no smaller amounts. */
type Billionths = bigint;

export const amount = (text: string | undefined): Billionths => {
  const parsed = text === undefined ? undefined : parseQuantity(text);
  return parsed === undefined ? 0n : nanos(parsed);
};

const larger = (a: Billionths, b: Billionths): Billionths => (a > b ? a : b);

/**
 * What a pod asks for, as the quota counts it (k8s.io/component-helpers, resource): its containers and sidecars together,
 * or an init container with the sidecars before it where that is more; the pod's own figure is over both.
 */
export function podAmount(
  spec: PodSpec,
  side: "requests" | "limits",
  resource: string,
  defaults?: Defaults,
): Billionths {
  const of = (container: Container): Billionths => amount(containerAmount(container, side, resource, defaults));
  let sidecars = 0n;
  let most = 0n;
  for (const container of spec.initContainers ?? []) {
    most = larger(most, sidecars + of(container));
    if (container.restartPolicy === "Always") sidecars += of(container);
  }
  const together = spec.containers.reduce((sum, container) => sum + of(container), sidecars);
  const own = spec.resources?.[side]?.[resource];
  return (own === undefined ? larger(most, together) : amount(own)) + amount(spec.overhead?.[resource]);
}

/** A limit without a request is the request too; what is missing then comes from the LimitRange. */
function containerAmount(
  { resources = {} }: Container,
  side: "requests" | "limits",
  resource: string,
  defaults: Defaults,
) {
  const { requests, limits } = resources;
  if (side === "limits") return limits?.[resource] ?? defaults?.limits?.[resource];
  return requests?.[resource] ?? limits?.[resource] ?? defaults?.requests[resource];
}

export interface Exceeded {
  /** E.g. `requests.cpu`. */
  readonly resource: string;
  readonly used: string;
  readonly allowed: string;
}

/** The sums of a planned quota that are exceeded before it is there. */
export function exceededSums(
  plan: NamespacePlan,
  pods: readonly Pod[],
  services: readonly ApiObject[],
): readonly Exceeded[] {
  const running = pods.filter((pod) => !hasEnded(pod));
  return Object.entries(plan.quota ?? {}).flatMap(([resource, allowed]) => {
    const used = usedAmount(resource, running, services, plan.containerDefaults);
    return used === undefined || used <= amount(allowed)
      ? []
      : [{ resource, used: shownAmount(used, resource), allowed }];
  });
}

function usedAmount(
  resource: string,
  pods: readonly Pod[],
  services: readonly ApiObject[],
  defaults: Defaults,
): Billionths | undefined {
  if (resource === "pods") return BigInt(pods.length) * ONE;
  if (resource === "services.nodeports") return BigInt(services.reduce((sum, each) => sum + nodePorts(each), 0)) * ONE;
  const [, side, name = ""] = /^(requests|limits)\.(.+)$/.exec(resource) ?? [];
  if (side !== "requests" && side !== "limits") return undefined;
  return pods.reduce((sum, { spec }) => sum + podAmount(spec, side, name, defaults), 0n);
}

const ONE = 1_000_000_000n;

const nodePorts = ({ spec }: ApiObject): number =>
  ((spec as { ports?: readonly { nodePort?: number }[] }).ports ?? []).filter(({ nodePort = 0 }) => nodePort > 0)
    .length;

const MEBI = ONE * 1024n * 1024n;

/** Memory in MiB, rounded up; all else as a number of at most three decimals. */
function shownAmount(used: Billionths, resource: string): string {
  if (/memory|storage/.test(resource)) return `${(used + MEBI - 1n) / MEBI}Mi`;
  const thousandths = (used + 999_999n) / 1_000_000n;
  return String(Number(thousandths) / 1000);
}
