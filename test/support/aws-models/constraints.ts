import { DOCUMENTED } from "./documented.js";
import type { ServiceModel, Shape } from "./model.js";
import { UNKNOWN } from "./settled.js";

/** A value that the API would refuse. */
export interface Breach {
  /** Place in the input of the operation, such as `logging.clusterLogging[0].types[2]`. */
  readonly path: string;
  readonly value: unknown;
  /** What it may be, in words that follow "must". */
  readonly allowed: string;
}

/** Everything about `value` that the shape does not allow; nothing about what is unknown until deployment. */
export function breaches(model: ServiceModel, shapeName: string, value: unknown, path = ""): Breach[] {
  if (value === UNKNOWN) return [];
  const shape = model.shape(shapeName);
  const breach = (allowed: string): Breach[] => [{ path, value, allowed }];
  switch (shape.type) {
    case "structure":
      return isRecord(value) ? structureBreaches(model, shapeName, value, path) : breach("be an object");
    case "list": {
      if (!Array.isArray(value)) return breach("be a list");
      const member = shape.member?.shape ?? "";
      return [
        ...sizeBreaches(shape, value.length, "entries").flatMap(breach),
        ...value.flatMap((item: unknown, index) => breaches(model, member, item, `${path}[${index}]`)),
      ];
    }
    case "map": {
      if (!isRecord(value)) return breach("be an object");
      const entries = Object.entries(value);
      return [
        ...sizeBreaches(shape, entries.length, "entries").flatMap(breach),
        ...entries.flatMap(([key, item]) => [
          ...breaches(model, shape.key?.shape ?? "", key, `${path}.${key} (key)`),
          ...breaches(model, shape.value?.shape ?? "", item, `${path}.${key}`),
        ]),
      ];
    }
    case "string":
      return typeof value === "string" ? textBreaches(shape, value).flatMap(breach) : breach("be a text");
    case "boolean":
      return typeof value === "boolean" ? [] : breach("be true or false");
    case "integer":
    case "long":
      return Number.isInteger(value) ? sizeBreaches(shape, Number(value)).flatMap(breach) : breach("be a whole number");
    case "float":
    case "double":
      return typeof value === "number" ? sizeBreaches(shape, value).flatMap(breach) : breach("be a number");
    case "blob":
    case "timestamp":
      return typeof value === "string" ? [] : breach("be a text");
  }
}

function structureBreaches(
  model: ServiceModel,
  shapeName: string,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Breach[] {
  const shape = model.shape(shapeName);
  const members = shape.members ?? {};
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  return [
    ...(shape.required ?? [])
      .filter((name) => value[name] === undefined)
      .map((name) => ({ path: at(name), value: undefined, allowed: "be given" })),
    ...Object.entries(value).flatMap(([name, item]) => {
      if (item === undefined) return [];
      const member = members[name];
      if (member !== undefined) {
        const limit = DOCUMENTED[`${model.service}.${shapeName}.${name}`];
        const isBeyond = limit !== undefined && item !== UNKNOWN && !limit.holds(item);
        return [
          ...breaches(model, member.shape, item, at(name)),
          ...(isBeyond ? [{ path: at(name), value: item, allowed: limit.allowed }] : []),
        ];
      }
      return [{ path: at(name), value: item, allowed: `be one of the members ${Object.keys(members).join(", ")}` }];
    }),
  ];
}

function textBreaches(shape: Shape, text: string): string[] {
  return [
    ...(shape.enum === undefined || shape.enum.includes(text) ? [] : [`be one of ${shape.enum.join(", ")}`]),
    ...sizeBreaches(shape, [...text].length, "characters"),
    ...(shape.pattern === undefined || expression(shape.pattern).test(text) ? [] : [`match ${shape.pattern}`]),
  ];
}

function sizeBreaches({ min, max }: Shape, size: number, unit?: string): string[] {
  if (size >= (min ?? Number.NEGATIVE_INFINITY) && size <= (max ?? Number.POSITIVE_INFINITY)) return [];
  const range =
    min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `between ${min} and ${max}`;
  return [unit === undefined ? `be ${range}` : `have ${range} ${unit}`];
}

/**
 * The services' expressions are those of Java, and hold for the whole text.
 * @throws Error when JavaScript cannot read one: a value that nobody looked at must not pass.
 */
function expression(pattern: string): RegExp {
  const whole = `^(?:${pattern})$`;
  try {
    return new RegExp(whole, "su");
  } catch (error) {
    // Without `u` a needless backslash is allowed, but `\p` would silently mean the letter.
    if (/\\p\{/.test(pattern)) throw error;
    return new RegExp(whole, "s");
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
