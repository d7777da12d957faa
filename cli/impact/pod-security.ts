import type { NamespacePlan } from "../../controls/audit-phase.js";
import { type ApiServer, boundedly } from "./api-server.js";
import type { AuditPhase } from "./audit-phase.js";
import type { Labels } from "./objects.js";
import type { Breakage, Unseen } from "./report.js";

const LABEL = "pod-security.kubernetes.io";

/** k8s.io/pod-security-admission: `pods web-1 (and 2 other pods): host namespaces, privileged`. */
const OF_PODS = /^(.+?)(?: \(and (\d+) other pods?\))?: (.+)$/;
const OF_ALL = /^existing pods in namespace "[^"]+" violate the new PodSecurity enforce level/;

/** What enforcing brings. */
export const enforceLabels = ({ podSecurity, podSecurityVersion }: NamespacePlan): Labels => ({
  [`${LABEL}/enforce`]: podSecurity,
  [`${LABEL}/enforce-version`]: podSecurityVersion,
});

/** Whether the API server warns in the namespace of just what would be refused there. */
export const isWarnedOf = ({ all }: AuditPhase, name: string, level: string): boolean =>
  all.find(({ metadata }) => metadata.name === name)?.metadata.labels?.[`${LABEL}/warn`] === level;

/**
 * Where another level is to be enforced than the API server warns of, it is asked as if the label were set now; it then
 * judges the pods that run.
 */
export async function podSecurityBreakages(
  server: ApiServer,
  phase: AuditPhase,
): Promise<{
  readonly breakages: readonly Breakage[];
  readonly couldNotAsk: readonly Unseen[];
  readonly notInspected: readonly Unseen[];
}> {
  const namespaces = phase.namespaces.filter(
    ({ name, plan }) => plan.podSecurity !== "privileged" && !isWarnedOf(phase, name, plan.podSecurity),
  );
  const answers = await boundedly(namespaces, async ({ name, plan }) => {
    const path = `/api/v1/namespaces/${encodeURIComponent(name)}`;
    const { refusal, warnings } = await server.ask("PATCH", path, { metadata: { labels: enforceLabels(plan) } });
    const unseen = (why: string): Unseen => ({ what: `${name}: Pod Security ${plan.podSecurity}`, why });
    if (refusal !== undefined) return { breakages: [], unseen: [unseen(refusal.message)] };
    return {
      breakages: warnings
        .filter((warning) => !OF_ALL.test(warning))
        .flatMap((warning) => breakagesOf(name, plan.podSecurity, warning)),
      unseen: warnings.filter((warning) => /only checked against/.test(warning)).map(unseen),
    };
  });
  return {
    breakages: answers.flatMap(({ breakages }) => breakages),
    couldNotAsk: answers.flatMap(({ unseen }) => unseen),
    notInspected: namespaces.map(({ name, plan }) => ({
      what: `${name}: Pod Security ${plan.podSecurity}`,
      why: "judged for the pods that run, not for those to come: the API server warns of another level",
    })),
  };
}

function breakagesOf(namespace: string, level: string, warning: string): readonly Breakage[] {
  const [, pod = "", others, checks = ""] = OF_PODS.exec(warning) ?? [];
  return checks
    .split(", ")
    .filter((check) => check !== "")
    .map((check) => ({
      ...{ kind: "pods-refused", namespace, policy: `Pod Security ${level}`, message: check },
      objects: [`Pod ${pod}${others === undefined ? "" : ` and ${others} like it`}`],
    }));
}
