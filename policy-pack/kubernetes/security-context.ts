import type { EvaluationContext } from "../policy.js";
import type { Verdict } from "../verdict.js";
import type { Breach } from "./breach.js";
import { eachContainer, onPod } from "./containers.js";
import type { Container, PodSecurityContext, SecurityContext } from "./pod-spec.js";
import type { Workload } from "./workload.js";

type SharedContext = Pick<
  PodSecurityContext & SecurityContext,
  | "runAsNonRoot"
  | "runAsUser"
  | "runAsGroup"
  | "seLinuxOptions"
  | "seccompProfile"
  | "appArmorProfile"
  | "windowsOptions"
>;

/** Asks the pod's security context, then every container's: for fields that both have and that are wrong wherever set. */
export function eachSecurityContext(workload: Workload, question: (context: SharedContext) => Breach): Verdict[] {
  const ask = ({ securityContext }: { readonly securityContext?: SharedContext | undefined }): Breach =>
    securityContext && question(securityContext);
  return [...onPod(workload, ask), ...eachContainer(workload, ask)];
}

/** Whether the container must state a field itself, because neither it nor its pod does. */
export function inheritsNothing<K extends keyof SharedContext>(
  workload: Workload,
  container: Container,
  field: K,
  isSet: (value: NonNullable<SharedContext[K]>) => boolean = () => true,
): boolean {
  const own = container.securityContext?.[field];
  if (own !== undefined) return false;
  const inherited = workload.pod.securityContext?.[field];
  return inherited === undefined || !isSet(inherited as NonNullable<SharedContext[K]>);
}

/** Windows pods have no Linux security settings: the API server refuses them there (since 1.25, spec.os). */
export const isWindows = (workload: Workload): boolean => workload.pod.os?.name === "windows";

/** Root inside a user namespace is nobody outside; the Pod Security Standards relax for it since 1.35. */
export const isRelaxedForUserNamespace = (workload: Workload, context: EvaluationContext): boolean =>
  context.kubernetesMinor >= 35 && workload.pod.hostUsers === false;
