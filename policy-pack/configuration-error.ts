import { closest } from "fastest-levenshtein";

/** A configuration that cannot be taken; the message names the place, what is allowed and the nearest valid name. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** An error for a name that is none of those known. */
export function unknownName(what: string, name: string, known: readonly string[]): ConfigurationError {
  return new ConfigurationError(`There is no ${what} "${name}". Did you mean "${closest(name, known)}"?`);
}
