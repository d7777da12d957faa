import { isRecord } from "./constraints.js";
import type { Place, Properties, ResourceCalls } from "./mapping.js";
import type { ServiceModel } from "./model.js";
import { UNKNOWN } from "./settled.js";

/** The input of one operation, as the provider would send it. */
export interface Call {
  readonly operation: string;
  readonly input: Record<string, unknown>;
  /** Whether the provider makes it for this resource. */
  made: boolean;
  /** Property of the resource by path in the input. */
  readonly origins: Map<string, string>;
}

/** A property that nobody has said anything of. */
export interface Unplaced {
  readonly property: string;
  readonly value: unknown;
}

export interface Translation {
  readonly calls: readonly Call[];
  readonly unplaced: readonly Unplaced[];
}

/** What the provider would send for a resource of these inputs. */
export function translated(
  model: ServiceModel,
  resource: ResourceCalls,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Translation {
  const calls = resource.calls.map(
    (operation, index): Call => ({ operation, input: {}, made: index === 0, origins: new Map() }),
  );
  const translator = new Translator(model, calls);
  for (const [path, value] of Object.entries(resource.sent ?? {})) translator.send(path, value);
  const { named, under } = resource;
  const isNamed = named === undefined || inputs[named] !== undefined || inputs[`${named}Prefix`] !== undefined;
  for (const [property, value] of Object.entries(isNamed ? inputs : { ...inputs, [named]: `${name}-1234567` }))
    translator.placeTop(property, value, resource.properties ?? {}, under);
  return { calls, unplaced: translator.unplaced };
}

class Translator {
  readonly unplaced: Unplaced[] = [];

  constructor(
    private readonly model: ServiceModel,
    private readonly calls: readonly Call[],
  ) {}

  placeTop(property: string, value: unknown, properties: Properties, under: string | undefined): void {
    const place = placeOf(properties, property);
    // Every resource may say in which region the provider is to make it.
    if (isAbsent(value) || place === undefined || property === "region") return;
    const targets = [place.to ?? []].flat();
    if (targets.length === 0) {
      const first = this.calls[0];
      const shape = first && this.shapeAt(this.model.inputOf(first.operation), under?.split(".") ?? []);
      const member = shape === undefined ? undefined : this.memberLike(shape, property);
      if (member === undefined) {
        this.unplaced.push({ property, value });
        return;
      }
      targets.push(under === undefined ? member : `${under}.${member}`);
    }
    for (const target of targets) this.put(target, value, place, property, targets.length === 1);
  }

  send(target: string, value: unknown): void {
    this.put(target, value, {}, undefined, false);
  }

  private put(target: string, raw: unknown, place: Place, property: string | undefined, makes: boolean): void {
    const [, operation = this.calls[0]?.operation ?? "", path = target] = /^(\w+)\/(.*)$/.exec(target) ?? [];
    const call = this.calls.find((candidate) => candidate.operation === operation);
    if (call === undefined) throw new Error(`${operation} is none of the calls of the resource with ${target}`);
    if (makes) call.made = true;
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const input = this.model.inputOf(operation);
    let into = call.input;
    for (const step of steps) into = inside(into, step);
    const shape = this.shapeAt(input, path.split("."));
    if (shape === undefined) throw new Error(`${operation} has no ${path}`);
    const value = raw === UNKNOWN || place.as === undefined ? raw : place.as(raw);
    const adapted = this.adapted(shape, value, place.inside ?? {}, property ?? path, path, call);
    const list = FIRST_OF_LIST.exec(last)?.[1];
    into[list ?? last] = list === undefined ? adapted : [adapted];
    call.origins.set(path, property ?? path);
  }

  /** The value with the names that the API has for what is inside. */
  private adapted(
    shapeName: string,
    value: unknown,
    inside: Properties,
    from: string,
    path: string,
    call: Call,
  ): unknown {
    const shape = this.model.shape(shapeName);
    if (shape.type === "list" && Array.isArray(value))
      return value.map((item: unknown, index) =>
        this.adapted(shape.member?.shape ?? "", item, inside, `${from}[${index}]`, `${path}[${index}]`, call),
      );
    if (shape.type !== "structure" || !isRecord(value)) return value;
    const result: Record<string, unknown> = {};
    for (const [property, item] of Object.entries(value)) {
      const place = placeOf(inside, property);
      if (isAbsent(item) || place === undefined) continue;
      const origin = `${from}.${property}`;
      const [target = this.memberLike(shapeName, property)] = [place.to ?? []].flat();
      const member = target === undefined ? undefined : shape.members?.[target];
      if (target === undefined || member === undefined) {
        this.unplaced.push({ property: origin, value: item });
        continue;
      }
      const at = `${path}.${target}`;
      const given = item === UNKNOWN || place.as === undefined ? item : place.as(item);
      result[target] = this.adapted(member.shape, given, place.inside ?? {}, origin, at, call);
      call.origins.set(at, origin);
    }
    return result;
  }

  private shapeAt(input: string, steps: readonly string[]): string | undefined {
    let name: string | undefined = input;
    for (const step of steps) {
      if (name === undefined) return undefined;
      const shape = this.model.shape(name);
      const [, member = step, isFirst] = FIRST_OF_LIST.exec(step) ?? [];
      name = shape.type === "map" ? shape.value?.shape : shape.members?.[member]?.shape;
      if (name !== undefined && isFirst !== undefined) name = this.model.shape(name).member?.shape;
    }
    return name;
  }

  private memberLike(shapeName: string, property: string): string | undefined {
    const names = Object.keys(this.model.shape(shapeName).members ?? {});
    const wanted = property.toLowerCase();
    return (
      names.find((name) => name.toLowerCase() === wanted) ??
      names.find((name) => `${name.toLowerCase()}s` === wanted || name.toLowerCase() === `${wanted}s`)
    );
  }
}

/** A step into the first entry of a list: `IpPermissions[0]`. */
const FIRST_OF_LIST = /^(\w+)(\[0\])$/;

function inside(object: Record<string, unknown>, step: string): Record<string, unknown> {
  const list = FIRST_OF_LIST.exec(step)?.[1];
  if (list === undefined) {
    object[step] ??= {};
    return object[step] as Record<string, unknown>;
  }
  object[list] ??= [{}];
  const [first] = object[list] as [Record<string, unknown>];
  return first;
}

/** `undefined` where nothing is to be checked. */
function placeOf(properties: Properties, property: string): Place | undefined {
  const rule = Object.hasOwn(properties, property) ? properties[property] : {};
  if (rule === undefined || typeof rule === "string" || isTexts(rule)) return rule === undefined ? {} : { to: rule };
  return "unchecked" in rule ? undefined : rule;
}

const isTexts = (rule: object): rule is readonly string[] => Array.isArray(rule);

/** The provider sends no empty map: to it, that is none. */
const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0);
