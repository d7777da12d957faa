import { servedKinds } from "./api-kinds.js";
import { ApiServer, boundedly, type ClusterChoice } from "./api-server.js";
import { type AuditPhase, auditPhase } from "./audit-phase.js";
import { type ClusterContent, clusterContent, inNamespace } from "./content.js";
import { effectsOf } from "./effects.js";
import { podSecurityBreakages } from "./pod-security.js";
import { questionsOf, titleOf } from "./questions.js";
import { type Answered, refusals } from "./refusals.js";
import { type ImpactReport, mergedBreakages, type Unseen } from "./report.js";
import { isCut, openQuestion } from "./verdict.js";
import { isStatic } from "./workloads.js";

/** Called as the API server is asked. */
export type Asking = (done: number, total: number) => void;

/**
 * What would break if the baseline of a cluster refused instead of warning, as the API server itself says.
 * @throws Error that says in a sentence why nobody could look.
 */
export async function impactOf(choice: ClusterChoice, onAsked: Asking = () => {}): Promise<ImpactReport> {
  const server = await ApiServer.open(choice);
  try {
    const { gitVersion } = await server.get<{ gitVersion: string }>("/version");
    const kinds = await servedKinds(server);
    const phase = await auditPhase(server, kinds);
    assertAudited(phase, server);
    const content = await clusterContent(server, kinds, phase);
    const questions = questionsOf(kinds, phase, content);
    let done = 0;
    const answers = await boundedly(questions, async (question): Promise<Answered> => {
      const verdict = await server.ask("POST", question.path, question.body);
      onAsked(++done, questions.length);
      return { question, verdict };
    });
    const podSecurity = await podSecurityBreakages(server, phase);
    return {
      cluster: { context: server.context, server: server.address, version: gitVersion.replace(/^v/, "") },
      asked: { objects: questions.length, policies: phase.policies.length, namespaces: phase.namespaces.length },
      enforced: phase.enforced,
      breakages: mergedBreakages([
        ...refusals(phase, answers),
        ...podSecurity.breakages,
        ...phase.namespaces.flatMap((namespace) => [...effectsOf(namespace, inNamespace(content, namespace.name))]),
      ]),
      couldNotAsk: [...content.unseen, ...podSecurity.couldNotAsk, ...answers.flatMap(openOf)],
      notInspected: [
        ...notAudited(phase),
        ...podSecurity.notInspected,
        ...answers.flatMap(cutOf),
        ...staticPods(content),
      ],
    };
  } finally {
    server.close();
  }
}

const openOf = ({ question, verdict }: Answered): readonly Unseen[] => {
  const why = openQuestion(verdict);
  return why === undefined ? [] : [{ what: titleOf(question), why }];
};

const cutOf = ({ question, verdict }: Answered): readonly Unseen[] =>
  isCut(verdict)
    ? [
        {
          what: titleOf(question),
          why: "the API server cuts long warnings: it may break more than is shown, so ask again after the fix",
        },
      ]
    : [];

const staticPods = ({ pods }: ClusterContent): readonly Unseen[] =>
  pods.filter(isStatic).map(({ metadata }) => ({
    what: `${metadata.namespace}: Pod ${metadata.name}`,
    why: "its node makes it from a file",
  }));

/** Nothing that warns means that nobody can be asked, not that all is well. */
function assertAudited(
  { policies, namespaces, unreadable, enforced }: AuditPhase,
  { context, address }: ApiServer,
): void {
  if (policies.length + namespaces.length + unreadable.length > 0) return;
  const already = enforced.length === 0 ? "" : ` ${enforced.length} of its policies refuse already.`;
  throw new Error(
    `The baseline is not installed in audit mode in the cluster of the context "${context}" (${address}): nothing to ask.${already} Deploy it with mode: EnforcementMode.Audit first.`,
  );
}

/** The parts of the baseline that are not there, and of which the report says nothing. */
function notAudited({ policies, namespaces, unreadable, enforced }: AuditPhase): readonly Unseen[] {
  return [
    ...(policies.length === 0 && enforced.length === 0
      ? [{ what: "admission policies", why: "none of the baseline's is in the cluster" }]
      : []),
    ...(namespaces.length === 0
      ? [{ what: "Pod Security, quotas and network policies", why: "no namespace is in audit mode" }]
      : []),
    ...unreadable.map((name) => ({
      what: `namespace ${name}`,
      why: "its annotation rampart.dev/when-enforced is broken",
    })),
  ];
}
