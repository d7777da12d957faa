import { plain } from "../../../policy-pack/unknown.js";

export { UNKNOWN } from "../../../policy-pack/unknown.js";

import { UNKNOWN } from "../../../policy-pack/unknown.js";

/** The key by which the engine marks a value, and its mark for secrets (sdk/nodejs/runtime/rpc.ts). */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Recorded inputs as plain data: secrets as what they hold, `UNKNOWN` for what is known at deployment only. */
export const settledInputs = (inputs: object): Readonly<Record<string, unknown>> =>
  settled(plain(inputs)) as Readonly<Record<string, unknown>>;

function settled(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable)
    .map(([key, { get, value: inner }]): [string, unknown] => [key, get === undefined ? settled(inner) : UNKNOWN]);
  if (Array.isArray(value)) return entries.map(([, inner]) => inner);
  const record: Readonly<Record<string, unknown>> = Object.fromEntries(entries);
  return record[MARK] === SECRET ? record.value : record;
}
