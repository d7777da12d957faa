/** What stands for a value that is unknown until deployment, in Pulumi's protocol. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Key by which the protocol tells its own kinds of values from objects (sdk/go/common/resource/sig). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export type WireMap = { readonly [key: string]: unknown };

export const isWireMap = (value: unknown): value is WireMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value without the marks of secrets around it; not those inside. */
export function unmarked(value: unknown): unknown {
  if (!isWireMap(value)) return value;
  if (value[SIGNATURE] === SECRET) return unmarked(value.value);
  if (value[SIGNATURE] === OUTPUT_VALUE) return "value" in value ? unmarked(value.value) : UNKNOWN_TEXT;
  return value;
}

/** The same marks around another value. */
export function remarked(value: unknown, change: (value: unknown) => unknown): unknown {
  if (isWireMap(value) && (value[SIGNATURE] === SECRET || (value[SIGNATURE] === OUTPUT_VALUE && "value" in value)))
    return { ...value, value: remarked(value.value, change) };
  return change(value);
}
