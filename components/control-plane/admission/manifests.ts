import { refuse } from "../../refusal.js";

/** What a rule looks at, as `matchConstraints.resourceRules` of a ValidatingAdmissionPolicy has it. */
export interface AdmissionRuleResources {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE" | "CONNECT")[];
}

/** One rule that nobody can remove through the API. */
export interface AdmissionRule {
  /** A DNS name; the API server wants `.static.k8s.io` behind it, which is added. */
  readonly name: string;
  readonly resources: AdmissionRuleResources;
  /** CEL that must be true of what is let through. */
  readonly expression: string;
  /** What whoever is refused is told. */
  readonly message: string;
  /** Lets through and warns and audits instead. @default false */
  readonly warnOnly?: boolean;
}

/** An object of a manifest (admissionregistration.k8s.io/v1). */
export interface AdmissionManifest {
  readonly apiVersion: "admissionregistration.k8s.io/v1";
  readonly kind: "ValidatingAdmissionPolicy" | "ValidatingAdmissionPolicyBinding";
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Kubernetes' own bindings of anonymous callers, which the API server and kubeadm make again. */
const OWN_ANONYMOUS_BINDINGS = ["system:public-info-viewer", "kubeadm:bootstrap-signer-clusterinfo"];

/** Rules worth being out of an administrator's reach. */
export const ADMISSION_RULES: readonly AdmissionRule[] = [
  {
    name: "no-anonymous-bindings",
    resources: {
      apiGroups: ["rbac.authorization.k8s.io"],
      apiVersions: ["v1"],
      resources: ["rolebindings", "clusterrolebindings"],
      operations: ["CREATE", "UPDATE"],
    },
    expression: [
      `object.metadata.name in [${OWN_ANONYMOUS_BINDINGS.map((name) => `'${name}'`).join(", ")}]`,
      "!has(object.subjects)",
      "object.subjects.all(subject, !(subject.name in ['system:anonymous', 'system:unauthenticated']))",
    ].join(" || "),
    message: "nobody may be given rights without having said who they are",
  },
];

const SUFFIX = ".static.k8s.io";

/**
 * The manifests of a folder that `admissionConfiguration` names: they hold from the first request on, and no API call
 * can change or remove them (NSA-AUTH-04, NSA-AUTH-11, CIS-K8S-5.2.1). Kubernetes 1.37 and later.
 * @param rules default: `ADMISSION_RULES`.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function admissionManifests(rules: readonly AdmissionRule[] = ADMISSION_RULES): readonly AdmissionManifest[] {
  const names = new Set<string>();
  return rules.flatMap((rule) => {
    if (!/^[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?$/.test(rule.name) || rule.name.endsWith(SUFFIX))
      refuse("rules.name", `be a DNS name without ${SUFFIX}`, rule.name);
    if (names.has(rule.name)) refuse("rules.name", "be another one for each rule", rule.name);
    names.add(rule.name);
    if (rule.expression.trim() === "") refuse("rules.expression", "be an expression in CEL", rule.expression);
    return [policyOf(rule), bindingOf(rule)];
  });
}

const policyOf = ({ name, resources, expression, message }: AdmissionRule): AdmissionManifest => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: name + SUFFIX },
  spec: {
    failurePolicy: "Fail",
    matchConstraints: { resourceRules: [resources] },
    validations: [{ expression, message }],
  },
});

/** A binding's name must be another one than that of the policy: both count in the folder. */
const bindingOf = ({ name, warnOnly = false }: AdmissionRule): AdmissionManifest => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicyBinding",
  metadata: { name: `${name}.binding${SUFFIX}` },
  spec: { policyName: name + SUFFIX, validationActions: warnOnly ? ["Warn", "Audit"] : ["Deny", "Audit"] },
});
