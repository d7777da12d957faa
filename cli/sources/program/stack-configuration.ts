import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError, unknownName } from "../../../policy-pack/configuration-error.js";
import { isMap, type Project, type YamlMap, yamlMapIn } from "./project.js";
import { UNKNOWN_TEXT } from "./wire-values.js";

/** What a program is configured by. */
export interface StackConfiguration {
  readonly stack: string;
  /** By `namespace:key`; objects as JSON, which is how programs get them. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Keys whose value nobody can read here: encrypted. */
  readonly encrypted: readonly string[];
  /** Environments of Pulumi ESC that the stack imports, and that only its service can open. */
  readonly environments: readonly string[];
}

/** Name of a project without a file for any stack, as Pulumi's own documentation calls the first. */
const FIRST_STACK = "dev";

/**
 * The configuration of a stack, by Pulumi.yaml and `Pulumi.<stack>.yaml`. An encrypted value is one that is unknown
 * until deployment.
 *
 * @param asked default: the only stack that there is a file of.
 * @throws ConfigurationError where it is not clear which stack is meant, or a file is no configuration.
 */
export function stackConfiguration(project: Project, asked?: string): StackConfiguration {
  const stack = stackOf(project, asked);
  const file = stackFileOf(project, stack);
  const settings = file === undefined ? {} : yamlMapIn(file);
  const { config, environment } = settings;
  if (config !== undefined && config !== null && !isMap(config))
    throw new ConfigurationError(`${file}: config must be a mapping.`);
  const entries = [...defaultsOf(project.configuration), ...Object.entries(isMap(config) ? config : {})];
  const values: Record<string, string> = {};
  const encrypted = new Set<string>();
  for (const [key, value] of entries) {
    const name = qualified(key, project.name);
    encrypted.delete(name);
    values[name] = written(opened(value, () => encrypted.add(name)));
  }
  return { stack, values, secretKeys: [...encrypted], encrypted: [...encrypted], environments: namesOf(environment) };
}

/**
 * The file that a stack is configured by; `undefined` where there is none.
 *
 * @throws ConfigurationError where it is not clear which stack is meant.
 */
export function stackFileOf(project: Project, asked?: string): string | undefined {
  const file = join(project.stackFolder, `Pulumi.${stackOf(project, asked)}.yaml`);
  return existsSync(file) ? file : undefined;
}

function stackOf({ stackFolder }: Project, asked: string | undefined): string {
  const stacks = stacksIn(stackFolder);
  if (asked === undefined) {
    const [first = FIRST_STACK, ...others] = stacks;
    if (others.length === 0) return first;
    throw new ConfigurationError(`There are several stacks: ${stacks.join(", ")}. Fix: choose one by --stack.`);
  }
  // A stack whose configuration is on somebody's machine may not have a file; a name like another one is a mistake.
  const name = asked.slice(asked.lastIndexOf("/") + 1);
  if (!/^[\w.-]+$/.test(name)) throw new ConfigurationError(`--stack must be the name of a stack; got "${asked}".`);
  if (stacks.length > 0 && !stacks.includes(name)) throw unknownName("stack", name, stacks);
  return name;
}

function stacksIn(folder: string): string[] {
  if (!existsSync(folder))
    throw new ConfigurationError(`There is no folder ${folder}, where Pulumi.yaml has the stacks.`);
  return readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? [])
    .sort();
}

/** What Pulumi.yaml says for every stack: a value, or a declaration with a value or a default. */
function defaultsOf(configuration: YamlMap): [string, unknown][] {
  return Object.entries(configuration).flatMap(([key, declared]) => {
    if (!isMap(declared)) return [[key, declared]];
    const value = declared.value ?? declared.default;
    return value === undefined ? [] : [[key, value]];
  });
}

/** `project:config:key` is how old files have it. */
function qualified(key: string, project: string): string {
  const parts = key.split(":");
  if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
  return parts.length === 1 ? `${project}:${key}` : key;
}

/** The value with what is encrypted replaced by the mark of unknown values. */
function opened(value: unknown, foundSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => opened(item, foundSecret));
  if (!isMap(value)) return value;
  if (typeof value.secure === "string" && Object.keys(value).length === 1) {
    foundSecret();
    return UNKNOWN_TEXT;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, foundSecret)]));
}

function written(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function namesOf(environment: unknown): string[] {
  const imports = isMap(environment) ? environment.imports : environment;
  if (imports === undefined || imports === null) return [];
  return (Array.isArray(imports) ? imports : [imports]).map((name) =>
    isMap(name) ? Object.keys(name).join() : `${name}`,
  );
}
