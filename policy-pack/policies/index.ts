import type { NonEmpty, Policy } from "../policy.js";
import { noDefaultAccountPodIdentities } from "./aws/no-default-account-pod-identities.js";
import { noEksClusterDeletion } from "./aws/no-eks-cluster-deletion.js";
import { noEksCreatorAdmin } from "./aws/no-eks-creator-admin.js";
import { noEksNodeSsh } from "./aws/no-eks-node-ssh.js";
import { noEksPublicEndpoint } from "./aws/no-eks-public-endpoint.js";
import { noEksSystemGroups } from "./aws/no-eks-system-groups.js";
import { noForcedDeletion } from "./aws/no-forced-deletion.js";
import { noIamAccessKeys } from "./aws/no-iam-access-keys.js";
import { noIamAdminAttachments } from "./aws/no-iam-admin-attachments.js";
import { noIamEscalation } from "./aws/no-iam-escalation.js";
import { noIamServiceWildcards } from "./aws/no-iam-service-wildcards.js";
import { noIamWildcards } from "./aws/no-iam-wildcards.js";
import { noInfrequentAccessLogs } from "./aws/no-infrequent-access-logs.js";
import { noInternetFacingLoadBalancers } from "./aws/no-internet-facing-load-balancers.js";
import { noKmsKeyDeletion } from "./aws/no-kms-key-deletion.js";
import { noKmsLockout } from "./aws/no-kms-lockout.js";
import { noLogGroupDeletion } from "./aws/no-log-group-deletion.js";
import { noOldListenerTls } from "./aws/no-old-listener-tls.js";
import { noOpenControlPlanePorts } from "./aws/no-open-control-plane-ports.js";
import { noOpenEgress } from "./aws/no-open-egress.js";
import { noOpenIngress } from "./aws/no-open-ingress.js";
import { noOpenRoleTrust } from "./aws/no-open-role-trust.js";
import { noOverwritingEksAddons } from "./aws/no-overwriting-eks-addons.js";
import { noPublicEksNodes } from "./aws/no-public-eks-nodes.js";
import { noPublicInstanceAddresses } from "./aws/no-public-instance-addresses.js";
import { noPublicKmsKeys } from "./aws/no-public-kms-keys.js";
import { noPublicRegistries } from "./aws/no-public-registries.js";
import { noPublicResourcePolicies } from "./aws/no-public-resource-policies.js";
import { noPublicSubnetAddresses } from "./aws/no-public-subnet-addresses.js";
import { noUnsupportedEksImages } from "./aws/no-unsupported-eks-images.js";
import { noUnsupportedEksVersions } from "./aws/no-unsupported-eks-versions.js";
import { requireEksApiAuthentication } from "./aws/require-eks-api-authentication.js";
import { requireEksAuditLog } from "./aws/require-eks-audit-log.js";
import { requireEksControlPlaneLogs } from "./aws/require-eks-control-plane-logs.js";
import { requireEksDeletionProtection } from "./aws/require-eks-deletion-protection.js";
import { requireEksLaunchTemplates } from "./aws/require-eks-launch-templates.js";
import { requireEksNetworkPolicy } from "./aws/require-eks-network-policy.js";
import { requireEksNetworkPolicyEngine } from "./aws/require-eks-network-policy-engine.js";
import { requireEksPodGarbageCollection } from "./aws/require-eks-pod-garbage-collection.js";
import { requireEksPrivateEndpoint } from "./aws/require-eks-private-endpoint.js";
import { requireEksSecretsEncryption } from "./aws/require-eks-secrets-encryption.js";
import { requireEksStandardSupport } from "./aws/require-eks-standard-support.js";
import { requireEksUpgradeInTime } from "./aws/require-eks-upgrade-in-time.js";
import { requireEmptyDefaultSecurityGroups } from "./aws/require-empty-default-security-groups.js";
import { requireEncryptedVolumes } from "./aws/require-encrypted-volumes.js";
import { requireImageScanning } from "./aws/require-image-scanning.js";
import { requireImmutableImageTags } from "./aws/require-immutable-image-tags.js";
import { requireKmsDeletionWindow } from "./aws/require-kms-deletion-window.js";
import { requireKmsKeyRotation } from "./aws/require-kms-key-rotation.js";
import { requireListenerTls } from "./aws/require-listener-tls.js";
import { requireLogDeletionProtection } from "./aws/require-log-deletion-protection.js";
import { requireLogEncryption } from "./aws/require-log-encryption.js";
import { requireLogRetention } from "./aws/require-log-retention.js";
import { requireMetadataTokens } from "./aws/require-metadata-tokens.js";
import { requirePermissionsBoundary } from "./aws/require-permissions-boundary.js";
import { requirePinnedEksAddons } from "./aws/require-pinned-eks-addons.js";
import { requirePodIdentityConditions } from "./aws/require-pod-identity-conditions.js";
import { requirePublicAccessBlock } from "./aws/require-public-access-block.js";
import { requireRegistryEncryption } from "./aws/require-registry-encryption.js";
import { requireSeparateControlPlaneSubnets } from "./aws/require-separate-control-plane-subnets.js";
import { requireThreatDetection } from "./aws/require-threat-detection.js";
import { requireTrailIntegrity } from "./aws/require-trail-integrity.js";
import { requireVolumeKeys } from "./aws/require-volume-keys.js";
import { requireVpcFlowLogs } from "./aws/require-vpc-flow-logs.js";
import { requireWebIdentityConditions } from "./aws/require-web-identity-conditions.js";
import { restrictEksAccessScope } from "./aws/restrict-eks-access-scope.js";
import { restrictEksClusterAdmins } from "./aws/restrict-eks-cluster-admins.js";
import { restrictEksPublicCidrs } from "./aws/restrict-eks-public-cidrs.js";
import { restrictNodeRolePolicies } from "./aws/restrict-node-role-policies.js";
import { noAwsAuthConfigMap } from "./cluster/no-aws-auth-config-map.js";
import { noClusterLockingWebhooks } from "./cluster/no-cluster-locking-webhooks.js";
import { noDeprecatedApiVersions } from "./cluster/no-deprecated-api-versions.js";
import { noFailOpenAdmission } from "./cluster/no-fail-open-admission.js";
import { noKubernetesDashboard } from "./cluster/no-kubernetes-dashboard.js";
import { noPodSecurityPolicies } from "./cluster/no-pod-security-policies.js";
import { noRemovedApiVersions } from "./cluster/no-removed-api-versions.js";
import { noTiller } from "./cluster/no-tiller.js";
import { requireDenyingPolicyBindings } from "./cluster/require-denying-policy-bindings.js";
import { requireEncryptedStorageClasses } from "./cluster/require-encrypted-storage-classes.js";
import { restrictWebhookTimeouts } from "./cluster/restrict-webhook-timeouts.js";
import {
  noFailOpenImagePolicy,
  requireAdmissionPlugins,
  requireAlwaysPullImages,
  requireEventRateLimit,
  requirePodSecurityDefaults,
  restrictAdmissionPlugins,
} from "./control-plane/admission.js";
import {
  noStaticApiCredentials,
  requireApiServerCertificates,
  requireEtcdConnectionCertificates,
  requireKubeletConnectionCertificates,
  restrictServiceAccountTokens,
} from "./control-plane/api-server-credentials.js";
import { noSecretsInAuditLog, requireAnonymousAudit } from "./control-plane/audit-content.js";
import { requireAuditLog, requireAuditLogRetention } from "./control-plane/audit-log.js";
import { requireAuditRules } from "./control-plane/audit-rules.js";
import { restrictAnonymousRequests } from "./control-plane/authentication.js";
import { restrictAuthorizationModes } from "./control-plane/authorization.js";
import { requireControllerCredentials, requirePodGarbageCollection } from "./control-plane/controller-manager.js";
import { requireSecretEncryption, restrictEncryptionProviders } from "./control-plane/encryption.js";
import { noEtcdSelfSignedCertificates, requireEtcdAuthority, requireEtcdTls } from "./control-plane/etcd.js";
import { noUnverifiedJoin } from "./control-plane/kubeadm.js";
import {
  noHostnameOverride,
  noStaticPodPath,
  requireKubeletCertificates,
  requireKubeletGuards,
  restrictKubeletAccess,
  restrictKubeletSettings,
} from "./control-plane/kubelet.js";
import {
  noInsecurePorts,
  noProfiling,
  restrictBindAddresses,
  restrictComponentPorts,
  restrictFeatureGates,
  restrictRequestTimeout,
} from "./control-plane/programs.js";
import { noOldTlsVersions, requireStatedDefaults, restrictCipherSuites } from "./control-plane/tls.js";
import { noDefaultNamespace } from "./network/no-default-namespace.js";
import { noExternalIps } from "./network/no-external-ips.js";
import { noIngressSnippets } from "./network/no-ingress-snippets.js";
import { noKubeNamespaces } from "./network/no-kube-namespaces.js";
import { noMetadataAccess } from "./network/no-metadata-access.js";
import { noNodePorts } from "./network/no-node-ports.js";
import { noOpenNetworkRules } from "./network/no-open-network-rules.js";
import { noRetiredIngressControllers } from "./network/no-retired-ingress-controllers.js";
import { noSystemNamespaces } from "./network/no-system-namespaces.js";
import { noWildcardIngressHosts } from "./network/no-wildcard-ingress-hosts.js";
import { requireDefaultDeny } from "./network/require-default-deny.js";
import { requireIngressTls } from "./network/require-ingress-tls.js";
import { requireLimitRange } from "./network/require-limit-range.js";
import { requireNamespace } from "./network/require-namespace.js";
import { requireNetworkRulePorts } from "./network/require-network-rule-ports.js";
import { requirePinnedPodSecurityVersion } from "./network/require-pinned-pod-security-version.js";
import { requirePodSecurityLabels } from "./network/require-pod-security-labels.js";
import { requireResourceQuota } from "./network/require-resource-quota.js";
import { restrictIpBlocks } from "./network/restrict-ip-blocks.js";
import { restrictLoadBalancers } from "./network/restrict-load-balancers.js";
import { noAdmissionChanges } from "./rbac/no-admission-changes.js";
import { noAnonymousBindings } from "./rbac/no-anonymous-bindings.js";
import { noBroadGroupBindings } from "./rbac/no-broad-group-bindings.js";
import { noCertificateApproval } from "./rbac/no-certificate-approval.js";
import { noClusterAdminBindings } from "./rbac/no-cluster-admin-bindings.js";
import { noClusterWideEdit } from "./rbac/no-cluster-wide-edit.js";
import { noDefaultAccountBindings } from "./rbac/no-default-account-bindings.js";
import { noEscalationVerbs } from "./rbac/no-escalation-verbs.js";
import { noNodeProxy } from "./rbac/no-node-proxy.js";
import { noPersistentVolumeCreation } from "./rbac/no-persistent-volume-creation.js";
import { noPodCreation } from "./rbac/no-pod-creation.js";
import { noPodExec } from "./rbac/no-pod-exec.js";
import { noSecretAccess } from "./rbac/no-secret-access.js";
import { noSystemMasters } from "./rbac/no-system-masters.js";
import { noTokenCreation } from "./rbac/no-token-creation.js";
import { noWildcardRules } from "./rbac/no-wildcard-rules.js";
import { noWorkloadCreation } from "./rbac/no-workload-creation.js";
import { restrictClusterRoleBindings } from "./rbac/restrict-cluster-role-bindings.js";
import { restrictRoleAggregation } from "./rbac/restrict-role-aggregation.js";
import { noBasicAuthSecrets } from "./secrets/no-basic-auth-secrets.js";
import { noBootstrapTokenSecrets } from "./secrets/no-bootstrap-token-secrets.js";
import { noCredentialsInConfigMaps } from "./secrets/no-credentials-in-config-maps.js";
import { noCredentialsInContainers } from "./secrets/no-credentials-in-containers.js";
import { noDefaultAccountCloudRoles } from "./secrets/no-default-account-cloud-roles.js";
import { noSecretsInEnvironment } from "./secrets/no-secrets-in-environment.js";
import { noServiceAccountAutomount } from "./secrets/no-service-account-automount.js";
import { noServiceAccountTokenSecrets } from "./secrets/no-service-account-token-secrets.js";
import { noLatestImages } from "./supply-chain/no-latest-images.js";
import { requireImageDigests } from "./supply-chain/require-image-digests.js";
import { requireImagePullAlways } from "./supply-chain/require-image-pull-always.js";
import { restrictImageRegistries } from "./supply-chain/restrict-image-registries.js";
import { noDefaultServiceAccount } from "./workload/no-default-service-account.js";
import { noHostNamespaces } from "./workload/no-host-namespaces.js";
import { noHostPathPersistentVolumes } from "./workload/no-host-path-persistent-volumes.js";
import { noHostPathVolumes } from "./workload/no-host-path-volumes.js";
import { noHostPorts } from "./workload/no-host-ports.js";
import { noPrivilegeEscalation } from "./workload/no-privilege-escalation.js";
import { noPrivilegedContainers } from "./workload/no-privileged-containers.js";
import { noProbeHosts } from "./workload/no-probe-hosts.js";
import { noRootGroup } from "./workload/no-root-group.js";
import { noRootUser } from "./workload/no-root-user.js";
import { noRuntimeSockets } from "./workload/no-runtime-sockets.js";
import { noSharedProcessNamespace } from "./workload/no-shared-process-namespace.js";
import { noTokenAutomount } from "./workload/no-token-automount.js";
import { noUnmaskedProc } from "./workload/no-unmasked-proc.js";
import { noWindowsHostProcess } from "./workload/no-windows-host-process.js";
import { requireDroppedCapabilities } from "./workload/require-dropped-capabilities.js";
import { requireEphemeralStorageLimits } from "./workload/require-ephemeral-storage-limits.js";
import { requireReadOnlyRootFilesystem } from "./workload/require-read-only-root-filesystem.js";
import { requireResourceLimits } from "./workload/require-resource-limits.js";
import { requireResourceRequests } from "./workload/require-resource-requests.js";
import { requireRunAsIds } from "./workload/require-run-as-ids.js";
import { requireRunAsNonRoot } from "./workload/require-run-as-non-root.js";
import { requireRuntimeClass } from "./workload/require-runtime-class.js";
import { requireSeccompProfile } from "./workload/require-seccomp-profile.js";
import { requireUserNamespace } from "./workload/require-user-namespace.js";
import { restrictAddedCapabilities } from "./workload/restrict-added-capabilities.js";
import { restrictApparmorProfiles } from "./workload/restrict-apparmor-profiles.js";
import { restrictProcMount } from "./workload/restrict-proc-mount.js";
import { restrictProjectedTokenLifetime } from "./workload/restrict-projected-token-lifetime.js";
import { restrictResourceQuantities } from "./workload/restrict-resource-quantities.js";
import { restrictSeccompProfiles } from "./workload/restrict-seccomp-profiles.js";
import { restrictSelinuxOptions } from "./workload/restrict-selinux-options.js";
import { restrictSysctls } from "./workload/restrict-sysctls.js";
import { restrictVolumeTypes } from "./workload/restrict-volume-types.js";

