import type { Json } from "../../../../sandbox/plugins/provider/values.js";
import type { Account } from "../account.js";
import type { LiveResource } from "../journal.js";

/** Policies that a role has. */
export interface Attached {
  /** ARNs. */
  readonly managed: readonly string[];
  /** Whether it has policies that are not AWS's own. */
  readonly inline: boolean;
}

const strings = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

export function attachedTo(account: Account, role: LiveResource): Attached {
  const attached = [...account.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")]
    .filter(({ state }) => state.role === role.id)
    .map(({ state }) => String(state.policyArn));
  const inline = [...account.all("aws:iam/rolePolicy:RolePolicy")].some(({ state }) => state.role === role.id);
  const managed = [...attached, ...strings(role.state.managedPolicyArns)];
  return {
    managed,
    inline: inline || strings(role.state.inlinePolicies).length > 0 || managed.some((arn) => !/:iam::aws:/.test(arn)),
  };
}
