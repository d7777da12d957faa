import type { Resource } from "../policy.js";
import { all, some, UnknownRead } from "../unknown.js";
import type { Verdict } from "../verdict.js";
import { shownName } from "./breach.js";
import { nameIn, namespaceOf, SYSTEM_NAMESPACES } from "./namespace.js";
import { type GroupKind, type KubernetesObject, objectsOf, UNKNOWN_KIND } from "./object.js";

/** What every namespace of a stack must have. */
export interface NamespaceNeed {
  /** The kind that fulfils it. */
  readonly kind: GroupKind;
  /** Whether an object of that kind does; default: each. */
  readonly fulfils?: (object: KubernetesObject) => boolean;
  readonly requirement: string;
}

interface Placed {
  readonly resource: Resource;
  readonly object: KubernetesObject;
}

/**
 * Judges whether each namespace that the stack makes has what it needs, from the stack. What is unknown might be what
 * is needed: then it is undecided. The system's own namespaces are left out.
 */
export function eachNamespace(
  resources: readonly Resource[],
  needs: readonly NamespaceNeed[],
): ReadonlyMap<Resource, readonly Verdict[]> {
  const objects = resources.flatMap(objectsIn);
  const found = new Map<Resource, Verdict[]>();
  for (const { resource, object } of objects) {
    if (object.key !== "core/Namespace" || object.partial) continue;
    const verdicts = needs.flatMap((need) => judge(object, need, objects));
    found.set(resource, [...(found.get(resource) ?? []), ...verdicts]);
  }
  return found;
}

function objectsIn(resource: Resource): Placed[] {
  try {
    return objectsOf(resource.type, resource.props).map((object) => ({ resource, object }));
  } catch (error) {
    // Items that are unknown as a whole might be anything.
    if (!(error instanceof UnknownRead)) throw error;
    const unknown: KubernetesObject = {
      key: UNKNOWN_KIND,
      version: "",
      kind: "",
      prefix: "",
      at: [],
      partial: false,
      get data(): never {
        throw error;
      },
    };
    return [{ resource, object: unknown }];
  }
}

function judge(namespace: KubernetesObject, need: NamespaceNeed, objects: readonly Placed[]): readonly Verdict[] {
  const path = `${namespace.prefix}metadata.name`;
  try {
    const name = nameIn(namespace);
    if (SYSTEM_NAMESPACES.has(name ?? "")) return [];
    const candidates = objects.filter(({ object: { key } }) => key === need.kind || key === UNKNOWN_KIND);
    const isThere = some(candidates, ({ object }) =>
      all(
        // What the API server gives a name to, nothing in the stack can be in.
        () => name !== undefined && namespaceOf(object) === name,
        () => need.fulfils?.(object) ?? true,
      ),
    );
    return isThere ? [] : [{ subject: "Namespace", name: shownName(() => name), path, requirement: need.requirement }];
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
}
