import type { ExemptionMatch } from "../../policy-pack/exemptions.js";
import { child } from "../../policy-pack/kubernetes/object.js";
import type { Subject } from "../sources/subject.js";
import { FOREIGN_CHECKS, type ForeignTool } from "./foreign-checks.js";
import { kyvernoExceptions } from "./kyverno.js";

/** One thing that another tool is told to leave alone. */
export interface ForeignExemption {
  readonly tool: ForeignTool;
  /** The tool's own id of the check; empty where it is for all of them. */
  readonly check: string;
  readonly match: ExemptionMatch;
  readonly reason: string;
  /** E.g. `deploy/web.yaml:12`. */
  readonly place: string;
  /** What the tool has beside it and ours cannot say, for people. */
  readonly note?: string | undefined;
}

/** A foreign exemption with the policies of ours that it stands for. */
export interface TranslatedExemption extends ForeignExemption {
  readonly policies: readonly string[];
  /** Why there is none. */
  readonly untranslated?: string | undefined;
}

/** What other tools are told on an object, or by it. */
export function foreignExemptions(subject: Subject): TranslatedExemption[] {
  return [...annotated(subject), ...kyvernoExceptions(subject)].map((foreign) => {
    const { tool, check, note } = foreign;
    const policies = Object.hasOwn(FOREIGN_CHECKS[tool], check) ? FOREIGN_CHECKS[tool][check] : undefined;
    if (check === "") return { ...foreign, policies: [], untranslated: note ?? "it is for every check" };
    if (policies === undefined) return { ...foreign, policies: [], untranslated: "nothing is known of this check" };
    if (policies.length === 0) return { ...foreign, policies, untranslated: "no policy of ours looks at this" };
    return { ...foreign, policies };
  });
}

const CHECKOV_KEYS = ["checkov.io/skip", "bridgecrew.io/skip", "cortex.io/skip"];
const KUBE_LINTER_PREFIX = "ignore-check.kube-linter.io/";
const KUBE_LINTER_ALL = "kube-linter.io/ignore-all";
const KUBESCAPE = {
  controls: "kubescape.io/skip-controls",
  reason: "kubescape.io/skip-reason",
  expiry: "kubescape.io/skip-expiry",
};

/** Where annotations stand that tools read: on the object, and on the pods that it makes. */
const ANNOTATED = ["", "spec.template.", "spec.jobTemplate.spec.template."];

function annotated(subject: Subject): ForeignExemption[] {
  return ANNOTATED.flatMap((prefix) => {
    const annotations = at(subject.resource.props, `${prefix}metadata.annotations`);
    if (typeof annotations !== "object" || annotations === null) return [];
    return Object.keys(annotations).flatMap((key): ForeignExemption[] => {
      const stated = { match: matchOf(subject), place: placeOf(subject, `${prefix}metadata.annotations.${key}`) };
      return told(key, annotations).map((rest) => ({ ...stated, ...rest }));
    });
  });
}

const at = (value: unknown, path: string): unknown => path.split(".").reduce(child, value);

/** What an annotation tells its tool; nothing for the others. */
function told(key: string, annotations: object): Omit<ForeignExemption, "match" | "place">[] {
  const value = textOf(child(annotations, key));
  if (CHECKOV_KEYS.some((own) => key.includes(own))) {
    // Checkov itself splits at every `=`; a reason may have one.
    const [, check = "", reason = ""] = /^([^=]*)=?([\s\S]*)$/.exec(value) ?? [];
    return [{ tool: "checkov", check: check.trim(), reason: reason.trim() }];
  }
  if (key === KUBE_LINTER_ALL) return [{ tool: "kube-linter", check: "", reason: value }];
  if (key.startsWith(KUBE_LINTER_PREFIX))
    return [{ tool: "kube-linter", check: key.slice(KUBE_LINTER_PREFIX.length), reason: value }];
  if (key !== KUBESCAPE.controls) return [];
  const reason = textOf(child(annotations, KUBESCAPE.reason));
  const expiry = textOf(child(annotations, KUBESCAPE.expiry));
  const note = expiry === "" ? undefined : `Kubescape has it until ${expiry}`;
  const checks = value.split(",").map((check) => check.trim());
  return checks.filter(Boolean).map((check) => ({ tool: "kubescape", check, reason, note }));
}

/** The object itself, and no other. */
const matchOf = ({ name, namespace, resource: { type } }: Subject): ExemptionMatch => ({
  name: name === "" ? undefined : name,
  namespace,
  type,
});

export function placeOf({ file, lineOf }: Subject, path: string): string {
  const line = lineOf(path);
  return line === undefined ? file : `${file}:${line}`;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
