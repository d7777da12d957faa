import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConfigurationError, type ConfigurationProblem } from "../../policy-pack/configuration-error.js";
import { isForPack } from "../../policy-pack/configuration-namespace.js";
import { PACK_KEY } from "../../policy-pack/configuration-schema.js";
import type { Policy } from "../../policy-pack/policy.js";
import { type Configuration, NO_CONFIGURATION } from "../../policy-pack/selection.js";
import { type ConfigurationText, readConfiguration, withLines } from "./configuration-file.js";

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a file is the configuration of a stack, by its name or by what it has. */
export const isStackConfiguration = ({ file, value }: ConfigurationText): boolean =>
  /^Pulumi\..+\.ya?ml$/.test(basename(file)) || (isMapping(value) && "config" in value);

/**
 * What a Pulumi.<stack>.yaml sets for the pack, over what its project's Pulumi.yaml sets, as Pulumi reads them.
 *
 * @throws ConfigurationError naming everything that is wrong, with file and line.
 */
export function stackConfigurationIn(source: ConfigurationText, policies: readonly Policy[]): Configuration {
  const project = projectOf(source.file);
  const ofStack = ownKeys(source);
  const ofProject = project === undefined ? {} : mapped(ownKeys(project), projectValue);
  const name = isMapping(project?.value) && typeof project.value.name === "string" ? project.value.name : undefined;
  const values = Object.entries({ ...ofProject, ...ofStack }).filter(([key]) => isForPack(key, name));
  // Most stacks configure nothing, and the validator takes longer to load than a small file takes to judge.
  if (values.length === 0) return NO_CONFIGURATION;
  const { parseStackConfiguration } =
    require("../../policy-pack/configuration.js") as typeof import("../../policy-pack/configuration.js");
  const sourceOf = ([, namespaced = ""]: readonly string[]): ConfigurationText => {
    const key = namespaced.slice(PACK_KEY.length + 1);
    return project !== undefined && key in ofProject && !(key in ofStack) ? project : source;
  };
  const encrypted = values.filter(([, value]) => hasEncrypted(value)).map(([key]) => key);
  const readable = Object.fromEntries(values.filter(([key]) => !encrypted.includes(key)));
  return withLines(sourceOf, () => {
    const problems = encrypted.map((key) => {
      const name = `${PACK_KEY}:${key}`;
      return { path: [name], message: `${name} is encrypted and cannot be read here. Fix: store it in plain text.` };
    });
    const place = (own: readonly ConfigurationProblem[]) =>
      ConfigurationError.of([...problems, ...own].map(({ path, message }) => ({ path: ["config", ...path], message })));
    try {
      const configuration = parseStackConfiguration(readable, policies, { statedAt: source.file, project: name });
      if (problems.length === 0) return configuration;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw place(error.problems);
    }
    throw place([]);
  });
}

/** The keys `rampart:*` of a file, without their namespace. */
function ownKeys({ file, value }: ConfigurationText): Mapping {
  if (!isMapping(value)) throw new ConfigurationError(`${file}:1: it must be a mapping.`);
  const { config = {} } = value;
  if (config === null) return {};
  if (!isMapping(config)) throw new ConfigurationError(`${file}: config must be a mapping.`);
  const prefix = `${PACK_KEY}:`;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, own]) => [key.slice(prefix.length), own]),
  );
}

const mapped = (mapping: Mapping, map: (value: unknown) => unknown): Mapping =>
  Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, map(value)]));

/** In Pulumi.yaml a value may stand by itself or as `value`. */
const projectValue = (value: unknown): unknown => (isMapping(value) && "value" in value ? value.value : value);

/** The Pulumi.yaml of the stack's project: in its folder, or in the nearest one above it. */
function projectOf(file: string): ConfigurationText | undefined {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml"])
      if (existsSync(join(folder, name))) return readConfiguration(join(folder, name));
    if (folder === dirname(folder)) return undefined;
  }
}

const hasEncrypted = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ((isMapping(value) && typeof value.secure === "string") || Object.values(value).some(hasEncrypted));
