import { decidedElsewhere, type Finding, filesNotInspected } from "./finding.js";
import { findingOf, judgeEach, raised } from "./guarded-check.js";
import type { Part, PartName } from "./kubernetes/control-plane/part.js";
import { NO_PARTS, type Parts, partsIn } from "./kubernetes/control-plane/parts.js";
import { type KubernetesObject, objectsOf } from "./kubernetes/object.js";
import { type DecidedBy, type EvaluationContext, type PartPolicy, type Resource, settingsOf } from "./policy.js";
import { UnknownRead } from "./unknown.js";
import type { Verdict } from "./verdict.js";

/** Judges the parts of a control plane or of nodes that resources have; most have none. */
export interface PartJudge {
  /** `objects` are those of the resource's type. */
  readonly resource: (resource: Resource, objects: readonly KubernetesObject[]) => readonly Finding[];
  /** Whether `stack` needs the resource. */
  readonly related: (resource: Resource, objects: readonly KubernetesObject[]) => boolean;
  /** The parts that resources have. */
  readonly names: (resources: readonly Resource[]) => ReadonlySet<PartName>;
  /** What is decided by files that no resource has. */
  readonly stack: (resources: readonly Resource[]) => readonly Finding[];
}

interface Check {
  readonly policy: PartPolicy;
  readonly ofPart: (part: Part) => readonly Verdict[];
}

export function partJudge(policies: readonly PartPolicy[], context: EvaluationContext): PartJudge {
  const checks: readonly Check[] = policies.map((policy) => {
    const settings = settingsOf(policy, context);
    const ofPart = (part: Part): readonly Verdict[] =>
      fileOf(policy, part) === undefined ? policy.check(part, context, settings) : NONE;
    return { policy, ofPart };
  });
  // Whoever asks for a resource's findings asks whether it is related as well.
  const known = new WeakMap<object, Parts>();
  const partsOf = (resource: Resource, objects: readonly KubernetesObject[]): Parts => {
    const before = known.get(resource.props);
    if (before !== undefined) return before;
    const parts = partsIn(resource, objects);
    if (parts !== NO_PARTS) known.set(resource.props, parts);
    return parts;
  };
  const partsWithin = (resource: Resource): readonly Part[] => partsOf(resource, readableObjects(resource)).parts;
  const names = (resources: readonly Resource[]): ReadonlySet<PartName> =>
    new Set(resources.flatMap((resource) => partsWithin(resource).map(({ name }) => name)));
  if (checks.length === 0)
    return { resource: () => NONE, related: () => false, names: () => new Set(), stack: () => NONE };
  return {
    resource(resource, objects) {
      const found = partsOf(resource, objects);
      return found === NO_PARTS ? NONE : findingsOn(resource, found, checks);
    },
    related: (resource, objects) => partsOf(resource, objects).parts.length > 0,
    names,
    stack(resources) {
      const files = resources.flatMap(partsWithin).filter(({ written }) => written === "in a file");
      const present = new Set(files.map(({ name }) => name));
      return resources.flatMap((resource) => {
        const parts = partsWithin(resource);
        return policies.flatMap((policy) => elsewhere(resource, parts, policy, present));
      });
    },
  };
}

const NONE: readonly never[] = [];

/** None where it is not known what they are: every policy is undecided then. */
function readableObjects({ type, props }: Resource): readonly KubernetesObject[] {
  try {
    return objectsOf(type, props);
  } catch (error) {
    if (error instanceof UnknownRead) return NONE;
    throw error;
  }
}

function findingsOn(resource: Resource, { parts, unknown, unseen }: Parts, checks: readonly Check[]): Finding[] {
  const findings: Finding[] = [];
  for (const { policy, ofPart } of checks)
    try {
      const own = parts.filter(({ name }) => policy.parts.includes(name));
      const open = unknown === undefined ? NONE : [{ unknown: unknown.path }];
      const finding = findingOf(policy, resource, [...judgeEach(own, ofPart), ...open]);
      if (finding !== undefined) findings.push(finding);
    } catch (error) {
      findings.push(raised(policy, resource, error));
    }
  for (const { path, why } of unseen) findings.push(filesNotInspected(resource, path, why));
  return findings;
}

/** The file that decides the policy for the part, where one does. */
function fileOf({ decidedBy }: PartPolicy, part: Part): DecidedBy | undefined {
  return decidedBy?.find(
    ({ part: name, setting, unless }) =>
      name === part.name &&
      part.value(setting) !== undefined &&
      (unless === undefined || part.value(unless) === undefined),
  );
}

function elsewhere(
  resource: Resource,
  parts: readonly Part[],
  policy: PartPolicy,
  present: ReadonlySet<string>,
): readonly Finding[] {
  for (const part of parts) {
    try {
      const file = fileOf(policy, part);
      if (file !== undefined && !present.has(file.file))
        return [decidedElsewhere(policy, resource, part.path(file.setting), part.shown(file.setting))];
    } catch (error) {
      // It is undecided already.
      if (!(error instanceof UnknownRead)) throw error;
    }
  }
  return NONE;
}
