import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { KUBERNETES_VERSIONS } from "../../controls/kubernetes-versions.js";
import { checkedInput } from "../checked-input.js";
import { peersOf, portsOf } from "./network/policy-rule.js";
import { allowDns } from "./network/rules.js";

/** A level of the Pod Security Standards. */
export enum PodSecurity {
  /** Nothing is refused; for node agents only. */
  Privileged = "privileged",
  /** Known escalations are refused. */
  Baseline = "baseline",
  /** Today's best practice. */
  Restricted = "restricted",
}

/** What all pods of a namespace together may ask for. */
export interface NamespaceQuota {
  /** Sum of CPU requests, as a Kubernetes quantity; limits may be twice that. @default "4" */
  cpu?: pulumi.Input<string>;
  /** Sum of memory requests and of memory limits, as a Kubernetes quantity. @default "8Gi" */
  memory?: pulumi.Input<string>;
  /** Number of pods. @default 50 */
  pods?: pulumi.Input<number>;
}

export interface HardenedNamespaceArgs {
  /** Name of the Kubernetes namespace. @default the component's name, without a random suffix */
  namespaceName?: pulumi.Input<string>;
  /** Labels beside the Pod Security ones, for example owner and cost centre. @default none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Level that the API server enforces; it warns and audits at `Restricted` whatever is set here.
   * Lower it for node agents only: `Privileged` gives every pod author in the namespace the node.
   * @default PodSecurity.Restricted
   */
  podSecurity?: pulumi.Input<PodSecurity>;
  /** Version of the Pod Security Standards, as `v<major>.<minor>`. @default the newest one known to this release */
  podSecurityVersion?: pulumi.Input<string>;
  /** @default 4 CPU, 8 GiB, 50 pods */
  quota?: NamespaceQuota;
}

const DEFAULT_VERSION = `v${KUBERNETES_VERSIONS.newest}`;

/**
 * A namespace in which nothing is allowed that was not asked for: Pod Security at a pinned version, no traffic in
 * either direction except DNS, a quota, limits for containers without any, no token for the default service account.
 *
 * ```ts
 * const shop = new HardenedNamespace("shop", {}, { providers: { kubernetes: provider } });
 * ```
 */
export class HardenedNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known once everything in it is in place: a workload that uses it starts guarded. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: HardenedNamespaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedNamespace", name, args, opts);
    const namespace = createNamespace(this, name, args);
    const inside = { parent: this, deletedWith: namespace };
    const metadata = (objectName: string) => ({ name: objectName, namespace: namespace.metadata.name });

    const guards = [
      createDefaultDeny(name, metadata("default-deny"), inside),
      createAllowDns(name, metadata("allow-dns"), inside),
      createQuota(name, metadata("quota"), args.quota, inside),
      createLimitRange(name, metadata("container-defaults"), inside),
      lockDefaultServiceAccount(name, metadata("default"), inside),
    ];

    this.namespaceName = pulumi
      .all([namespace.metadata.name, ...guards.map((guard) => guard.id)])
      .apply(([namespaceName]) => namespaceName as string);
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}

type ObjectMetadata = { name: string; namespace: pulumi.Output<string> };

/** NSA-POD-09: the API server itself enforces a level, at a version that an upgrade does not change. */
function createNamespace(
  parent: pulumi.Resource,
  name: string,
  {
    namespaceName = name,
    labels,
    podSecurity = PodSecurity.Restricted,
    podSecurityVersion = DEFAULT_VERSION,
  }: HardenedNamespaceArgs,
): kubernetes.core.v1.Namespace {
  const version = checkedInput(podSecurityVersion, checkVersion);
  const mode = (modeName: string, level: pulumi.Input<string>) => ({
    [`pod-security.kubernetes.io/${modeName}`]: level,
    [`pod-security.kubernetes.io/${modeName}-version`]: version,
  });
  return new kubernetes.core.v1.Namespace(
    `${name}-namespace`,
    {
      metadata: {
        name: checkedInput(namespaceName, checkName),
        labels: pulumi.output(labels).apply((own) => ({
          ...own,
          ...mode("enforce", podSecurity),
          ...mode("audit", PodSecurity.Restricted),
          ...mode("warn", PodSecurity.Restricted),
        })),
      },
    },
    { parent },
  );
}

/** NSA-NET-05: no pod talks or listens to anybody until a policy of its own says so. */
function createDefaultDeny(name: string, metadata: ObjectMetadata, opts: pulumi.CustomResourceOptions) {
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-default-deny`,
    { metadata, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    opts,
  );
}

/** NSA-NET-06: name resolution, the one flow without which nothing works. */
function createAllowDns(name: string, metadata: ObjectMetadata, opts: pulumi.CustomResourceOptions) {
  const dns = allowDns();
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-allow-dns`,
    {
      metadata,
      spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: peersOf(dns), ports: portsOf(dns) }] },
    },
    opts,
  );
}

/** NSA-NET-11: one namespace cannot starve the others. */
function createQuota(
  name: string,
  metadata: ObjectMetadata,
  { cpu = "4", memory = "8Gi", pods = 50 }: NamespaceQuota = {},
  opts: pulumi.CustomResourceOptions,
) {
  return new kubernetes.core.v1.ResourceQuota(
    `${name}-quota`,
    {
      metadata,
      spec: {
        hard: {
          "requests.cpu": cpu,
          "requests.memory": memory,
          "limits.memory": memory,
          pods: pulumi.interpolate`${pods}`,
          // Ways out of the namespace that no NetworkPolicy sees.
          "services.nodeports": "0",
        },
      },
    },
    opts,
  );
}

/** NSA-NET-10: a container that names no resources gets modest ones, instead of being refused by the quota. */
function createLimitRange(name: string, metadata: ObjectMetadata, opts: pulumi.CustomResourceOptions) {
  return new kubernetes.core.v1.LimitRange(
    `${name}-container-defaults`,
    {
      metadata,
      spec: {
        limits: [
          {
            type: "Container",
            defaultRequest: { cpu: "100m", memory: "128Mi" },
            default: { cpu: "500m", memory: "256Mi" },
          },
        ],
      },
    },
    opts,
  );
}

/** NSA-POD-21: a pod that names no account gets no credentials. */
function lockDefaultServiceAccount(name: string, metadata: ObjectMetadata, opts: pulumi.CustomResourceOptions) {
  return new kubernetes.core.v1.ServiceAccountPatch(
    `${name}-default-service-account`,
    {
      // The account belongs to the controller manager, which may have made it before or after us.
      metadata: { ...metadata, annotations: { "pulumi.com/patchForce": "true" } },
      automountServiceAccountToken: false,
    },
    opts,
  );
}

function checkVersion(version: string): string {
  if (!/^v1\.\d+$/.test(version))
    throw new Error(`podSecurityVersion: must be a pinned version such as "${DEFAULT_VERSION}", got "${version}"`);
  return version;
}

/** NSA-NET-03: the prefix belongs to the cluster. */
function checkName(name: string): string {
  if (name === "default" || name.startsWith("kube-"))
    throw new Error(`namespaceName: must not be "default" or begin with "kube-", got "${name}"`);
  return name;
}
