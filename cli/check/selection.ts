import { ConfigurationError, unknownName } from "../../policy-pack/configuration-error.js";
import type { Policy, Profile } from "../../policy-pack/policy.js";
import { type Configuration, NO_CONFIGURATION, type Selection, select } from "../../policy-pack/selection.js";
import { configurationIn } from "./configuration-file.js";

/** What is judged by, as the command line has it. */
export interface SelectionRequest {
  /** Default: the configuration's, else `restricted`. */
  readonly profile?: Profile | undefined;
  /** Ids: these alone, whatever their profile. Default: those of the profile. */
  readonly only: readonly string[];
  /** Ids that are left out. */
  readonly exclude: readonly string[];
  /** E.g. `1.34`; default: the configuration's, else the newest known. */
  readonly kubernetesVersion?: string | undefined;
  /** A file in the form of Pulumi's `--policy-pack-config`, JSON or YAML. */
  readonly config?: string | undefined;
}

/**
 * The policies to judge by.
 *
 * @throws ConfigurationError for an unknown name, a file that cannot be taken, and where no policy is left.
 */
export async function selectionFor(request: SelectionRequest, policies: readonly Policy[]): Promise<Selection> {
  const ids = policies.map(({ id }) => id);
  for (const id of [...request.only, ...request.exclude]) if (!ids.includes(id)) throw unknownName("policy", id, ids);
  const configuration =
    request.config === undefined ? NO_CONFIGURATION : await configurationIn(request.config, policies);
  const { kubernetesVersion = configuration.kubernetesVersion, profile = configuration.profile } = request;
  const selection = select(
    policies.filter(({ id }) => !request.exclude.includes(id)),
    { ...configuration, kubernetesVersion, levels: levelsOf(request.only, configuration.levels, ids) },
    profile,
  );
  if (selection.policies.length === 0)
    throw new ConfigurationError("No policy is left to judge by. Fix: exclude or disable fewer of them.");
  return selection;
}

/** Policies that are asked for by name are on, and the others off, whatever the configuration says. */
function levelsOf(
  only: readonly string[],
  levels: Configuration["levels"],
  ids: readonly string[],
): Configuration["levels"] {
  if (only.length === 0) return levels;
  return Object.fromEntries(
    ids.map((id) => {
      if (!only.includes(id)) return [id, "disabled"];
      return [id, levels[id] === "advisory" ? "advisory" : "mandatory"];
    }),
  );
}
