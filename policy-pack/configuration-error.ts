import { closest } from "fastest-levenshtein";

/** One thing that is wrong in a configuration. */
export interface ConfigurationProblem {
  /** Keys and indices that lead to it, from the top of what was read; empty where the whole is meant. */
  readonly path: readonly string[];
  /** One sentence; names and allowed values, never the value itself, which may be a secret in the wrong place. */
  readonly message: string;
}

/** A configuration that cannot be taken; the message names each place, what is allowed and the nearest valid name. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  /** @param problems where each is, for those who know the lines. Default: one, nowhere in particular. */
  constructor(
    message: string,
    readonly problems: readonly ConfigurationProblem[] = [{ path: [], message }],
  ) {
    super(message);
  }

  /** Everything that is wrong, a line each. */
  static of(problems: readonly ConfigurationProblem[]): ConfigurationError {
    return new ConfigurationError(problems.map(({ message }) => message).join("\n"), problems);
  }
}

/** A path for people: `a.b[0]`. */
export const pathText = (path: readonly string[]): string =>
  path.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : `${index === 0 ? "" : "."}${step}`)).join("");

/** A name as somebody wrote it, short, and without what moves the cursor of a terminal. */
const shown = (name: string): string => {
  const text = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

/** The sentence for a name that is none of those known. */
export const noSuchName = (what: string, name: string, known: readonly string[]): string =>
  `There is no ${what} "${shown(name)}".${known.length === 0 ? "" : ` Did you mean "${closest(name, known)}"?`}`;

/** An error for a name that is none of those known. */
export const unknownName = (what: string, name: string, known: readonly string[]): ConfigurationError =>
  new ConfigurationError(noSuchName(what, name, known));
