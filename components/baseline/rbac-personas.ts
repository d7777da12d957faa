import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { SYSTEM_NAMESPACES } from "../../controls/system-namespaces.js";
import { checkedInput } from "../checked-input.js";
import { type ExemptionReason, exempt } from "../exempt.js";
import { PERSONA_RULES, Persona, type Rule } from "./personas/rules.js";

export { Persona } from "./personas/rules.js";

/** Who is what, and where. */
export interface PersonaBinding {
  /** Which persona the groups are. */
  persona: Persona;
  /** Groups of the identity provider, never users: people come and go there. Must not begin with `system:`. */
  groups: pulumi.Input<string>[];
  /**
   * Namespace in which the groups are that persona. Required but for `Auditor` and `BreakGlass`, which are the same
   * everywhere.
   */
  namespace?: pulumi.Input<string>;
  /**
   * For `BreakGlass` alone, and required there: its binding breaks `no-cluster-admin-bindings` (CIS-K8S-5.1.1), and is
   * exempt from that until the day given.
   */
  exemption?: ExemptionReason;
}

export interface RbacPersonasArgs {
  /** By a name of your choice, from which the bindings in the cluster have theirs. */
  bindings: Record<string, PersonaBinding>;
}

const RBAC_GROUP = "rbac.authorization.k8s.io";

/**
 * Roles for people: viewer, developer, operator, auditor, security, break-glass. But for the last, without wildcards, without Secrets, without a verb
 * that leads to more rights (NSA-AUTH-08, -09, -11); bound to groups and by namespace (NSA-AUTH-10), except for what a
 * cluster has only once.
 *
 * A developer can deploy, and so become whatever service account the namespace has: give those few rights.
 *
 * ```ts
 * new RbacPersonas("people", {
 *   bindings: {
 *     shop: { persona: Persona.Developer, groups: ["shop-developers"], namespace: shop.namespaceName },
 *     audit: { persona: Persona.Auditor, groups: ["auditors"] },
 *     emergency: {
 *       persona: Persona.BreakGlass,
 *       groups: ["cluster-emergency"],
 *       exemption: { reason: "When sign-in or RBAC is broken.", owner: "platform-team", expires: "2026-12-31" },
 *     },
 *   },
 * });
 * ```
 */
export class RbacPersonas extends pulumi.ComponentResource {
  /** Names of the ClusterRoles that were made, e.g. `people-developer`, `people-operator-cluster`. */
  readonly roleNames: pulumi.Output<string[]>;

  constructor(name: string, args: RbacPersonasArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:RbacPersonas", name, args, opts);
    const bindings = Object.entries(args.bindings);
    checkBindings(bindings);
    const roleNames: pulumi.Output<string>[] = [];
    const role = (roleName: string, rules: readonly Rule[]): pulumi.Output<string> => {
      const created = createRole(this, roleName, rules);
      roleNames.push(created);
      return created;
    };
    for (const persona of Object.values(Persona)) {
      const own = bindings.filter(([, binding]) => binding.persona === persona);
      if (own.length === 0) continue;
      const { inNamespace, inCluster, builtInRole } = PERSONA_RULES[persona];
      const local = inNamespace.length > 0 ? role(`${name}-${persona}`, inNamespace) : undefined;
      const global = inCluster.length > 0 ? role(`${name}-${persona}-cluster`, inCluster) : undefined;
      for (const [key, binding] of own) {
        if (local !== undefined) bindNamespace(this, `${name}-${key}`, local, binding);
        if (global !== undefined) bindCluster(this, `${name}-${key}-cluster`, global, binding);
        if (builtInRole !== undefined) bindBuiltIn(this, `${name}-${key}-cluster`, builtInRole, binding);
      }
    }
    this.roleNames = pulumi.all(roleNames);
    this.registerOutputs({ roleNames: this.roleNames });
  }
}

function createRole(parent: pulumi.Resource, name: string, rules: readonly Rule[]): pulumi.Output<string> {
  const args = { metadata: { name }, rules: rules.map((rule) => ({ ...rule })) };
  return new kubernetes.rbac.v1.ClusterRole(name, args, { parent }).metadata.name;
}

function bindCluster(
  parent: pulumi.Resource,
  name: string,
  role: pulumi.Input<string>,
  { persona, groups }: PersonaBinding,
): kubernetes.rbac.v1.ClusterRoleBinding {
  // By the label an alarm finds the groups whose requests it waits for in the audit log.
  const labels = { "rampart.dev/persona": persona };
  return new kubernetes.rbac.v1.ClusterRoleBinding(
    name,
    { metadata: { name, labels }, roleRef: roleRef(role), subjects: groups.map(subject) },
    { parent },
  );
}

function bindBuiltIn(parent: pulumi.Resource, name: string, role: string, binding: PersonaBinding): void {
  const bound = bindCluster(parent, name, role, binding);
  if (binding.exemption !== undefined) exempt(bound, { policies: ["no-cluster-admin-bindings"], ...binding.exemption });
}

function bindNamespace(
  parent: pulumi.Resource,
  name: string,
  role: pulumi.Input<string>,
  { groups, namespace = "" }: PersonaBinding,
): void {
  new kubernetes.rbac.v1.RoleBinding(
    name,
    {
      metadata: { name, namespace: checkedInput(namespace, checkNamespace) },
      roleRef: roleRef(role),
      subjects: groups.map(subject),
    },
    { parent },
  );
}

const roleRef = (name: pulumi.Input<string>) => ({ apiGroup: RBAC_GROUP, kind: "ClusterRole", name });

const subject = (group: pulumi.Input<string>) => ({
  apiGroup: RBAC_GROUP,
  kind: "Group",
  name: checkedInput(group, checkGroup),
});

function checkBindings(bindings: readonly (readonly [string, PersonaBinding])[]): void {
  if (bindings.length === 0) throw new Error("bindings: must have at least one entry, got none");
  for (const [key, { persona, groups, namespace, exemption }] of bindings) {
    const rules = Object.hasOwn(PERSONA_RULES, persona) ? PERSONA_RULES[persona] : undefined;
    const at = `bindings["${key}"]`;
    if (rules === undefined)
      throw new Error(`${at}.persona: must be one of ${Object.values(Persona).join(", ")}, got "${persona}"`);
    if (groups.length === 0) throw new Error(`${at}.groups: must name at least one group, got none`);
    if (rules.inNamespace.length > 0 && namespace === undefined)
      throw new Error(`${at}.namespace: must be set for the persona ${persona}, got none`);
    if (rules.inNamespace.length === 0 && namespace !== undefined)
      throw new Error(`${at}.namespace: must be absent for the persona ${persona}, whose rights are cluster-wide`);
    if (rules.builtInRole !== undefined && exemption === undefined)
      throw new Error(`${at}.exemption: must say reason, owner and expires for the persona ${persona}, got none`);
    if (rules.builtInRole === undefined && exemption !== undefined)
      throw new Error(`${at}.exemption: must be absent for the persona ${persona}, which breaks no policy`);
  }
}

/** Groups of the system are no people, and nothing takes the rights of `system:masters` away again. */
function checkGroup(group: string): string {
  if (group === "" || group.startsWith("system:"))
    throw new Error(`groups: must name groups of your identity provider, got "${group}"`);
  return group;
}

/** NSA-NET-02: nobody works in the cluster's own namespaces every day. */
function checkNamespace(namespace: string): string {
  if (SYSTEM_NAMESPACES.includes(namespace))
    throw new Error(`namespace: must not be one of ${SYSTEM_NAMESPACES.join(", ")}, got "${namespace}"`);
  return namespace;
}
