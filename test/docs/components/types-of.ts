import type { ComponentDeclaration, DeclaredType, Exported } from "./declarations.js";

/** A type that a component's inputs or outputs lead to. */
export interface ReachedType {
  readonly type: DeclaredType;
  /** The component on whose page it is described, where that is another one's. */
  readonly page: string | undefined;
}

/** Types by their names, in the order in which a reader meets them; below one of another's page nothing is followed. */
export function typesOf(component: ComponentDeclaration, entry: Exported): Map<string, ReachedType> {
  const found = new Map<string, ReachedType>();
  const waiting = [...component.inputs, ...component.outputs].flatMap(({ type }) => type.names);
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (found.has(name)) continue;
    const type = entry.typeNamed(name);
    if (type === undefined) continue;
    const owner = entry.components.find((one) => isOf(type, one));
    const page = owner === undefined || owner === component ? undefined : owner.name;
    found.set(name, { type, page });
    if (page === undefined && entry.makersOf(name).length === 0)
      waiting.push(...type.fields.flatMap((field) => field.type.names));
  }
  return found;
}

/** A type belongs to the component in whose file, or in whose parts' folder, it stands. */
const isOf = ({ file }: DeclaredType, component: ComponentDeclaration): boolean =>
  file === component.file || file.startsWith(component.file.replace(/\.ts$/, "/"));
