import * as pulumi from "@pulumi/pulumi";
import { NAMESPACES_OF_EVERY_CLUSTER } from "../../controls/system-namespaces.js";
import { type ExemptionReason, exempt } from "../exempt.js";
import { oneOf } from "../refusal.js";
import { AdmissionPolicies, type AdmissionPoliciesArgs } from "./admission-policies.js";
import { refuseImpossible } from "./cluster-baseline/cluster-check.js";
import { leftOut, type Parts } from "./cluster-baseline/left-out.js";
import { ClusterNetworkRules, type ClusterNetworkRulesArgs } from "./cluster-network-rules.js";
import { EnforcementMode } from "./enforcement-mode.js";
import { HardenedNamespace, type HardenedNamespaceArgs, NamespaceTier } from "./hardened-namespace.js";
import type { InspectedCluster } from "./inspection/cluster.js";
import { Persona, type PersonaBinding, RbacPersonas } from "./rbac-personas.js";
import { SystemNetworkRules, type SystemNetworkRulesArgs } from "./system-network-rules.js";

export interface ClusterBaselineArgs {
  /**
   * Begin with `Audit` on a cluster with workloads: of what is there nothing is refused and no flow is cut, the API server
   * warns and writes to its audit log; new namespaces are guarded from their beginning. `Enforce` refuses. The change from
   * one to the other replaces nothing.
   */
  mode: EnforcementMode;
  /**
   * What `inspectCluster` found: what the server does not know is then left out and named, and what cannot work is refused
   * before anything is changed. @default nothing is known, and everything asked for is made
   */
  cluster?: InspectedCluster;
  /** Namespaces by name, made or, with `adopt`, patched; each may have a `mode` of its own, to go over one by one. @default none */
  namespaces?: Record<string, HardenedNamespaceArgs>;
  /** Patch `default`, `kube-public`, `kube-node-lease` and, in the tier System, `kube-system`. @default true */
  adoptSystemNamespaces?: boolean;
  /** Who is what, by a name of your choice. @default nobody, and no roles */
  people?: Record<string, PersonaBinding>;
  /** Settings and exemptions of the admission policies; their mode is that of the baseline. @default see there */
  admission?: AdmissionPoliciesArgs;
  /**
   * Close kube-system but for the add-ons named; in the mode Enforce alone. What else runs there needs NetworkRules first.
   * @default not: its traffic stays open
   */
  systemNetwork?: SystemNetworkRulesArgs;
  /** Rules above and below those of namespaces; in the mode Enforce alone, where the API is served. @default not */
  clusterNetwork?: ClusterNetworkRulesArgs;
  /**
   * Why the cluster only warns, who answers for it and until when; for the mode Audit, which breaks the policy
   * `require-denying-policy-bindings`. @default none: the policy pack says so
   */
  auditPhase?: ExemptionReason;
}

/**
 * The baseline of a cluster that is there, whoever made it: its own namespaces hardened, namespaces for applications, roles
 * for people, admission policies in the API server itself, network rules. Each part is a component of its own.
 *
 * ```ts
 * new ClusterBaseline("baseline", {
 *   mode: EnforcementMode.Audit,
 *   namespaces: { shop: { contact: "shop-team@example.com" }, billing: { adopt: true } },
 * }, { providers: { kubernetes: provider } });
 * ```
 */
export class ClusterBaseline extends pulumi.ComponentResource {
  /** Names of the namespaces that were made or adopted, known once each is guarded. */
  readonly namespaceNames: pulumi.Output<string[]>;
  /** Names of the admission policies. */
  readonly policyNames: pulumi.Output<string[]>;
  /** What was asked for and is not there, each with the reason. */
  readonly leftOut: pulumi.Output<string[]>;

  constructor(name: string, args: ClusterBaselineArgs, opts?: pulumi.ComponentResourceOptions) {
    // What was found differs from run to run, and would be a change each time.
    super("rampart:index:ClusterBaseline", name, { ...args, cluster: undefined }, opts);
    oneOf("mode", args.mode, Object.values(EnforcementMode));
    const namespaces = namespacesOf(args);
    refuseImpossible(namespaces, args.cluster);
    const { parts, reasons } = leftOut(args);
    for (const reason of reasons) void pulumi.log.warn(reason, this);

    const guarded = createNamespaces(this, name, namespaces);
    if (args.people !== undefined) new RbacPersonas(`${name}-people`, { bindings: args.people }, { parent: this });
    const admission = parts.admission ? createAdmission(this, name, args, parts, guarded) : undefined;
    if (parts.systemNetwork) new SystemNetworkRules(`${name}-system-network`, args.systemNetwork, { parent: this });
    if (parts.clusterNetwork) new ClusterNetworkRules(`${name}-cluster-network`, args.clusterNetwork, { parent: this });

    this.namespaceNames = pulumi.all(guarded.map(({ namespaceName }) => namespaceName));
    this.policyNames = admission?.policyNames ?? pulumi.output([]);
    this.leftOut = pulumi.output([...reasons]);
    this.registerOutputs({
      namespaceNames: this.namespaceNames,
      policyNames: this.policyNames,
      leftOut: this.leftOut,
    });
  }
}

/** The namespaces asked for, and the system's where nothing else is said of them; adopted ones in the baseline's mode. */
function namespacesOf({ mode, namespaces = {}, adoptSystemNamespaces = true }: ClusterBaselineArgs) {
  const system = adoptSystemNamespaces ? NAMESPACES_OF_EVERY_CLUSTER : [];
  const adopted = system.map((name): [string, HardenedNamespaceArgs] => [
    name,
    { adopt: true, ...(name === "kube-system" ? { tier: NamespaceTier.System } : {}) },
  ]);
  const all = { ...Object.fromEntries(adopted), ...namespaces };
  return Object.fromEntries(
    // In one that is made nothing runs yet that could break.
    Object.entries(all).map(([namespace, args]) => [namespace, { ...(args.adopt === true ? { mode } : {}), ...args }]),
  );
}

const createNamespaces = (
  parent: pulumi.Resource,
  name: string,
  namespaces: Readonly<Record<string, HardenedNamespaceArgs>>,
): HardenedNamespace[] =>
  Object.entries(namespaces).map(
    ([namespaceName, args]) =>
      new HardenedNamespace(`${name}-${namespaceName}`, { namespaceName, ...args }, { parent }),
  );

function createAdmission(
  parent: pulumi.Resource,
  name: string,
  { mode, admission = {}, people = {}, auditPhase }: ClusterBaselineArgs,
  { writeDefaults }: Parts,
  namespaces: readonly HardenedNamespace[],
): AdmissionPolicies {
  const exemptions = [...(admission.exemptions ?? []), ...breakGlassExemptions(`${name}-people`, people)];
  const policies = new AdmissionPolicies(
    `${name}-admission`,
    { mode, ...admission, exemptions, writeDefaults },
    // On destroy they go first: giving labels back must not be refused.
    { parent, dependsOn: [...namespaces] },
  );
  if (auditPhase !== undefined && mode === EnforcementMode.Audit)
    exempt(policies, { policies: ["require-denying-policy-bindings"], ...auditPhase });
  return policies;
}

/** The cluster must let the binding through that the pack is told to let through. */
const breakGlassExemptions = (name: string, people: Readonly<Record<string, PersonaBinding>>) =>
  Object.entries(people).flatMap(([key, { persona, exemption }]) =>
    persona === Persona.BreakGlass && exemption !== undefined
      ? [{ policies: ["no-cluster-admin-bindings"], name: `${name}-${key}-cluster`, ...exemption }]
      : [],
  );
