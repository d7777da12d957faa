import { readFileSync } from "node:fs";
import { load, YAMLException } from "js-yaml";
import { ConfigurationError } from "../../policy-pack/configuration-error.js";
import type { Policy } from "../../policy-pack/policy.js";
import type { Configuration } from "../../policy-pack/selection.js";
import { fileProblem } from "../sources/files.js";

/**
 * The configuration in a file, JSON or YAML.
 *
 * @throws ConfigurationError naming the file, and what is wrong with it.
 */
export async function configurationIn(file: string, policies: readonly Policy[]): Promise<Configuration> {
  const text = textOf(file);
  // Its validator takes longer to load than a small file takes to judge.
  const { parseConfiguration } = await import("../../policy-pack/configuration.js");
  try {
    return parseConfiguration(load(text) ?? {}, policies);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError(`${file}: ${error.message}`);
    if (error instanceof YAMLException)
      throw new ConfigurationError(`${file}:${(error.mark?.line ?? 0) + 1}: ${error.reason}.`);
    throw error;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigurationError(`${file}: ${fileProblem(error)}.`);
  }
}
