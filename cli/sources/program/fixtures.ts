import { isDeepStrictEqual } from "node:util";
import { ConfigurationError } from "../../../policy-pack/configuration-error.js";
import { isMap, type YamlMap, yamlIn } from "./project.js";

/** What one data source answers. */
interface Fixture {
  readonly token: string;
  /** Arguments that the call must have; it may have others beside. */
  readonly args: YamlMap;
  readonly result: YamlMap;
}

/** The answers of data sources, which only providers know. */
export interface Fixtures {
  /** The first answer for the token whose arguments are among those given; `undefined` where there is none. */
  readonly answer: (token: string, args: YamlMap) => YamlMap | undefined;
}

export const NO_FIXTURES: Fixtures = { answer: () => undefined };

const KEYS = ["token", "args", "result"];

/**
 * Fixtures in a YAML or JSON file: either a mapping from tokens to results, or a list of `{ token, args, result }`.
 *
 * @throws ConfigurationError naming the file, and the entry that is wrong.
 */
export function fixturesIn(file: string): Fixtures {
  const content = yamlIn(file);
  const fixtures = Array.isArray(content)
    ? content.map((entry, index) => fixtureOf(entry, `${file}: entry ${index + 1}`))
    : Object.entries(mapping(content, `${file}: it`)).map(([token, result]) =>
        fixtureOf({ token, result }, `${file}: ${token}`),
      );
  return {
    answer: (token, args) => fixtures.find((fixture) => fixture.token === token && isPart(fixture.args, args))?.result,
  };
}

function fixtureOf(entry: unknown, place: string): Fixture {
  const { token, args, result, ...rest } = mapping(entry, place);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new ConfigurationError(`${place} has the key "${unknown}"; those that there are: ${KEYS.join(", ")}.`);
  if (typeof token !== "string" || !/^[\w.-]+:.+:.+$/.test(token))
    throw new ConfigurationError(`${place} has no token such as "aws:ec2/getVpc:getVpc".`);
  return {
    token,
    args: args === undefined ? {} : mapping(args, `${place}: args`),
    result: mapping(result, `${place}: result`),
  };
}

function mapping(value: unknown, place: string): YamlMap {
  if (!isMap(value)) throw new ConfigurationError(`${place} must be a mapping.`);
  return value;
}

const isPart = (wanted: YamlMap, given: YamlMap): boolean =>
  Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(value, given[key]));
