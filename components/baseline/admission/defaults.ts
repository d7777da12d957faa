import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import { SYSTEM_NAMESPACES } from "../../../controls/system-namespaces.js";
import { literal } from "./cel/literal.js";

/** What the API server writes into objects that say nothing. */
export interface AdmissionDefault {
  readonly id: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly conditions: readonly { readonly name: string; readonly expression: string }[];
  /** In CEL: the fields to add, as server-side apply would. */
  readonly applied: string;
}

const POD_SECURITY = "pod-security.kubernetes.io";

/** A version that a server does not know is judged as its newest one. */
const VERSION = `v${KUBERNETES_VERSIONS.newest}`;

const labels = (levels: Readonly<Record<string, string>>): string =>
  `Object{metadata: Object.metadata{labels: ${literal(
    Object.fromEntries(
      Object.entries(levels).flatMap(([mode, level]) => [
        [`${POD_SECURITY}/${mode}`, level],
        [`${POD_SECURITY}/${mode}-version`, VERSION],
      ]),
    ),
  )}}}`;

const namespaceDefault = (id: string, levels: Readonly<Record<string, string>>): AdmissionDefault => ({
  id,
  apiGroup: "",
  resource: "namespaces",
  conditions: [
    {
      name: "has-no-label-of-pod-security",
      expression:
        `!(dyn(object).metadata.?name.orValue("") in ${literal(SYSTEM_NAMESPACES)}) && ` +
        `!dyn(object).metadata.?labels.orValue({}).exists(key, key.startsWith("${POD_SECURITY}/"))`,
    },
  ],
  applied: labels(levels),
});

/** Where the API server's own defaults cannot be set, as on managed clusters (NSA-POD-09). */
export const ENFORCED_DEFAULTS: readonly AdmissionDefault[] = [
  namespaceDefault("pod-security-labels", { enforce: "restricted", audit: "restricted", warn: "restricted" }),
  {
    // The control plane makes it with every namespace (NSA-POD-21).
    id: "default-account-token",
    apiGroup: "",
    resource: "serviceaccounts",
    conditions: [
      {
        name: "is-the-default-account-and-says-nothing",
        expression: 'dyn(object).metadata.?name.orValue("") == "default" && !has(object.automountServiceAccountToken)',
      },
    ],
    applied: "Object{automountServiceAccountToken: false}",
  },
];

/** The same for a phase in which nothing is refused. */
export const AUDITED_DEFAULTS: readonly AdmissionDefault[] = [
  namespaceDefault("pod-security-labels", { audit: "restricted", warn: "restricted" }),
];

/** `spec` of the default's MutatingAdmissionPolicy; a second pass finds nothing to add. */
export function defaultSpec({ apiGroup, resource, conditions, applied }: AdmissionDefault) {
  return {
    failurePolicy: "Fail",
    reinvocationPolicy: "IfNeeded",
    matchConstraints: {
      matchPolicy: "Equivalent",
      resourceRules: [{ apiGroups: [apiGroup], apiVersions: ["v1"], resources: [resource], operations: ["CREATE"] }],
    },
    matchConditions: conditions.map((condition) => ({ ...condition })),
    mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression: applied } }],
  };
}
