import { checkTerms } from "../../exemption-terms.js";

/** Objects that may violate admission policies, why, for how long, and who answers for it. */
export interface AdmissionExemption {
  /** Ids of the policies, e.g. `require-read-only-root-filesystem`. */
  policies: string[];
  /** Namespace of the objects. @default objects that are in none, such as a ClusterRoleBinding */
  namespace?: string;
  /** Name of the objects; `*` stands for any text: the pods of a Deployment `web` are `web-*`. */
  name: string;
  /** Why the violation is there, for those who decide whether to renew the exemption. */
  reason: string;
  /** Who answers for it: a person or a team. */
  owner: string;
  /** Last day on which it holds, UTC, as `2026-12-31`; the API server refuses again from the next day on. */
  expires: string;
}

/** @throws Error naming the input, the value got and what is allowed. */
export function checkExemption(at: string, exemption: AdmissionExemption, ids: readonly string[]): void {
  checkTerms(`${at}.`, exemption);
  const { policies, namespace, name } = exemption;
  for (const id of policies)
    if (!ids.includes(id))
      throw new Error(
        `${at}.policies: must be admission policies that take exemptions (${ids.join(", ")}), got "${id}"`,
      );
  if (namespace !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
    throw new Error(`${at}.namespace: must be the name of one namespace, got ${JSON.stringify(namespace)}`);
  if (typeof name !== "string" || !/^[A-Za-z0-9.:*_-]{1,253}$/.test(name))
    throw new Error(
      `${at}.name: must be a name such as "web-*", of letters, digits, ".", ":", "_", "-" and "*", got ${JSON.stringify(name) ?? "nothing"}`,
    );
}
