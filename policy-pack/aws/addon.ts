import { child } from "../kubernetes/object.js";
import { text } from "../kubernetes/shape.js";
import type { Resource } from "../policy.js";

/** `aws.eks.Addon`, by @pulumi/aws 7.48. */
export const ADDON = "aws:eks/addon:Addon";

/** An add-on; each part is read when it is asked for. */
export interface Addon {
  readonly name: () => string;
  readonly version: () => string;
  /** OVERWRITE, NONE or PRESERVE. */
  readonly onConflict: (when: "resolveConflictsOnCreate" | "resolveConflictsOnUpdate") => string;
  /** What configurationValues has, JSON or YAML; `undefined` for what is neither. */
  readonly values: () => unknown;
}

export const addonOf = ({ props }: Resource): Addon => {
  const read = (key: string): string => text(child(props, key)) ?? "";
  return {
    name: () => read("addonName"),
    version: () => read("addonVersion"),
    onConflict: read,
    values: () => parsed(read("configurationValues")),
  };
};

function parsed(values: string): unknown {
  const { load } = require("js-yaml") as typeof import("js-yaml");
  try {
    // JSON is YAML.
    return load(values);
  } catch {
    return undefined;
  }
}
