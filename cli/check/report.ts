import type { Exemption } from "../../policy-pack/exemptions.js";
import type { Status } from "../../policy-pack/finding.js";
import type { PartName } from "../../policy-pack/kubernetes/control-plane/part.js";
import type { Severity } from "../../policy-pack/policy.js";
import type { Selection } from "../../policy-pack/selection.js";
import type { Problem, Skipped } from "../sources/subject.js";
import type { BaselineComparison } from "./baseline.js";

/** From the worst to the least. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const satisfies readonly Severity[];

/** One policy on one resource, with its place. */
export interface LocatedFinding {
  /** The policy's id; `not-inspected` where no policy decides. */
  readonly policy: string;
  /** Ids of the controls that the policy serves, or of those among them that are broken. */
  readonly controls: readonly string[];
  readonly severity: Severity;
  readonly status: Status;
  /** Whether it counts for the exit code; an advisory one is told only. */
  readonly enforcement: "mandatory" | "advisory";
  readonly resource: {
    /** Empty where the resource is no Kubernetes object. */
    readonly apiVersion: string;
    readonly kind: string;
    /** Absent where the object states none. */
    readonly namespace?: string | undefined;
    /** `generateName` where the object has no name; empty where it has neither. */
    readonly name: string;
    /** Pulumi's type token, e.g. `kubernetes:apps/v1:Deployment`. */
    readonly type: string;
    /** Absent where no engine has seen the resource. */
    readonly urn?: string | undefined;
    readonly file: string;
    /** Line of the offending field, or of the nearest one above it that is there; from 1. Absent where the source has none. */
    readonly line?: number | undefined;
  };
  /** The offending field; empty where the whole object is meant. */
  readonly path: string;
  /** Every offending field, where there are several. */
  readonly paths?: readonly string[] | undefined;
  readonly containers: readonly string[];
  readonly message: string;
  readonly remediation: string;
  /** Of an exempt finding: by whom it is answered for, why and how long. */
  readonly exemption?: Exemption | undefined;
  /** A violation that the baseline has as well, so that it does not count for the exit code. Absent without a baseline. */
  readonly inBaseline?: boolean | undefined;
}

/** What was looked at, and what was seen. */
export interface CheckReport {
  readonly selection: Selection;
  /** In the order of the files, and of the objects in them. */
  readonly findings: readonly LocatedFinding[];
  /** Objects that were judged. */
  readonly objects: number;
  /** Files with at least one of them. */
  readonly files: number;
  /** Their names. Absent where the source does not tell. */
  readonly judgedFiles?: ReadonlySet<string> | undefined;
  /** Type tokens of the objects that were judged. Absent where the source does not tell. */
  readonly types?: ReadonlySet<string> | undefined;
  /** Parts of a control plane or of nodes that were judged. Default: none. */
  readonly parts?: ReadonlySet<PartName> | undefined;
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
  /** Every exemption that was there to be used, used or not. */
  readonly exemptions: readonly Exemption[];
  /** What a comparison with a baseline came to. Absent where there was none. */
  readonly baseline?: BaselineComparison | undefined;
}

/** The least severity that fails a check; `none`: no finding does. */
export const THRESHOLDS = [...SEVERITIES, "none"] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** `clean`: nothing at or above the threshold. `incomplete`: something could not be looked at, so nobody knows. */
export type Outcome = "clean" | "findings" | "incomplete";

/** What the check comes to. An incomplete one is never clean, and never only "findings". */
export function outcomeOf({ findings, objects, problems }: CheckReport, threshold: Threshold): Outcome {
  if (problems.length > 0 || objects === 0 || findings.some(({ status }) => status === "error")) return "incomplete";
  return findings.some((finding) => fails(finding, threshold)) ? "findings" : "clean";
}

/** Whether the finding makes the check fail. */
export const fails = (
  { status, severity, enforcement, inBaseline = false }: LocatedFinding,
  threshold: Threshold,
): boolean =>
  status === "violation" &&
  enforcement === "mandatory" &&
  !inBaseline &&
  threshold !== "none" &&
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);

/** The resource as people name it: `Deployment shop/web`. */
export const resourceTitle = ({ resource: { kind, namespace, name } }: LocatedFinding): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name || "(no name)"}`;

/** How many findings there are of each kind that the key gives. */
export function countBy<K extends string>(
  findings: readonly LocatedFinding[],
  key: (finding: LocatedFinding) => K,
): Readonly<Partial<Record<K, number>>> {
  const counts: Partial<Record<K, number>> = {};
  for (const finding of findings) counts[key(finding)] = (counts[key(finding)] ?? 0) + 1;
  return counts;
}

/** The findings, or anything else, by what the key gives, in the order in which each key first comes. */
export function groupedBy<T, K = string>(findings: readonly T[], key: (finding: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const finding of findings) {
    const group = groups.get(key(finding));
    if (group === undefined) groups.set(key(finding), [finding]);
    else group.push(finding);
  }
  return groups;
}
