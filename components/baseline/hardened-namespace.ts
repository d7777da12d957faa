import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { oneOf } from "../refusal.js";
import { restrictNamespaceRegistries } from "./admission/namespace-registries.js";
import { EnforcementMode } from "./enforcement-mode.js";
import {
  createAllowDns,
  createDefaultDeny,
  createLimitRange,
  createQuota,
  lockDefaultServiceAccount,
  type NamespaceQuota,
} from "./namespace/guards.js";
import { namespaceMetadata } from "./namespace/metadata.js";
import { guardsOf } from "./namespace/plan.js";
import { NamespaceTier, type PodSecurity, TIERS } from "./namespace/tiers.js";

export type { NamespaceQuota } from "./namespace/guards.js";
export { NamespaceTier, PodSecurity } from "./namespace/tiers.js";

/** What a namespace is for, and what may be in it. */
export interface HardenedNamespaceArgs {
  /** Name of the Kubernetes namespace. @default the component's name, without a random suffix */
  namespaceName?: pulumi.Input<string>;
  /**
   * Whose namespace it is: decides the level of Pod Security, quota and limits where they are not given.
   * @default NamespaceTier.Tenant
   */
  tier?: NamespaceTier;
  /**
   * `Audit` leaves out whatever could refuse a pod or cut a flow: the enforced level, the network policies, the quota, the
   * limits and the lock of the default account. The API server then only warns and writes to the audit log.
   * @default EnforcementMode.Enforce
   */
  mode?: EnforcementMode;
  /**
   * Patch a namespace that is there instead of making one. Its own labels and annotations stay; one that is already set
   * to something else is a conflict, named in preview. `pulumi destroy` leaves the namespace as it was.
   * @default false
   */
  adopt?: boolean;
  /** Labels beside the Pod Security ones. @default none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Whom to ask: an address, a channel, a link; annotation `rampart.dev/contact`. @default none */
  contact?: pulumi.Input<string>;
  /** Who pays; label `rampart.dev/cost-center`. @default none */
  costCenter?: pulumi.Input<string>;
  /**
   * Registries from which images must come, each a host with an optional path, e.g. `registry.example/shop`; annotation
   * `rampart.dev/image-registries`, and an admission policy of this namespace alone (Kubernetes 1.30).
   * @default none, which leaves it to the policy `restrict-image-registries` of AdmissionPolicies
   */
  imageRegistries?: pulumi.Input<string>[];
  /**
   * Level that the API server enforces; it warns and audits at the tier's, whatever is set here. `Privileged` gives every
   * pod author in the namespace the node; in a namespace of its own it breaks `require-pod-security-labels`, so pass the
   * component to `exempt` with the reason.
   * @default Restricted, in the tier Platform Baseline, in the tier System Privileged
   */
  podSecurity?: pulumi.Input<PodSecurity>;
  /** Version of the Pod Security Standards, as `v<major>.<minor>`. @default the newest one known to this release */
  podSecurityVersion?: pulumi.Input<string>;
  /**
   * What all pods of the namespace may ask for together.
   * @default 4 CPU, 8 GiB, 50 pods; in the tier Platform 32 CPU, 64 GiB, 500 pods; in the tier System no sums
   */
  quota?: NamespaceQuota;
  /**
   * Deny all traffic but name resolution until a policy allows it (NSA-NET-05).
   * @default true, but for an adopted namespace of the tier System, where it would cut off what runs the cluster
   */
  defaultDeny?: boolean;
  /**
   * Address of a resolver that runs on the node, allowed beside the cluster's DNS pods: NodeLocal DNSCache at
   * `169.254.20.10`, or EKS Auto Mode at the tenth address of the Services' network.
   * @default none
   */
  dnsAddress?: string;
}

