import type { Pod } from "./generator.js";

/**
 * The least pod that still is what `remains` asks: deletes fields and items, the largest first, as long as one can go.
 */
export async function shrink(pod: Pod, remains: (smaller: Pod) => Promise<boolean>): Promise<Pod> {
  let least = pod;
  for (let deleted = true; deleted; ) {
    deleted = false;
    for (const path of placesOf(least)) {
      const smaller = without(least, path) as Pod | undefined;
      // A deletion before this one may have taken the place away.
      if (smaller === undefined || !(await remains(smaller))) continue;
      least = smaller;
      deleted = true;
    }
  }
  return least;
}

type Place = readonly (string | number)[];

/** Every field and item; those that hold others come first, and items from the last, so that their indexes hold. */
function placesOf(value: unknown): Place[] {
  const places: Place[] = [];
  let level: { readonly at: Place; readonly value: unknown }[] = [{ at: [], value }];
  while (level.length > 0) {
    const next = level.flatMap(({ at, value: parent }) => {
      if (typeof parent !== "object" || parent === null) return [];
      const keys = Array.isArray(parent) ? [...parent.keys()].reverse() : Object.keys(parent);
      return keys.map((key) => ({ at: [...at, key], value: (parent as Record<string | number, unknown>)[key] }));
    });
    places.push(...next.map(({ at }) => at));
    level = next;
  }
  return places;
}

/** A copy without the place; `undefined` where it has no such place. */
function without(value: unknown, [key, ...rest]: Place): unknown {
  if (key === undefined || typeof value !== "object" || value === null || !(key in value)) return undefined;
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const fields = copy as Record<string | number, unknown>;
  if (rest.length > 0) {
    const child = without(fields[key], rest);
    if (child === undefined) return undefined;
    fields[key] = child;
  } else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete fields[key];
  return copy;
}
