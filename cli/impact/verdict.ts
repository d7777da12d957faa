import { ADMISSION_POLICY_SUFFIX } from "../../controls/audit-phase.js";
import { partsOf } from "../reports/wording.js";
import type { Verdict } from "./api-server.js";
import { policyId } from "./audit-phase.js";

/** What the API server warned of, as the baseline would refuse it. */
export interface Warned {
  readonly policy: string;
  readonly message: string;
  readonly fix?: string;
  /** Level that Pod Security judged by; absent for an admission policy. */
  readonly level?: string;
}

/** k8s.io/apiserver, admission/plugin/policy/validating; the name of a binding says nothing more. */
const OF_POLICY = /^Validation failed for ValidatingAdmissionPolicy '([^']+)' with binding '[^']+': (.*)$/s;
/** k8s.io/pod-security-admission, admission. */
const OF_POD_SECURITY = /^would violate PodSecurity "(\w+):[^"]+": (.*)$/s;

/** The warnings that the baseline would refuse by; those of others are none of ours. */
export const warnedOf = ({ warnings }: Verdict, kind: string, name: string): readonly Warned[] =>
  warnings.flatMap((warning) => {
    const [, policy = "", text = ""] = OF_POLICY.exec(warning) ?? [];
    if (policy.endsWith(ADMISSION_POLICY_SUFFIX)) {
      const [what, fix] = partsOf(withoutName(text, kind, name));
      return [
        { policy: policyId(policy), message: what, ...(fix === undefined ? {} : { fix: fix.replace(/^Fix: /, "") }) },
      ];
    }
    const [, level, violations = ""] = OF_POD_SECURITY.exec(warning) ?? [];
    return level === undefined ? [] : podSecurityChecks(violations).map((check) => ({ ...check, level }));
  });

/** The objects stand beside the message. */
function withoutName(text: string, kind: string, name: string): string {
  const prefix = `${kind} "${name}" `;
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** `check (detail), check (detail)`: a comma in a detail, or a parenthesis in quotes, divides nothing. */
export function podSecurityChecks(violations: string): readonly Warned[] {
  const CHECK = /((?:[^(,"]|"[^"]*(?:"|$))+)(?:\(((?:"[^"]*(?:"|$)|[^()"]|\([^()]*\))*)\)?)?(?:, |$)/g;
  return [...violations.matchAll(CHECK)].map(([, check = "", detail = ""]) => ({
    policy: check.trim(),
    message: detail.trim() === "" ? check.trim() : detail.trim(),
  }));
}

/**
 * Characters of all warnings of an answer together, and of each once they are too many (k8s.io/apiserver,
 * endpoints/filters): the rest is left out without a sign.
 */
const TOGETHER = 4096;
const EACH = 256;

/** Whether there may be more than the server has written. */
export function isCut({ warnings }: Verdict): boolean {
  const lengths = warnings.map((warning) => [...warning].length);
  return lengths.includes(EACH) || lengths.reduce((sum, length) => sum + length, 0) >= TOGETHER;
}

/**
 * Why a refusal leaves open what the policies say; `undefined` where they were asked: the object is there already, or
 * the quota, which comes after all others, has no room for a second one.
 */
export function openQuestion({ refusal }: Verdict): string | undefined {
  if (refusal === undefined || refusal.reason === "AlreadyExists") return undefined;
  if (refusal.status === 403 && / exceeded quota: /.test(refusal.message)) return undefined;
  const isRefusedToday =
    refusal.status === 403 && /violates PodSecurity|ValidatingAdmissionPolicy/.test(refusal.message);
  return `${isRefusedToday ? "refused already: " : ""}${refusal.message.trim()}`;
}
