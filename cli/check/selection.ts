import { ConfigurationError, unknownName } from "../../policy-pack/configuration-error.js";
import type { Policy, Profile } from "../../policy-pack/policy.js";
import { type Configuration, NO_CONFIGURATION, overlaid, type Selection, select } from "../../policy-pack/selection.js";
import { configurationIn, readConfiguration } from "./configuration-file.js";
import { stackConfigurationIn } from "./stack-configuration.js";

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
  /** A Pulumi.<stack>.yaml, whose keys `rampart:*` come before those of `config`. */
  readonly stackConfig?: string | undefined;
}

/**
 * The policies to judge by.
 *
 * @throws ConfigurationError for an unknown name, a file that cannot be taken, and where no policy is left.
 */
export function selectionFor(request: SelectionRequest, policies: readonly Policy[]): Selection {
  const ids = policies.map(({ id }) => id);
  for (const id of [...request.only, ...request.exclude]) if (!ids.includes(id)) throw unknownName("policy", id, ids);
  const { profile, kubernetesVersion } = request;
  const configuration = overlaid(configured(request, policies), { ...NO_CONFIGURATION, profile, kubernetesVersion });
  const selection = select(
    policies.filter(({ id }) => !request.exclude.includes(id)),
    { ...configuration, levels: levelsOf(request.only, configuration.levels, ids) },
  );
  if (selection.policies.length === 0)
    throw new ConfigurationError("No policy is left to judge by. Fix: exclude or disable fewer of them.");
  return selection;
}

/** What the stack and the file set. */
function configured({ stackConfig, config }: SelectionRequest, policies: readonly Policy[]): Configuration {
  const stack =
    stackConfig === undefined ? NO_CONFIGURATION : stackConfigurationIn(readConfiguration(stackConfig), policies);
  return config === undefined ? stack : overlaid(stack, configurationIn(readConfiguration(config), policies, stack));
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
