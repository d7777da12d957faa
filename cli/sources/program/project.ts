import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { load, YAMLException } from "js-yaml";
import { ConfigurationError } from "../../../policy-pack/configuration-error.js";
import { type RuntimeOptions, runtimeOptions } from "../../../sandbox/plugins/nodejs/runtime-options.js";
import { locateSdkCommand } from "../../../sandbox/plugins/nodejs/sdk.js";
import { fileProblem } from "../files.js";

export type YamlMap = Readonly<Record<string, unknown>>;

/** A Pulumi program in Node, as its Pulumi.yaml describes it. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml, as it was given. */
  readonly folder: string;
  /** Pulumi.yaml, by the name that reports use. */
  readonly file: string;
  /** The same folder in full. */
  readonly rootFolder: string;
  /** Where the program runs: the folder of its entry point. */
  readonly workingFolder: string;
  /** What is started there; `.` leaves the choice to package.json. */
  readonly entry: string;
  readonly options: RuntimeOptions;
  /** Path of the SDK's command that runs programs. */
  readonly sdk: string;
  /** The `config` of Pulumi.yaml: values and defaults for every stack. */
  readonly configuration: YamlMap;
  /** Where the stacks' files are. */
  readonly stackFolder: string;
}

/** The first version whose protocol gives source positions, which every finding needs. */
const OLDEST_SDK = [3, 50] as const;

/**
 * Reads a project.
 *
 * @throws ConfigurationError where there is none, it is not Node's, or its packages are not installed.
 */
export function projectIn(folder: string): Project {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined)
    throw new ConfigurationError(`There is no Pulumi.yaml in ${folder}. Fix: name the folder that has it.`);
  const settings = yamlMapIn(file);
  const { name, main, config, stackConfigDir, runtime } = settings;
  if (typeof name !== "string" || name === "") throw new ConfigurationError(`${file}: name must be a text.`);
  const place = placeOf(file, folder, main);
  return {
    name,
    folder,
    file,
    rootFolder: resolve(folder),
    ...place,
    options: optionsOf(file, runtime),
    sdk: sdkFor(place.workingFolder),
    configuration: isMap(config) ? config : {},
    // An older name of the same setting.
    stackFolder: join(folder, text(stackConfigDir) ?? text(config) ?? ""),
  };
}

/**
 * The mapping in a YAML file.
 *
 * @throws ConfigurationError with file and line.
 */
export function yamlMapIn(file: string): YamlMap {
  const value = yamlIn(file) ?? {};
  if (!isMap(value)) throw new ConfigurationError(`${file}: it must be a mapping.`);
  return value;
}

/** The value in a YAML or JSON file; @throws ConfigurationError with file and line. */
export function yamlIn(file: string): unknown {
  try {
    return load(readFileSync(file, "utf8"), { filename: file });
  } catch (error) {
    if (error instanceof YAMLException)
      throw new ConfigurationError(`${file}:${(error.mark?.line ?? 0) + 1}: ${error.reason}.`);
    throw new ConfigurationError(`${file}: ${fileProblem(error)}.`);
  }
}

export const isMap = (value: unknown): value is YamlMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function optionsOf(file: string, runtime: unknown): RuntimeOptions {
  const { name, options = {} } = isMap(runtime) ? runtime : { name: runtime };
  if (name !== "nodejs")
    throw new ConfigurationError(
      `${file}: runtime is ${JSON.stringify(name)}; only programs of runtime "nodejs" can be checked. ` +
        "Fix: run pulumi preview with the policy pack.",
    );
  if (!isMap(options)) throw new ConfigurationError(`${file}: runtime.options must be a mapping.`);
  try {
    return runtimeOptions(options);
  } catch (error) {
    throw new ConfigurationError(`${file}: ${(error as Error).message}.`);
  }
}

/** As the engine places a program: it runs in the folder of its entry point. */
function placeOf(file: string, folder: string, main: unknown): Pick<Project, "workingFolder" | "entry"> {
  const root = resolve(folder);
  if (main === undefined || main === null) return { workingFolder: root, entry: "." };
  if (typeof main !== "string") throw new ConfigurationError(`${file}: main must be a path.`);
  const path = resolve(root, main);
  if (relative(root, path).startsWith("..")) throw new ConfigurationError(`${file}: main must be inside its folder.`);
  try {
    if (statSync(path).isDirectory()) return { workingFolder: path, entry: "." };
  } catch (error) {
    throw new ConfigurationError(`${file}: main is ${main}, but ${fileProblem(error)}.`);
  }
  return { workingFolder: dirname(path), entry: basename(path) };
}

function sdkFor(workingFolder: string): string {
  let command: string;
  try {
    command = locateSdkCommand("run", workingFolder);
  } catch (error) {
    throw new ConfigurationError((error as Error).message);
  }
  const { version } = JSON.parse(readFileSync(join(dirname(command), "../../package.json"), "utf8"));
  const [major = 0, minor = 0] = String(version).split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_SDK;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new ConfigurationError(
      `@pulumi/pulumi ${version} of the program is too old to be checked; ${OLDEST_SDK.join(".")} is the oldest. ` +
        "Fix: npm install @pulumi/pulumi@latest.",
    );
  return command;
}
