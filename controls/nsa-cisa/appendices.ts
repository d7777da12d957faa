/** An example in the guide's appendices and what stands in its place here. */
export interface Appendix {
  readonly id: `NSA-APP-${string}`;
  readonly shows: string;
  readonly deliverable: string;
  /** Why the example must not be used as printed; absent where it can be. */
  readonly notAsPrinted?: string;
}

export const NSA_CISA_APPENDICES = [
  {
    id: "NSA-APP-A",
    shows: "Dockerfile that ends in a USER other than root",
    deliverable: "documentation",
    notAsPrinted: "Its base image floats, and the build tools stay in the image.",
  },
  {
    id: "NSA-APP-B",
    shows: "Deployment with a read-only root file system and an emptyDir",
    deliverable: "hardened deployment",
    notAsPrinted: "Its image tag floats.",
  },
  {
    id: "NSA-APP-C",
    shows: "PodSecurityPolicy",
    deliverable: "hardened namespace with Pod Security labels; admission policies for what the standards lack",
    notAsPrinted: "Kubernetes 1.25 removed the API.",
  },
  {
    id: "NSA-APP-D",
    shows: "Namespace",
    deliverable: "hardened namespace",
    notAsPrinted: "A bare namespace has no protection.",
  },
  {
    id: "NSA-APP-E",
    shows: "NetworkPolicies: an allow rule, deny all ingress, deny all egress",
    deliverable: "default deny with rules for DNS and the API server",
    notAsPrinted: "The field is policyTypes, not policyType; without a rule for DNS, pods resolve no name.",
  },
  { id: "NSA-APP-F", shows: "LimitRange", deliverable: "hardened namespace", notAsPrinted: "It lacks memory." },
  {
    id: "NSA-APP-G",
    shows: "ResourceQuota",
    deliverable: "hardened namespace",
    notAsPrinted: "Its values are too small for use.",
  },
  {
    id: "NSA-APP-H",
    shows: "EncryptionConfiguration with aescbc",
    deliverable: "encryption configuration with KMS v2 or secretbox, identity last",
    notAsPrinted: "Kubernetes calls aescbc weak and does not recommend it.",
  },
  {
    id: "NSA-APP-I",
    shows: "EncryptionConfiguration with a KMS provider",
    deliverable: "encryption configuration with KMS v2",
    notAsPrinted: "Its fields are those of KMS v1, which is off since Kubernetes 1.29.",
  },
  { id: "NSA-APP-J", shows: "Role and ClusterRole that read pods", deliverable: "RBAC personas" },
  {
    id: "NSA-APP-K",
    shows: "RoleBinding and ClusterRoleBinding",
    deliverable: "RBAC personas, bound to groups",
    notAsPrinted: "It binds a user by name.",
  },
  {
    id: "NSA-APP-L",
    shows: "Audit policy",
    deliverable: "audit policy with Secrets, ConfigMaps and token requests at Metadata",
    notAsPrinted: "Version 1.0 logs the bodies of Secrets.",
  },
  {
    id: "NSA-APP-M",
    shows: "Audit flags and mounts of kube-apiserver",
    deliverable: "kubeadm configuration",
    notAsPrinted: "The policy's path in the flag is not the one in the mount.",
  },
  {
    id: "NSA-APP-N",
    shows: "kubeconfig and flags of an audit webhook",
    deliverable: "audit webhook over TLS with a client certificate",
    notAsPrinted: "It sends the events over plain HTTP, with a password.",
  },
] as const satisfies readonly Appendix[];
