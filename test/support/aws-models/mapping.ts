import type { Service } from "./fetched.js";

/** Why nothing is checked here. */
export interface Unchecked {
  readonly unchecked: string;
}

/** Where a property of a resource goes. */
export interface Place {
  /**
   * Path in the input: `Placement.Tenancy`, in the first of a list `IpPermissions[0].FromPort`, in another call of the
   * resource `PutRetentionPolicy/retentionInDays`.
   * Several where it goes to several. Default: the member of the same name, however it is capitalized, and with or without a final `s`.
   */
  readonly to?: string | readonly string[];
  /** What the provider makes of the value first. */
  readonly as?: (value: unknown) => unknown;
  /** The properties inside, where their names differ. */
  readonly inside?: Properties;
}

/** By name of the property; what is not listed goes by its name. A text or a list of texts is `{ to }`. */
export type Properties = Readonly<Record<string, string | readonly string[] | Place | Unchecked>>;

/** The calls by which the provider makes a resource. */
export interface ResourceCalls {
  readonly service: Service;
  /** The first is always made; a later one where a property goes to it alone. */
  readonly calls: readonly [string, ...string[]];
  /** Where properties go by their names; default: the input itself. */
  readonly under?: string;
  readonly properties?: Properties;
  /** The property that Pulumi fills from the resource's name, with eight more characters. */
  readonly named?: string;
  /** What the provider sends where no property says otherwise, by path as in `Place.to`. */
  readonly sent?: Readonly<Record<string, unknown>>;
}

export type CallsByType = Readonly<Record<string, ResourceCalls>>;

export const unchecked = (reason: string): Unchecked => ({ unchecked: reason });

/** A property that steers the provider, and that no service ever sees. */
export const ofTheProvider = unchecked("steers the provider only");

export const inList = (value: unknown): unknown => [value];
export const onlyOne = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);
/** The provider takes some numbers and truths as texts, to tell "not given" from zero. */
export const numberOf = (value: unknown): unknown =>
  typeof value === "string" && value.trim() !== "" ? Number(value) : value;
export const truthOf = (value: unknown): unknown => (value === "true" ? true : value === "false" ? false : value);
export const textOf = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);

/** Tags as a list of pairs. */
export const tagList =
  (key = "Key", value = "Value") =>
  (tags: unknown): unknown =>
    Object.entries(Object(tags)).map(([name, text]) => ({ [key]: name, [value]: text }));
