import { child } from "../kubernetes/object.js";
import type { Resource } from "../policy.js";
import { UnknownRead } from "../unknown.js";

/**
 * Whether a property of the resource gets its value, or a part of it, from the target. Identifiers exist after
 * deployment only; the engine, a program and an export tell where they come from.
 *
 * @throws UnknownRead where the source does not tell, as the log of a run's events does not.
 */
export function comesFrom(resource: Resource, property: string, target: Resource): boolean {
  if (resource.dependencies === undefined) throw new UnknownRead(property);
  return resource.dependencies[property]?.includes(target.urn) ?? false;
}

/** As `comesFrom`, for a property that is the target's name, which a program may write down twice. */
export function namesResource(resource: Resource, property: string, target: Resource): boolean {
  if (resource.dependencies?.[property]?.includes(target.urn)) return true;
  const value = child(resource.props, property);
  return typeof value === "string" && value !== "" && value === child(target.props, "name");
}

/** The resources of the type from which a property of the resource comes. */
export const sourcesOf = (
  resource: Resource,
  property: string,
  type: string,
  resources: readonly Resource[],
): readonly Resource[] => resources.filter((each) => each.type === type && comesFrom(resource, property, each));

export const ofType = (resources: readonly Resource[], type: string): readonly Resource[] =>
  resources.filter((resource) => resource.type === type);
