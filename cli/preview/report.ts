import { exemptionInNote } from "../../policy-pack/exemptions/notes.js";
import { typesJudgedBy } from "../../policy-pack/judged-types.js";
import { policies } from "../../policy-pack/policies/index.js";
import { evaluationContext, inProfile, type Policy, PROFILES, type Severity } from "../../policy-pack/policy.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { PolicyEvent } from "../../sandbox/engine-run.js";
import { type CheckReport, groupedBy, type LocatedFinding, SEVERITIES } from "../check/report.js";
import { identityOf, nameInUrn, subjectsOf, typeInUrn } from "../sources/registered-resource.js";
import type { SourcePosition } from "../sources/source-position.js";
import type { Problem, Skipped, Subject } from "../sources/subject.js";
import type { PreviewEvents } from "./events.js";
import { packMessage } from "./message.js";

/** The name of our pack. */
export const PACK = "rampart";

export interface PreviewReportArgs {
  readonly events: PreviewEvents;
  readonly positions: ReadonlyMap<string, SourcePosition>;
  /** The project's file, for what has no position. */
  readonly projectFile: string;
  /** Exit code of the engine. */
  readonly code: number;
  readonly kubernetesVersion?: string | undefined;
  /** What the policies on deletions say, which the engine does not ask. */
  readonly endings: readonly LocatedFinding[];
}

const KNOWN: ReadonlyMap<string, Policy> = new Map(policies.map((policy) => [policy.id, policy]));

/** What the engine has said of a preview, as a report; nothing is judged again. */
export function previewReport(args: PreviewReportArgs): CheckReport {
  const { events, positions, projectFile } = args;
  const subjects = new Map<string, Subject>();
  const skipped: Skipped[] = [];
  const whyHidden = "is a secret";
  const registered = [...events.steps.values()].map(({ urn, type, new: state }) => {
    const { file = projectFile, line } = positions.get(urn) ?? {};
    const { custom = false, inputs = {} } = state ?? {};
    return { urn, type, custom, inputs, file, line: () => line, whyHidden };
  });
  for (const item of subjectsOf(registered, TYPES))
    if ("skipped" in item) skipped.push(item);
    else if (!item.isComponent) subjects.set(item.urn ?? "", item);
  const judgedFiles = new Set([...subjects.values()].map(({ file }) => file));
  const said = events.policies.map((event) => located(event, subjects.get(event.resourceUrn ?? ""), args));
  const findings = [...said, ...args.endings];
  return {
    selection: selectionOf(events, args.kubernetesVersion),
    findings: [...groupedBy(findings, ({ resource }) => resource.file).values()].flat(),
    objects: subjects.size,
    files: judgedFiles.size,
    judgedFiles,
    types: new Set([...subjects.values()].map(({ resource }) => resource.type)),
    skipped,
    problems: problemsOf(args),
    exemptions: findings.flatMap(({ exemption }) => exemption ?? []),
  };
}

/** Type tokens that a policy names. */
const TYPES = typesJudgedBy(policies);

type Identity = Pick<Subject, "apiVersion" | "kind" | "namespace" | "name">;

function located(event: PolicyEvent, subject: Subject | undefined, args: PreviewReportArgs): LocatedFinding {
  const { resourceUrn: urn = "", enforcementLevel } = event;
  const { policy, status, message, path, containers } = packMessage(event, PACK, KNOWN);
  const known = KNOWN.get(policy);
  const type = typeInUrn(urn);
  const position = args.positions.get(urn);
  const identity: Identity = subject ?? { ...identityOf(type), name: nameInUrn(urn) };
  return {
    policy,
    controls: known?.references ?? [],
    severity: known?.severity ?? severityOf(event),
    status,
    enforcement: enforcementLevel === "advisory" ? "advisory" : "mandatory",
    resource: {
      apiVersion: identity.apiVersion,
      kind: identity.kind,
      namespace: identity.namespace,
      name: identity.name,
      type,
      urn,
      file: position?.file ?? args.projectFile,
      line: position?.line,
    },
    path,
    containers,
    message,
    exemption: status === "exempt" ? exemptionInNote(message) : undefined,
    remediation: known?.remediation ?? "",
  };
}

/** Of policies that state none: what the engine refuses must not pass for harmless. */
const severityOf = ({ severity, enforcementLevel }: PolicyEvent): Severity =>
  SEVERITIES.find((known) => known === severity) ?? (enforcementLevel === "advisory" ? "medium" : "high");

/** What the engine had on, by its own account of what it asked. */
function selectionOf({ asked, policies: said }: PreviewEvents, kubernetesVersion: string | undefined): Selection {
  // The engine counts a policy that has nothing to relate as one that it has not asked.
  const isOn = (policy: Policy): boolean =>
    asked.has(policy.id) || policy.subject === "stack" || policy.subject === "deletion";
  const profile =
    PROFILES.findLast((name) => policies.every((policy) => !inProfile(policy, name) || isOn(policy))) ?? PROFILES[0];
  const advised = said.filter(({ enforcementLevel }) => enforcementLevel === "advisory");
  return {
    policies: policies.filter((policy) => asked.has(policy.id) || (isOn(policy) && inProfile(policy, profile))),
    advisory: new Set(advised.map(({ policyName }) => policyName)),
    context: evaluationContext({ kubernetesVersion }),
    profile,
  };
}

function problemsOf({ events, code }: PreviewReportArgs): Problem[] {
  const problems = events.broken === undefined ? [] : [{ problem: events.broken }];
  if (events.errors > 0)
    problems.push({ problem: "Pulumi ended with an error, which it has told above: resources may be missing" });
  const refused = events.policies.some(({ enforcementLevel }) => enforcementLevel !== "advisory");
  if (code !== 0 && !refused && problems.length === 0)
    problems.push({ problem: `Pulumi ended with exit code ${code}, and no policy has refused anything` });
  if (problems.length === 0 && !events.packs.has(PACK))
    problems.push({ problem: `Pulumi ran without the policy pack "${PACK}"` });
  return problems;
}