/** Every policy, sorted by id. */
export const policies: NonEmpty<Policy> = [
  noAdmissionChanges,
  noAnonymousBindings,
  noAwsAuthConfigMap,
  noBasicAuthSecrets,
  noBootstrapTokenSecrets,
  noBroadGroupBindings,
  noCertificateApproval,
  noClusterAdminBindings,
  noClusterLockingWebhooks,
  noClusterWideEdit,
  noCredentialsInConfigMaps,
  noCredentialsInContainers,
  noDefaultAccountBindings,
  noDefaultAccountCloudRoles,
  noDefaultAccountPodIdentities,
  noDefaultNamespace,
  noDefaultServiceAccount,
  noDeprecatedApiVersions,
  noEksClusterDeletion,
  noEksCreatorAdmin,
  noEksNodeSsh,
  noEksPublicEndpoint,
  noEksSystemGroups,
  noEscalationVerbs,
  noEtcdSelfSignedCertificates,
  noExternalIps,
  noFailOpenAdmission,
  noFailOpenImagePolicy,
  noForcedDeletion,
  noHostNamespaces,
  noHostPathPersistentVolumes,
  noHostPathVolumes,
  noHostPorts,
  noHostnameOverride,
  noIamAccessKeys,
  noIamAdminAttachments,
  noIamEscalation,
  noIamServiceWildcards,
  noIamWildcards,
  noInfrequentAccessLogs,
  noIngressSnippets,
  noInsecurePorts,
  noInternetFacingLoadBalancers,
  noKmsKeyDeletion,
  noKmsLockout,
  noKubeNamespaces,
  noKubernetesDashboard,
  noLatestImages,
  noLogGroupDeletion,
  noMetadataAccess,
  noNodePorts,
  noNodeProxy,
  noOldListenerTls,
  noOldTlsVersions,
  noOpenControlPlanePorts,
  noOpenEgress,
  noOpenIngress,
  noOpenNetworkRules,
  noOpenRoleTrust,
  noOverwritingEksAddons,
  noPersistentVolumeCreation,
  noPodCreation,
  noPodExec,
  noPodSecurityPolicies,
  noPrivilegeEscalation,
  noPrivilegedContainers,
  noProbeHosts,
  noProfiling,
  noPublicEksNodes,
  noPublicInstanceAddresses,
  noPublicKmsKeys,
  noPublicRegistries,
  noPublicResourcePolicies,
  noPublicSubnetAddresses,
  noRemovedApiVersions,
  noRetiredIngressControllers,
  noRootGroup,
  noRootUser,
  noRuntimeSockets,
  noSecretAccess,
  noSecretsInAuditLog,
  noSecretsInEnvironment,
  noServiceAccountAutomount,
  noServiceAccountTokenSecrets,
  noSharedProcessNamespace,
  noStaticApiCredentials,
  noStaticPodPath,
  noSystemMasters,
  noSystemNamespaces,
  noTiller,
  noTokenAutomount,
  noTokenCreation,
  noUnmaskedProc,
  noUnsupportedEksImages,
  noUnsupportedEksVersions,
  noUnverifiedJoin,
  noWildcardIngressHosts,
  noWildcardRules,
  noWindowsHostProcess,
  noWorkloadCreation,
  requireAdmissionPlugins,
  requireAlwaysPullImages,
  requireAnonymousAudit,
  requireApiServerCertificates,
  requireAuditLog,
  requireAuditLogRetention,
  requireAuditRules,
  requireControllerCredentials,
  requireDefaultDeny,
  requireDenyingPolicyBindings,
  requireDroppedCapabilities,
  requireEksApiAuthentication,
  requireEksAuditLog,
  requireEksControlPlaneLogs,
  requireEksDeletionProtection,
  requireEksLaunchTemplates,
  requireEksNetworkPolicy,
  requireEksNetworkPolicyEngine,
  requireEksPodGarbageCollection,
  requireEksPrivateEndpoint,
  requireEksSecretsEncryption,
  requireEksStandardSupport,
  requireEksUpgradeInTime,
  requireEmptyDefaultSecurityGroups,
  requireEncryptedStorageClasses,
  requireEncryptedVolumes,
  requireEphemeralStorageLimits,
  requireEtcdAuthority,
  requireEtcdConnectionCertificates,
  requireEtcdTls,
  requireEventRateLimit,
  requireImageDigests,
  requireImagePullAlways,
  requireImageScanning,
  requireImmutableImageTags,
  requireIngressTls,
  requireKmsDeletionWindow,
  requireKmsKeyRotation,
  requireKubeletCertificates,
  requireKubeletConnectionCertificates,
  requireKubeletGuards,
  requireLimitRange,
  requireListenerTls,
  requireLogDeletionProtection,
  requireLogEncryption,
  requireLogRetention,
  requireMetadataTokens,
  requireNamespace,
  requireNetworkRulePorts,
  requirePermissionsBoundary,
  requirePinnedEksAddons,
  requirePinnedPodSecurityVersion,
  requirePodGarbageCollection,
  requirePodIdentityConditions,
  requirePodSecurityDefaults,
  requirePodSecurityLabels,
  requirePublicAccessBlock,
  requireReadOnlyRootFilesystem,
  requireRegistryEncryption,
  requireResourceLimits,
  requireResourceQuota,
  requireResourceRequests,
  requireRunAsIds,
  requireRunAsNonRoot,
  requireRuntimeClass,
  requireSeccompProfile,
  requireSecretEncryption,
  requireSeparateControlPlaneSubnets,
  requireStatedDefaults,
  requireThreatDetection,
  requireTrailIntegrity,
  requireUserNamespace,
  requireVolumeKeys,
  requireVpcFlowLogs,
  requireWebIdentityConditions,
  restrictAddedCapabilities,
  restrictAdmissionPlugins,
  restrictAnonymousRequests,
  restrictApparmorProfiles,
  restrictAuthorizationModes,
  restrictBindAddresses,
  restrictCipherSuites,
  restrictClusterRoleBindings,
  restrictComponentPorts,
  restrictEksAccessScope,
  restrictEksClusterAdmins,
  restrictEksPublicCidrs,
  restrictEncryptionProviders,
  restrictFeatureGates,
  restrictImageRegistries,
  restrictIpBlocks,
  restrictKubeletAccess,
  restrictKubeletSettings,
  restrictLoadBalancers,
  restrictNodeRolePolicies,
  restrictProcMount,
  restrictProjectedTokenLifetime,
  restrictRequestTimeout,
  restrictResourceQuantities,
  restrictRoleAggregation,
  restrictSeccompProfiles,
  restrictSelinuxOptions,
  restrictServiceAccountTokens,
  restrictSysctls,
  restrictVolumeTypes,
  restrictWebhookTimeouts,
];
