/** Access policies of EKS that people and pipelines get; what each allows: "Review access policy permissions" in the EKS user guide. */
export const AccessPolicy = {
  /** Everything, everywhere. */
  ClusterAdmin: "AmazonEKSClusterAdminPolicy",
  /** Nearly everything in a namespace, roles and Secrets among it. */
  Admin: "AmazonEKSAdminPolicy",
  /** Workloads and Secrets of a namespace, `exec` among it. */
  Edit: "AmazonEKSEditPolicy",
  /** Reads most of a namespace, no Secrets. */
  View: "AmazonEKSViewPolicy",
  /** Reads everything, Secrets too. */
  AdminView: "AmazonEKSAdminViewPolicy",
  /** Reads Secrets. */
  SecretReader: "AmazonEKSSecretReaderPolicy",
} as const;
export type AccessPolicy = (typeof AccessPolicy)[keyof typeof AccessPolicy];
