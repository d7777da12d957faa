import { OTHER_TYPES } from "./kubernetes/control-plane/parts.js";
import type { Policy } from "./policy.js";

/** Type tokens that the policies judge beside those of Kubernetes objects. */
export const typesJudgedBy = (policies: readonly Policy[]): ReadonlySet<string> =>
  new Set(
    policies.flatMap((policy) => {
      if (policy.subject === "part") return OTHER_TYPES;
      return ("types" in policy ? policy.types : undefined) ?? [];
    }),
  );
