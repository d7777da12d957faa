import { createHash } from "node:crypto";

/** What IAM takes. */
const LONGEST = 64;
const HASH = 8;

/**
 * A role's name that tells whose it is, and is no other's: IAM is one for all regions, clusters and namespaces of an
 * account, so a hash of all parts stands behind as many of their letters as fit.
 */
export function workloadRoleName(
  region: string,
  clusterName: string,
  namespace: string,
  serviceAccount: string,
): string {
  const hash = createHash("sha256")
    .update([region, clusterName, namespace, serviceAccount].join("/"))
    .digest("hex")
    .slice(0, HASH);
  const readable = [clusterName, namespace, serviceAccount].join("-").replace(/[^\w+=,.@-]/g, "-");
  return `${readable.slice(0, LONGEST - HASH - 1)}-${hash}`;
}
