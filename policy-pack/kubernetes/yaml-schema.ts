import {
  defineMappingTag,
  defineScalarTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  Schema,
  seqTag,
  strTag,
} from "js-yaml";
import { bareRecord } from "../unknown.js";

/** What `kubectl` reads as a boolean (go.yaml.in/yaml/v2, resolve.go): `hostPID: yes` shares the namespace. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((text) => [text, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((text) => [text, false] as const),
]);

const bool = defineScalarTag<boolean>("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: [..."yYnNtTfFoO"],
  resolve: (source) => BOOLEANS.get(source) ?? NOT_RESOLVED,
  identify: () => false,
});

/** As Go's strconv.ParseInt with base 0: `0644` and `0o644` are octal, `0x1F` and `0b11` what they look like. */
const INTEGER = /^([-+]?)(?:0b([01]+)|0o?([0-7]+)|0x([0-9a-fA-F]+)|(0|[1-9][0-9]*))$/;

const int = defineScalarTag<number>("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: [..."-+0123456789"],
  resolve: (source) => {
    const match = INTEGER.exec(source.includes("_") ? source.replaceAll("_", "") : source);
    if (match === null) return NOT_RESOLVED;
    const [, sign, binary, octal, hexadecimal, decimal] = match;
    const value =
      decimal !== undefined
        ? Number(decimal)
        : Number.parseInt(binary ?? octal ?? hexadecimal ?? "", binary ? 2 : octal ? 8 : 16);
    return sign === "-" ? -value : value;
  },
  identify: () => false,
});

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SPECIAL = /^([-+]?)\.(?:inf|Inf|INF)$/;

const float = defineScalarTag<number>("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: [..."-+.0123456789"],
  resolve: (source) => {
    if (FLOAT.test(source)) return Number(source);
    const special = SPECIAL.exec(source);
    if (special !== null) return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : NOT_RESOLVED;
  },
  identify: () => false,
});

/** Records without a prototype: a key such as `constructor` is there only where the document has it. */
const map = defineMappingTag<Record<string, unknown>>("tag:yaml.org,2002:map", {
  create: bareRecord,
  identify: () => false,
  represent: (value) => new Map(Object.entries(value)),
  addPair: (container, key, value) => {
    if (key !== null && typeof key === "object") return "a key must be a scalar";
    container[String(key)] = value;
    return "";
  },
  // A mapping as a key is refused when it is added.
  has: (container, key) => (key === null || typeof key !== "object") && container[String(key)] !== undefined,
  keys: (container) => Object.keys(container),
  get: (container, key) => container[String(key)],
});

/** YAML as kubectl and the API server read it: YAML 1.1 booleans and octals, no timestamps. */
export const KUBERNETES_YAML = new Schema([strTag, seqTag, map, nullYaml11Tag, bool, int, float, mergeTag]);
