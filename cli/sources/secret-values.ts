import { UNKNOWN } from "../../policy-pack/unknown.js";

/** The key and the value by which Pulumi marks a secret in JSON (sdk/go/common/resource/sig). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Inputs without marks of secrets, and the paths of those whose value is not in the source. */
export interface RevealedInputs {
  readonly inputs: object;
  readonly hidden: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Takes the marks of secrets off inputs that nobody else holds: a secret in plain text becomes its value, an encrypted
 * one an unknown.
 */
export function revealed(inputs: object): RevealedInputs {
  const hidden = new Set<string>();
  const value = reveal(inputs, "", hidden);
  return typeof value === "object" && value !== null
    ? { inputs: value, hidden: hidden.size === 0 ? NONE : hidden }
    : { inputs: {}, hidden };
}

function reveal(value: unknown, path: string, hidden: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      if (typeof item === "object") value[index] = reveal(item, `${path}[${index}]`, hidden);
    return value;
  }
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE] === SECRET) return plaintextOf(record, path, hidden);
  for (const key of Object.keys(record)) {
    const item = record[key];
    if (typeof item === "object" && item !== null)
      record[key] = reveal(item, path === "" ? key : `${path}.${key}`, hidden);
  }
  return record;
}

function plaintextOf({ plaintext }: Record<string, unknown>, path: string, hidden: Set<string>): unknown {
  if (typeof plaintext === "string")
    try {
      return reveal(JSON.parse(plaintext), path, hidden);
    } catch {
      // What is no JSON is not what the engine wrote: nobody knows the value.
    }
  hidden.add(path);
  return UNKNOWN;
}
