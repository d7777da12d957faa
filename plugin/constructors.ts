import type * as pulumi from "@pulumi/pulumi";
import type * as eks from "../components/eks/index.js";
import type * as anyCluster from "../components/index.js";

/** How the provider makes a component: every component's own class is narrower. */
export type Constructor = new (
  name: string,
  args: never,
  opts?: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

type Exported = typeof anyCluster & typeof eks;
/** Everything that is exported and makes a component; one that is missing below does not compile. */
type ComponentName = { [Name in keyof Exported]: Exported[Name] extends Constructor ? Name : never }[keyof Exported];

/** Each component by its name, loaded when it is asked for: who makes a namespace needs no SDK of AWS. */
export const CONSTRUCTORS: Readonly<Record<ComponentName, () => Promise<Constructor>>> = {
  Access: async () => (await import("../components/eks/access.js")).Access,
  Addons: async () => (await import("../components/eks/addons.js")).Addons,
  AdmissionPolicies: async () => (await import("../components/baseline/admission-policies.js")).AdmissionPolicies,
  AuditTrail: async () => (await import("../components/eks/audit-trail.js")).AuditTrail,
  AutoModeNodes: async () => (await import("../components/eks/auto-mode-nodes.js")).AutoModeNodes,
  BreakGlass: async () => (await import("../components/eks/break-glass.js")).BreakGlass,
  Cluster: async () => (await import("../components/eks/cluster.js")).Cluster,
  ClusterBaseline: async () => (await import("../components/baseline/cluster-baseline.js")).ClusterBaseline,
  ClusterNetwork: async () => (await import("../components/eks/cluster-network.js")).ClusterNetwork,
  ClusterNetworkRules: async () =>
    (await import("../components/baseline/cluster-network-rules.js")).ClusterNetworkRules,
  ControlPlaneFiles: async () => (await import("../components/control-plane/control-plane-files.js")).ControlPlaneFiles,
  EncryptedStorageClass: async () =>
    (await import("../components/eks/encrypted-storage-class.js")).EncryptedStorageClass,
  HardenedCronJob: async () => (await import("../components/baseline/hardened-cron-job.js")).HardenedCronJob,
  HardenedDeployment: async () => (await import("../components/baseline/hardened-deployment.js")).HardenedDeployment,
  HardenedEks: async () => (await import("../components/eks/hardened-eks.js")).HardenedEks,
  HardenedJob: async () => (await import("../components/baseline/hardened-job.js")).HardenedJob,
  HardenedNamespace: async () => (await import("../components/baseline/hardened-namespace.js")).HardenedNamespace,
  HardenedStatefulSet: async () =>
    (await import("../components/baseline/hardened-stateful-set.js")).HardenedStatefulSet,
  IdentityProvider: async () => (await import("../components/eks/identity-provider.js")).IdentityProvider,
  KeyRing: async () => (await import("../components/eks/key-ring.js")).KeyRing,
  NetworkAddons: async () => (await import("../components/eks/network-addons.js")).NetworkAddons,
  NetworkRules: async () => (await import("../components/baseline/network-rules.js")).NetworkRules,
  NodeGroup: async () => (await import("../components/eks/node-group.js")).NodeGroup,
  RbacPersonas: async () => (await import("../components/baseline/rbac-personas.js")).RbacPersonas,
  Registry: async () => (await import("../components/eks/registry.js")).Registry,
  SystemNetworkRules: async () => (await import("../components/baseline/system-network-rules.js")).SystemNetworkRules,
  ThreatDetection: async () => (await import("../components/eks/threat-detection.js")).ThreatDetection,
  WorkloadIdentity: async () => (await import("../components/eks/workload-identity.js")).WorkloadIdentity,
};
