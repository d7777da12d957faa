import type { Exemption } from "../exemptions.js";
import type { Resource } from "../policy.js";
import { exemptionOf } from "./statement.js";

/** What `exempt` of our components registers beside its target, and before it. */
export const EXEMPTION_TYPE = "rampart:index:Exemption";

/** An exemption stated in the program, and the resource that it is for: a sibling of its own. */
export interface CodeExemption {
  readonly exemption: Exemption;
  /** Key of the target; see `targetKey`. */
  readonly target: string;
}

/**
 * Reads an `Exemption` from its inputs.
 *
 * @throws ConfigurationError for what cannot be read, UnknownRead for what is unknown until deployment.
 */
export function codeExemption({ props, parent }: Resource, ids: readonly string[], statedAt: string): CodeExemption {
  const { targetType, targetName, policies, reason, owner, expires } = props;
  const type = String(targetType);
  const exemption = exemptionOf(
    { policies, match: { name: String(targetName), type }, reason, owner, expires },
    { channel: "code", statedAt, ids },
  );
  return { exemption, target: targetKey(parent, type, String(targetName)) };
}

/** No two resources of a stack have parent, type and name in common. */
export const targetKey = (parent: string | undefined, type: string, name: string): string =>
  `${parent ?? ""}\n${type}\n${name}`;
