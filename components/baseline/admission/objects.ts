import { ADMISSION_POLICY_SUFFIX } from "../../../controls/audit-phase.js";
import { EXEMPTION_NOTE, exemptionVariables, IS_EXEMPT } from "./cel/exemptions.js";
import { literal } from "./cel/literal.js";
import type { AdmissionExemption } from "./exemption.js";
import type { AdmissionPolicy, AdmissionRule, AdmissionSettings } from "./policy.js";

/** Name of the policy's objects in the cluster. */
export const objectName = (id: string): string => `${id}${ADMISSION_POLICY_SUFFIX}`;

/**
 * `spec` of the policy's ValidatingAdmissionPolicy. Settings and exemptions are values in it rather than an object that
 * it refers to: they change in one step, and there is no moment in which a request is refused because they are missing.
 */
export function policySpec(
  policy: AdmissionPolicy,
  settings: AdmissionSettings,
  exemptions: readonly AdmissionExemption[],
) {
  const own = exemptions.filter(({ policies }) => policies.includes(policy.id));
  const isExempt = own.length > 0;
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      matchPolicy: "Equivalent",
      resourceRules: policy.rules.map((rule) => ({
        ...ruleOf(rule),
        // What is in no namespace is selected by every binding, whatever namespaces it names.
        ...(policy.onlyIn === undefined ? {} : { scope: "Namespaced" }),
      })),
      ...(policy.exceptRules === undefined ? {} : { excludeResourceRules: policy.exceptRules.map(ruleOf) }),
    },
    matchConditions: [
      ...(policy.judged === undefined
        ? []
        : [
            {
              name: "changes-what-is-judged",
              expression: `request.operation != "UPDATE" || ${policy.judged("object")} != ${policy.judged("oldObject")}`,
            },
          ]),
      ...(policy.conditions ?? []),
    ],
    variables: [
      ...(policy.settings ?? []).map((name) => ({ name, expression: literal(settings[name]) })),
      ...(isExempt ? exemptionVariables(own) : []),
      ...(policy.variables ?? []),
    ],
    validations: policy.validations.map(({ expression, message, messageExpression }) => ({
      expression: isExempt ? `${IS_EXEMPT} || ${expression}` : expression,
      message,
      messageExpression,
    })),
    ...(isExempt ? { auditAnnotations: [{ key: "exempt", valueExpression: EXEMPTION_NOTE }] } : {}),
  };
}

/** Requests of other versions are converted to `v1`; a version that is stated has its types checked. */
const ruleOf = ({ apiGroups, resources, operations }: AdmissionRule) => ({
  apiGroups: [...apiGroups],
  apiVersions: apiGroups.includes("*") ? ["*"] : ["v1"],
  resources: [...resources],
  operations: [...operations],
});

/** `spec` of the policy's ValidatingAdmissionPolicyBinding, but for the policy's name. */
export function bindingSpec(policy: AdmissionPolicy, isDenying: boolean, exemptNamespaces: readonly string[]) {
  const { onlyIn, everywhere } = policy;
  return {
    // Deny beside Warn would say everything twice, and is refused.
    validationActions: isDenying ? ["Deny", "Audit"] : ["Warn", "Audit"],
    matchResources:
      onlyIn !== undefined ? namespaces("In", onlyIn) : namespacesBut(everywhere === true ? [] : exemptNamespaces),
  };
}

/** `matchResources` of a binding. */
export const namespacesBut = (exempt: readonly string[]) => (exempt.length === 0 ? {} : namespaces("NotIn", exempt));

/** The API server itself gives every namespace the label. */
const namespaces = (operator: string, values: readonly string[]) => ({
  namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator, values: [...values] }] },
});
