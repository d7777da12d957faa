import type { ComponentDeclaration, DeclaredType, Exported } from "./declarations.js";

/** A type that a component's inputs or outputs lead to. */
export interface ReachedType {
  readonly type: DeclaredType;
  /** Where it is described instead, from the component's page: another component's inputs, or its types. */
  readonly elsewhere: string | undefined;
}

/** Types by their names, in the order in which a reader meets them; below one of another's page nothing is followed. */
export function typesOf(component: ComponentDeclaration, entry: Exported): Map<string, ReachedType> {
  const found = new Map<string, ReachedType>();
  const waiting = namesIn(component);
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (found.has(name)) continue;
    const type = entry.typeNamed(name);
    if (type === undefined) continue;
    const elsewhere = elsewhereOf(type, component, entry);
    found.set(name, { type, elsewhere });
    if (elsewhere === undefined) waiting.push(...namesBelow(type));
  }
  return found;
}

const namesIn = ({ inputs, outputs }: ComponentDeclaration): string[] =>
  [...inputs, ...outputs].flatMap(({ type }) => type.names);

const namesBelow = ({ fields }: DeclaredType): string[] => fields.flatMap(({ type }) => type.names);

function elsewhereOf(type: DeclaredType, component: ComponentDeclaration, entry: Exported): string | undefined {
  const owner = entry.components.find((one) => isOf(type, one));
  if (owner === undefined || owner === component) return undefined;
  const inputs = new Set(owner.inputs.map(({ name }) => name));
  if (type.fields.length > 0 && type.fields.every(({ name }) => inputs.has(name))) return `${owner.name}.md#inputs`;
  return reaches(owner, type.name, entry) ? `${owner.name}.md#${type.name.toLowerCase()}` : undefined;
}

function reaches(component: ComponentDeclaration, wanted: string, entry: Exported): boolean {
  const names = new Set(namesIn(component));
  for (const name of names) {
    const type = entry.typeNamed(name);
    for (const below of type === undefined ? [] : namesBelow(type)) names.add(below);
  }
  return names.has(wanted);
}

/** A type belongs to the component in whose file, or in whose parts' folder, it stands. */
const isOf = ({ file }: DeclaredType, component: ComponentDeclaration): boolean =>
  file === component.file || file.startsWith(component.file.replace(/\.ts$/, "/"));
