/** Addresses at which clouds give credentials to whatever asks, by their documentation; all listen on TCP port 80. */
export const METADATA_ADDRESSES = [
  "169.254.169.254", // AWS, Azure, Google Cloud and others
  "169.254.170.2", // AWS, credentials of tasks
  "169.254.170.23", // EKS Pod Identity
  "fd00:ec2::254", // AWS
  "fd00:ec2::23", // EKS Pod Identity
  "fd20:ce::254", // Google Cloud
  "168.63.129.16", // Azure, the host's own service
  "100.100.100.200", // Alibaba Cloud
] as const;

/** Those of EKS Pod Identity, which answer with the rights that a pod was given, not with the node's. */
export const POD_IDENTITY_ADDRESSES = ["169.254.170.23", "fd00:ec2::23"] as const;

/** Blocks that have all of them and nothing that a pod needs. */
export const METADATA_BLOCKS = [
  "169.254.0.0/16",
  "fd00:ec2::/32",
  "fd20:ce::254/128",
  "168.63.129.16/32",
  "100.100.100.200/32",
] as const;

/** Names under which clouds have the same services, lower case. */
export const METADATA_NAMES = ["metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"] as const;

/** Resolvers that clouds have for their networks, some at a metadata address; asked on port 53. */
export const CLOUD_RESOLVERS = ["169.254.169.253", "169.254.169.254", "168.63.129.16"] as const;
