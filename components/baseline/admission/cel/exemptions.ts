import type { AdmissionExemption } from "../exemption.js";
import type { NamedExpression } from "../policy.js";
import { literal } from "./literal.js";

/**
 * Days on which the server wrote the object, this request's included. CEL has no clock, but the server stamps a new
 * object before policies see it, and whoever changes a field is written down with the time; neither can be forged.
 * An object without such a record (`managedFields` were stripped) is never exempt.
 */
const DAYS: NamedExpression = {
  name: "days",
  expression:
    'request.operation == "CREATE" ? [string(dyn(object).metadata.creationTimestamp).substring(0, 10)] : ' +
    'dyn(object).metadata.?managedFields.orValue([]).map(f, string(f.?time.orValue("9999-12-31")).substring(0, 10))',
};

const EXEMPTION: NamedExpression = {
  name: "exemption",
  expression:
    "size(variables.days) == 0 ? [] : variables.exemptions.filter(e, " +
    'e.namespace == dyn(object).metadata.?namespace.orValue("") && ' +
    "string(dyn(object).metadata.name).matches(e.name) && " +
    "variables.days.all(d, d <= e.expires))",
};

/** In CEL: whether an exemption holds for the request; in a policy that has `exemptionVariables`. */
export const IS_EXEMPT = "size(variables.exemption) > 0";

/** In CEL: what the audit log says of an exempt request; nothing of any other. */
export const EXEMPTION_NOTE =
  `${IS_EXEMPT} ? "until " + variables.exemption[0].expires + " by " + variables.exemption[0].owner + ": " + ` +
  'variables.exemption[0].reason : ""';

/** The exemptions as data of the policy, and whether one of them holds. */
export const exemptionVariables = (exemptions: readonly AdmissionExemption[]): readonly NamedExpression[] => [
  { name: "exemptions", expression: `[${exemptions.map(entry).join(", ")}]` },
  DAYS,
  EXEMPTION,
];

const entry = ({ namespace = "", name, reason, owner, expires }: AdmissionExemption): string =>
  literal({ namespace, name: patternOf(name), expires, owner, reason });

/** Names have no other character that means something in a regular expression than these. */
const patternOf = (name: string): string => `^${name.replace(/[.*]/g, (mark) => (mark === "*" ? ".*" : "\\."))}$`;
