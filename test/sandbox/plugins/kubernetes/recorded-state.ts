/** Values that differ from one cluster to the next, as they stand in comparable states. */
const VOLATILE: readonly [pattern: RegExp, replacement: string][] = [
  [/\d{4}-\d\d-\d\dT[\d:]+Z/g, "TIME"],
  [/10\.96\.\d+\.\d+/g, "ADDRESS"],
  [/\b(auto|pulumi-kubernetes)-[0-9a-f]{8}\b/g, "$1-HASH"],
  [/ReplicaSet "web-[0-9a-z]+"/g, 'ReplicaSet "web-HASH"'],
];
/** Written by the server alone, or as ciphertext. */
const OMITTED = new Set(["managedFields", "uid", "resourceVersion", "ciphertext"]);

/** A stored value without what differs from one cluster, or one run, to the next. */
export function comparable(value: unknown): unknown {
  if (typeof value === "string") return VOLATILE.reduce((text, [pattern, by]) => text.replace(pattern, by), value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OMITTED.has(key))
      .map(([key, item]) => [key, comparable(item)]),
  );
}
