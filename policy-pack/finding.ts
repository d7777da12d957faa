import type { ControlId } from "../controls/index.js";
import type { Edit } from "./edit.js";
import type { Exemption } from "./exemptions.js";
import { messageOf } from "./message.js";
import type { Policy, Resource, Severity } from "./policy.js";
import type { Offence } from "./verdict.js";

export type Status = "violation" | "undecided" | "exempt" | "not-inspected" | "error";

/** One policy on one resource. */
export interface Finding {
  /** The policy's id; for `not-inspected`, which no policy decides, `not-inspected`. */
  readonly policy: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly resource: Pick<Resource, "type" | "urn" | "name">;
  /** Path of the first offending field or of the unknown value; empty where the whole resource is meant. */
  readonly path: string;
  /** Every offending field of a violation, where there are several; `path` is the first. */
  readonly paths?: readonly string[] | undefined;
  /** The controls that are broken, where these are not all of the policy's. */
  readonly controls?: readonly ControlId[] | undefined;
  /** Names of the containers concerned. */
  readonly containers: readonly string[];
  /** Under 300 bytes; paths and names, never values. */
  readonly message: string;
  readonly remediation: string;
  /** What makes a violation right, where that is unambiguous; nothing of them is a value of the resource. */
  readonly edits?: readonly Edit[] | undefined;
  /** Of an exempt finding: by whom it is answered for, why and how long. */
  readonly exemption?: Exemption | undefined;
}

type Subject = Finding["resource"];

function finding(
  policy: Policy,
  { type, urn, name }: Subject,
  rest: Omit<Finding, "policy" | "severity" | "resource" | "remediation">,
): Finding {
  const { id, severity, remediation } = policy;
  return { policy: id, severity, resource: { type, urn, name }, remediation, ...rest };
}

/** Something in the resource breaks the policy. */
export function violation(policy: Policy, resource: Subject, offences: readonly Offence[]): Finding {
  const containers = offences.filter(({ subject }) => subject === "container").map(({ name, path }) => name ?? path);
  return finding(policy, resource, {
    status: "violation",
    path: fieldOf(offences[0]),
    ...(offences.length > 1 ? { paths: [...new Set(offences.map(fieldOf))] } : {}),
    ...controlsOf(offences),
    containers: [...new Set(containers)],
    message: messageOf(offences, policy.fix),
    ...(policy.fixable && { edits: offences.flatMap(({ edits = [] }) => edits) }),
  });
}

function controlsOf(offences: readonly Offence[]): Pick<Finding, "controls"> {
  const controls = offences.flatMap((offence) => offence.controls ?? []);
  return controls.length === 0 ? {} : { controls: [...new Set(controls)] };
}

const fieldOf = ({ path, field }: Offence = { subject: "", path: "", requirement: "" }): string =>
  field === undefined ? path : `${path}.${field}`;

/** The value at the path decides, and is unknown. */
export function undecided(policy: Policy, resource: Subject, path: string): Finding {
  const message = `${shortened(path)} is unknown until deployment: ${policy.id} is decided then.`;
  return finding(policy, resource, { status: "undecided", path, containers: [], message });
}

/** The part leaves the decision to a file that nobody has shown. */
export function decidedElsewhere(policy: Policy, resource: Subject, path: string, setting: string): Finding {
  const message = `${setting} leads to a file that is not here: ${policy.id} is decided there. Fix: check that file as well.`;
  return finding(policy, resource, { status: "not-inspected", path, containers: [], message });
}

/** The exception's own text is left out: it may quote a value. */
export function failed(policy: Policy, resource: Subject, error: unknown): Finding {
  const kind = error instanceof Error ? error.name : typeof error;
  const message = `${policy.id} failed on this resource (${kind}) and judged nothing. Fix: report it as a bug of Rampart.`;
  return finding(policy, resource, { status: "error", path: "", containers: [], message });
}

/** A Helm release, whose objects Pulumi never sees. */
export function helmReleaseNotInspected(resource: Resource): Finding {
  return notInspected(resource, {
    path: "",
    message:
      "The objects of a Helm release are made outside Pulumi and were not inspected. Fix: use kubernetes.helm.v4.Chart.",
    remediation: "Install the chart with kubernetes.helm.v4.Chart, whose objects are resources of the stack.",
  });
}

/** An object of a kind whose controller deploys others, from where nobody has looked. */
export function deploymentNotInspected(resource: Resource, kind: string): Finding {
  return notInspected(resource, {
    path: "",
    message: `The objects that the ${kind} has its controller deploy were not inspected. Fix: render them and judge them by rampart check.`,
    remediation: "Render what the controller deploys, for example by helm template, and judge it by rampart check.",
  });
}

/** A place in which files of the control plane may be, and which cannot be read. */
export function filesNotInspected(resource: Resource, path: string, why: string): Finding {
  return notInspected(resource, {
    path,
    message: `${shortened(path)} ${why}: files of the control plane or of nodes in it were not inspected. Fix: judge them by rampart check.`,
    remediation: "Judge the files that machines or pods get from there by rampart check.",
  });
}

/** A custom kind whose pod is elsewhere than the table has it. */
export function podNotInspected(resource: Resource, path: string): Finding {
  const at = path === "" ? "" : ` but at ${shortened(path)}`;
  return notInspected(resource, {
    path,
    message: `The pod is not where podTemplates has it for this kind${at}, and was not inspected. Fix: correct podTemplates.`,
    remediation: "Set podTemplates for the kind to the path of the template that has the pod's metadata and spec.",
  });
}

/** What no policy decides, since nobody can look there. */
export function notInspected(
  { type, urn, name }: Subject,
  { path, message, remediation }: Pick<Finding, "path" | "message" | "remediation">,
): Finding {
  const status = "not-inspected";
  const resource = { type, urn, name };
  return { policy: status, status, severity: "medium", resource, path, containers: [], message, remediation };
}

const shortened = (path: string): string => (path.length > 180 ? `…${path.slice(-179)}` : path);
