import { ConfigurationError, type ConfigurationProblem } from "../../policy-pack/configuration-error.js";
import { configurationSchema } from "../../policy-pack/configuration-schema.js";
import { policies } from "../../policy-pack/policies/index.js";
import { type Configuration, NO_CONFIGURATION, overlaid, select } from "../../policy-pack/selection.js";
import { configurationIn, readConfiguration } from "./configuration-file.js";
import { isStackConfiguration, stackConfigurationIn } from "./stack-configuration.js";

/**
 * Reads configurations as the pack does, each over the stack's that was given before it, and says what comes of them.
 *
 * @throws ConfigurationError naming everything that is wrong in any of them.
 */
export function checkConfiguration(files: readonly string[]): string {
  const problems: ConfigurationProblem[] = [];
  let stack: Configuration = NO_CONFIGURATION;
  let text = "";
  for (const file of files)
    try {
      const source = readConfiguration(file);
      const isStack = isStackConfiguration(source);
      const own = isStack ? stackConfigurationIn(source, policies) : configurationIn(source, policies, stack);
      if (isStack) stack = own;
      text += `${file}: valid; ${summary(isStack ? own : overlaid(stack, own))}\n`;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  if (problems.length > 0) throw ConfigurationError.of(problems);
  return text;
}

function summary(configuration: Configuration): string {
  const { policies: on, advisory, profile } = select(policies, configuration);
  const off = policies.length - on.length;
  return `profile ${profile}, policies: ${on.length - advisory.size} mandatory, ${advisory.size} advisory, ${off} off.`;
}

/** The JSON Schema of every configuration; `policy-pack/configuration.schema.json` is this text. */
export const configurationSchemaText = (): string => `${JSON.stringify(configurationSchema(policies), undefined, 2)}\n`;
