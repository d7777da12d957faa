import type { Json, JsonMap } from "../provider/values.js";

/** OpenAPI extensions in definitions of custom resources: SDKs write them with underscores (the official schema). */
const DASHED = [
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];
const underscored = (key: string): string => key.replaceAll("-", "_");
const TO_SERVER: ReadonlyMap<string, string> = new Map(DASHED.map((key) => [underscored(key), key]));
const TO_PROGRAM: ReadonlyMap<string, string> = new Map(DASHED.map((key) => [key, underscored(key)]));

function renamed(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renamed(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonMap).map(([key, item]) => [names.get(key) ?? key, renamed(item, names)]),
  );
}

/** An object as the API server takes it. */
export const forServer = (object: Json): Json => renamed(object, TO_SERVER);

/** An object as programs read it. */
export const forProgram = (object: JsonMap): JsonMap => renamed(object, TO_PROGRAM) as JsonMap;
