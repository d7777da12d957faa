/** Alarms on what the API server writes down. */
export const AuditAlarm = {
  /** Somebody without a name was answered. */
  AnonymousAllowed: "anonymous-allowed",
  /** Many requests without a name, or with a wrong one, were refused. */
  AnonymousDenied: "anonymous-denied",
  /** Many requests of the same cluster's users were forbidden. */
  Denied: "denied",
  /** A workload asked for what it may not do. */
  WorkloadDenied: "workload-denied",
  /** Somebody read Secrets. */
  SecretRead: "secret-read",
  /** Somebody went into a container, or tunnelled to one. */
  PodExec: "pod-exec",
  /** A container was added to a running pod. */
  EphemeralContainer: "ephemeral-container",
  /** Somebody reached a kubelet, a pod or a Service through the API server. */
  ApiProxy: "api-proxy",
  /** Who may do what was changed. */
  RbacChange: "rbac-change",
  /** Somebody was made an administrator of everything. */
  ClusterAdminBinding: "cluster-admin-binding",
  /** Rights were given to everybody. */
  EverybodyBinding: "everybody-binding",
  /** A token of a service account was made by hand. */
  ServiceAccountToken: "service-account-token",
  /** Somebody acted in the name of somebody else. */
  Impersonation: "impersonation",
  /** A certificate of the cluster was approved by hand. */
  CertificateApproval: "certificate-approval",
  /** What decides which objects may exist was changed. */
  AdmissionChange: "admission-change",
  /** Network policies, quotas or limits were removed. */
  GuardrailRemoved: "guardrail-removed",
  /** Somebody changed what Kubernetes itself runs on. */
  KubeSystemChange: "kube-system-change",
  /** The old list of IAM users was written. */
  AwsAuthChange: "aws-auth-change",
  /** A pod that owns its node was made. */
  PrivilegedPod: "privileged-pod",
  /** A workload made pods. */
  PodByWorkload: "pod-by-workload",
} as const;
export type AuditAlarm = (typeof AuditAlarm)[keyof typeof AuditAlarm];
