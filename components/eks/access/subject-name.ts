import { refuse } from "../../refusal.js";

/** Prefixes that EKS and Kubernetes keep for themselves. */
const RESERVED = /^(?:system|eks|aws|amazon|iam):/i;
const SESSION = /\{\{SessionName(?:Raw)?\}\}/;

/** @throws Error when the name is one that RBAC has bound to something already. */
export function kubernetesGroup(input: string, group: string): string {
  if (group.trim() === group && group !== "" && !RESERVED.test(group)) return group;
  return refuse(input, "be a group of your own, not system:, eks:, aws:, amazon: or iam:", group);
}

/** @throws Error when EKS would refuse the user's name. */
export function userName(input: string, name: string): string {
  if (name.trim() !== name || name === "" || RESERVED.test(name))
    return refuse(input, "not begin with system:, eks:, aws:, amazon: or iam:, nor be empty", name);
  const rest = name.replace(SESSION, "");
  if (/\{\{|\}\}/.test(rest))
    return refuse(input, "have no placeholder but one {{SessionName}} or {{SessionNameRaw}}", name);
  if (rest !== name && !/:.*\{\{SessionName/.test(name))
    return refuse(input, 'have a colon before {{SessionName}}, such as "ops:{{SessionName}}"', name);
  return name;
}
