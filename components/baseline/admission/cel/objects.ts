import { NOT_BY_CONTROL_PLANE_CONDITION } from "../../../../controls/audit-phase.js";
import type { AdmissionPolicy, NamedExpression } from "../policy.js";
import { literal } from "./literal.js";

/** Something that an object must not break. */
export interface ObjectCheck {
  /** In CEL, of the object `variables.it`: whether it breaks it. */
  readonly breach: string;
  /** E.g. `must not set spec.externalIPs`. */
  readonly must: string;
}

interface ObjectPolicy
  extends Pick<
    AdmissionPolicy,
    "id" | "rules" | "exceptRules" | "conditions" | "onlyIn" | "everywhere" | "settings" | "optional"
  > {
  /** In CEL, of an object that `it` stands for: what of it is judged; absent where only creation is. */
  readonly judged?: string;
  readonly checks: readonly ObjectCheck[];
  /** What to do, in a few words. */
  readonly fix: string;
  readonly variables?: readonly NamedExpression[];
}

/** `dyn`, since one expression is for kinds of different fields. */
const IT: NamedExpression = { name: "it", expression: "dyn(object)" };

/** A policy on objects as they are. */
export function objectPolicy({ judged, checks, fix, variables = [], ...rest }: ObjectPolicy): AdmissionPolicy {
  return {
    ...rest,
    judged: (object) => (judged ?? "[]").replaceAll(/\bit\b/g, `dyn(${object})`),
    variables: [IT, ...variables],
    validations: checks.map(({ breach, must }) => {
      const message = `${must}. Fix: ${fix}.`;
      return {
        expression: `!(${breach})`,
        message,
        messageExpression: `variables.it.kind + ${literal(' "')} + variables.it.metadata.name + ${literal(`" ${message}`)}`,
      };
    }),
  };
}

/**
 * The control plane's own writes, which nobody else can send: a refused one could keep the API server from starting, or
 * a namespace from ever being usable.
 */
export const NOT_BY_CONTROL_PLANE: NamedExpression = {
  name: NOT_BY_CONTROL_PLANE_CONDITION,
  expression:
    'request.userInfo.username != "system:apiserver" && ' +
    '!["system:kube-", "system:node:", "system:serviceaccount:kube-system:"]' +
    ".exists(prefix, request.userInfo.username.startsWith(prefix))",
};
