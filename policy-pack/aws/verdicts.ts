import { type Breach, offenceOf } from "../kubernetes/breach.js";
import type { Resource } from "../policy.js";
import { attempt, type Verdict } from "../verdict.js";

/**
 * Asks one question of a resource of AWS; a fix begins at the resource.
 *
 * @param subject what the message calls the resource, e.g. `cluster`.
 * @param path where the answer lies in its inputs, e.g. `vpcConfig.publicAccessCidrs`.
 */
export const onResource = (subject: string, path: string, question: () => Breach): readonly Verdict[] =>
  attempt(() => offenceOf(subject, undefined, path, question(), () => []));

/** Says of the end of a resource that it must not come to it. */
export const onEnd = (subject: string, { end }: Pick<Resource, "end">): readonly Verdict[] => [
  { subject, path: "", requirement: "must not be", what: end === "replacement" ? "replaced" : "deleted" },
];