/**
 * A namespace in which nothing is allowed that was not asked for: Pod Security at a pinned version, no traffic in
 * either direction except DNS, a quota, limits for containers without any, no token for the default service account.
 *
 * ```ts
 * const shop = new HardenedNamespace("shop", {}, { providers: { kubernetes: provider } });
 * ```
 *
 * One that is there, at first only warned about:
 *
 * ```ts
 * const old = new HardenedNamespace("old", { namespaceName: "billing", adopt: true, mode: EnforcementMode.Audit });
 * ```
 */
export class HardenedNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known once everything in it is in place: a workload that uses it starts guarded. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: HardenedNamespaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedNamespace", name, args, opts);
    const { tier = NamespaceTier.Tenant, adopt = false, mode = EnforcementMode.Enforce } = args;
    checkChoices(tier, mode);
    const namespace = adopt ? adoptNamespace(this, name, args) : createNamespace(this, name, args);
    const guards =
      mode === EnforcementMode.Enforce ? createGuards(this, name, namespace, { ...args, tier, adopt }) : [];

    this.namespaceName = pulumi
      .all([namespace.metadata.name, namespace.id, ...guards.map((guard) => guard.id)])
      .apply(([namespaceName]) => namespaceName as string);
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}

type AnyNamespace = kubernetes.core.v1.Namespace | kubernetes.core.v1.NamespacePatch;

const createNamespace = (parent: pulumi.Resource, name: string, args: HardenedNamespaceArgs): AnyNamespace =>
  new kubernetes.core.v1.Namespace(`${name}-namespace`, { metadata: namespaceMetadata(name, args) }, { parent });

/** Fields of ours beside those of others, by server-side apply: when the patch goes, only they go. */
function adoptNamespace(parent: pulumi.Resource, name: string, args: HardenedNamespaceArgs): AnyNamespace {
  const { name: namespaceName, ...ours } = namespaceMetadata(name, args);
  // A namespace that is not there is refused here, in preview: a patch alone would wait for it to come.
  const found = kubernetes.core.v1.Namespace.get(`${name}-existing-namespace`, namespaceName, { parent });
  const foundName = pulumi.all([namespaceName, found.id]).apply(([known]) => known);
  return new kubernetes.core.v1.NamespacePatch(
    `${name}-namespace-patch`,
    { metadata: { name: foundName, ...ours } },
    { parent },
  );
}

function createGuards(
  parent: pulumi.Resource,
  name: string,
  namespace: AnyNamespace,
  {
    tier,
    adopt,
    quota,
    defaultDeny,
    dnsAddress,
    imageRegistries,
  }: HardenedNamespaceArgs & { tier: NamespaceTier; adopt: boolean },
): pulumi.CustomResource[] {
  // What is in a namespace that we made goes with it; in an adopted one it must be taken out again.
  const inside = adopt ? { parent } : { parent, deletedWith: namespace };
  const metadata = (objectName: string) => ({
    // Beside what others have put into a namespace that was there.
    name: adopt && objectName !== "default" ? `rampart-${objectName}` : objectName,
    namespace: namespace.metadata.name,
  });
  const kinds = guardsOf({ tier, adopt, quota, defaultDeny });
  return [
    ...(kinds.defaultDeny
      ? [
          createDefaultDeny(name, metadata("default-deny"), inside),
          createAllowDns(name, metadata("allow-dns"), dnsAddress, inside),
        ]
      : []),
    ...(kinds.quota ? [createQuota(name, metadata("quota"), quota, TIERS[tier], inside)] : []),
    ...(kinds.limits ? [createLimitRange(name, metadata("container-defaults"), TIERS[tier], inside)] : []),
    lockDefaultServiceAccount(name, metadata("default"), adopt, inside),
    ...(imageRegistries === undefined
      ? []
      : [restrictNamespaceRegistries(parent, name, namespace.metadata.name, imageRegistries)]),
  ];
}

function checkChoices(tier: NamespaceTier, mode: EnforcementMode): void {
  oneOf("tier", tier, Object.values(NamespaceTier));
  oneOf("mode", mode, Object.values(EnforcementMode));
}
