import type { AdmissionPolicy } from "../policy.js";
import { noAdmissionChanges } from "./no-admission-changes.js";
import { noAnonymousBindings } from "./no-anonymous-bindings.js";
import { noBasicAuthSecrets } from "./no-basic-auth-secrets.js";
import { noBroadGroupBindings } from "./no-broad-group-bindings.js";
import { noCertificateApproval } from "./no-certificate-approval.js";
import { noClusterAdminBindings } from "./no-cluster-admin-bindings.js";
import { noClusterWideEdit } from "./no-cluster-wide-edit.js";
import { noDefaultAccountBindings } from "./no-default-account-bindings.js";
import { noDefaultAccountCloudRoles } from "./no-default-account-cloud-roles.js";
import { noDefaultNamespace } from "./no-default-namespace.js";
import { noDefaultServiceAccount } from "./no-default-service-account.js";
import { noEscalationVerbs } from "./no-escalation-verbs.js";
import { noExternalIps } from "./no-external-ips.js";
import { noHostPathPersistentVolumes } from "./no-host-path-persistent-volumes.js";
import { noHostPathVolumes } from "./no-host-path-volumes.js";
import { noIngressSnippets } from "./no-ingress-snippets.js";
import { noKubeNamespaces } from "./no-kube-namespaces.js";
import { noKubernetesDashboard } from "./no-kubernetes-dashboard.js";
import { noLatestImages } from "./no-latest-images.js";
import { noMetadataAccess } from "./no-metadata-access.js";
import { noNodePorts } from "./no-node-ports.js";
import { noNodeProxy } from "./no-node-proxy.js";
import { noOpenNetworkRules } from "./no-open-network-rules.js";
import { noPersistentVolumeCreation } from "./no-persistent-volume-creation.js";
import { noPodCreation } from "./no-pod-creation.js";
import { noPodExec } from "./no-pod-exec.js";
import { noPrivilegedExec } from "./no-privileged-exec.js";
import { noRetiredIngressControllers } from "./no-retired-ingress-controllers.js";
import { noRootGroup } from "./no-root-group.js";
import { noSecretAccess } from "./no-secret-access.js";
import { noSecretsInEnvironment } from "./no-secrets-in-environment.js";
import { noServiceAccountAutomount } from "./no-service-account-automount.js";
import { noServiceAccountTokenSecrets } from "./no-service-account-token-secrets.js";
import { noSharedProcessNamespace } from "./no-shared-process-namespace.js";
import { noSystemMasters } from "./no-system-masters.js";
import { noSystemNamespaces } from "./no-system-namespaces.js";
import { noTiller } from "./no-tiller.js";
import { noTokenAutomount } from "./no-token-automount.js";
import { noTokenCreation } from "./no-token-creation.js";
import { noWildcardIngressHosts } from "./no-wildcard-ingress-hosts.js";
import { noWildcardRules } from "./no-wildcard-rules.js";
import { noWorkloadCreation } from "./no-workload-creation.js";
import { requireEphemeralStorageLimits } from "./require-ephemeral-storage-limits.js";
import { requireImageDigests } from "./require-image-digests.js";
import { requireImagePullAlways } from "./require-image-pull-always.js";
import { requireIngressTls } from "./require-ingress-tls.js";
import { requireNamespaceLabels } from "./require-namespace-labels.js";
import { requireNetworkRulePorts } from "./require-network-rule-ports.js";
import { requirePinnedPodSecurityVersion } from "./require-pinned-pod-security-version.js";
import { requirePodSecurityLabels } from "./require-pod-security-labels.js";
import { requireReadOnlyRootFilesystem } from "./require-read-only-root-filesystem.js";
import { requireResourceLimits } from "./require-resource-limits.js";
import { requireResourceRequests } from "./require-resource-requests.js";
import { requireRunAsIds } from "./require-run-as-ids.js";
import { requireRuntimeClass } from "./require-runtime-class.js";
import { requireUserNamespace } from "./require-user-namespace.js";
import { restrictClusterRoleBindings } from "./restrict-cluster-role-bindings.js";
import { restrictImageRegistries } from "./restrict-image-registries.js";
import { restrictIpBlocks } from "./restrict-ip-blocks.js";
import { restrictLoadBalancers } from "./restrict-load-balancers.js";
import { restrictProjectedTokenLifetime } from "./restrict-projected-token-lifetime.js";
import { restrictRoleAggregation } from "./restrict-role-aggregation.js";

/** Every policy that the API server can decide by, sorted by id. */
export const ADMISSION_POLICIES: readonly AdmissionPolicy[] = [
  noAdmissionChanges,
  noAnonymousBindings,
  noBasicAuthSecrets,
  noBroadGroupBindings,
  noCertificateApproval,
  noClusterAdminBindings,
  noClusterWideEdit,
  noDefaultAccountBindings,
  noDefaultAccountCloudRoles,
  noDefaultNamespace,
  noDefaultServiceAccount,
  noEscalationVerbs,
  noExternalIps,
  noHostPathPersistentVolumes,
  noHostPathVolumes,
  noIngressSnippets,
  noKubeNamespaces,
  noKubernetesDashboard,
  noLatestImages,
  noMetadataAccess,
  noNodePorts,
  noNodeProxy,
  noOpenNetworkRules,
  noPersistentVolumeCreation,
  noPodCreation,
  noPodExec,
  noPrivilegedExec,
  noRetiredIngressControllers,
  noRootGroup,
  noSecretAccess,
  noSecretsInEnvironment,
  noServiceAccountAutomount,
  noServiceAccountTokenSecrets,
  noSharedProcessNamespace,
  noSystemMasters,
  noSystemNamespaces,
  noTiller,
  noTokenAutomount,
  noTokenCreation,
  noWildcardIngressHosts,
  noWildcardRules,
  noWorkloadCreation,
  requireEphemeralStorageLimits,
  requireImageDigests,
  requireImagePullAlways,
  requireIngressTls,
  requireNamespaceLabels,
  requireNetworkRulePorts,
  requirePinnedPodSecurityVersion,
  requirePodSecurityLabels,
  requireReadOnlyRootFilesystem,
  requireResourceLimits,
  requireResourceRequests,
  requireRunAsIds,
  requireRuntimeClass,
  requireUserNamespace,
  restrictClusterRoleBindings,
  restrictImageRegistries,
  restrictIpBlocks,
  restrictLoadBalancers,
  restrictProjectedTokenLifetime,
  restrictRoleAggregation,
];
