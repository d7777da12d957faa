import type { Account } from "../account.js";
import { createWorkloadRole, type RoleGrants } from "../workload-identity/role.js";
import { podIdentityTrust, type Workload } from "../workload-identity/trust.js";
import type { AddonGround, AddonNeeds } from "./addon.js";

const NAMESPACE = "kube-system";

/** The role of an add-on's service account; the add-on makes the association itself, after the role has its rights. */
export function addonIdentity(
  ground: AddonGround,
  addon: string,
  serviceAccount: string,
  account: Account,
  grants: RoleGrants,
): Required<Pick<AddonNeeds, "identity" | "after">> {
  const workload: Workload = { clusterName: ground.clusterName, namespace: NAMESPACE, serviceAccount };
  const made = createWorkloadRole(
    ground.parent,
    `${ground.name}-${addon}`,
    account,
    workload,
    podIdentityTrust(account, workload, true),
    grants,
  );
  return { identity: { serviceAccount, roleArn: made.role.arn }, after: made.grants };
}
