/** One right on the API server, and what of the baseline needs it. */
export interface NeededRight {
  readonly group: string;
  readonly resource: string;
  readonly neededBy: string;
}

const NAMESPACE = "HardenedNamespace";
const PEOPLE = "RbacPersonas";
const ADMISSION = "AdmissionPolicies";
const NETWORK = "NetworkRules";

/** Resources that the baseline makes, changes and takes away again. */
export const MANAGED: readonly NeededRight[] = [
  { group: "", resource: "namespaces", neededBy: NAMESPACE },
  { group: "", resource: "resourcequotas", neededBy: NAMESPACE },
  { group: "", resource: "limitranges", neededBy: NAMESPACE },
  { group: "", resource: "serviceaccounts", neededBy: NAMESPACE },
  { group: "networking.k8s.io", resource: "networkpolicies", neededBy: NETWORK },
  { group: "rbac.authorization.k8s.io", resource: "clusterroles", neededBy: PEOPLE },
  { group: "rbac.authorization.k8s.io", resource: "clusterrolebindings", neededBy: PEOPLE },
  { group: "rbac.authorization.k8s.io", resource: "rolebindings", neededBy: PEOPLE },
  { group: "admissionregistration.k8s.io", resource: "validatingadmissionpolicies", neededBy: ADMISSION },
  { group: "admissionregistration.k8s.io", resource: "validatingadmissionpolicybindings", neededBy: ADMISSION },
];

/** Resources that are only looked at. */
export const READ: readonly NeededRight[] = [
  { group: "", resource: "pods", neededBy: "inspectCluster" },
  { group: "discovery.k8s.io", resource: "endpointslices", neededBy: NETWORK },
];

const WRITES = ["get", "create", "patch", "delete"] as const;

/** A question to the authorizer (authorization.k8s.io/v1 ResourceAttributes). */
export interface Question {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly neededBy: string;
}

export const QUESTIONS: readonly Question[] = [
  ...MANAGED.flatMap((right) => WRITES.map((verb) => ({ verb, ...right }))),
  ...["list"].map((verb) => ({ verb, group: "", resource: "namespaces", neededBy: "inspectCluster" })),
  ...READ.map((right) => ({ verb: "list", ...right })),
];

/** Which verb on which resource is missing, as one sentence; `undefined` where nothing is. */
export function missingRights(refused: readonly Question[]): string | undefined {
  if (refused.length === 0) return undefined;
  const byResource = new Map<string, { verbs: string[]; neededBy: string }>();
  for (const { verb, group, resource, neededBy } of refused) {
    const name = group === "" ? resource : `${resource}.${group}`;
    const known = byResource.get(name) ?? { verbs: [], neededBy };
    byResource.set(name, { ...known, verbs: [...known.verbs, verb] });
  }
  const rows = [...byResource].map(([name, { verbs, neededBy }]) => `  ${verbs.join(", ")} ${name} (${neededBy})`);
  return ["These credentials must be allowed in the whole cluster to:", ...rows].join("\n");
}
