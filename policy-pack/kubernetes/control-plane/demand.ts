import type { ControlId } from "../../../controls/index.js";
import type { NonEmpty } from "../../policy.js";
import { attempt, type Offence, type Verdict } from "../../verdict.js";
import type { Part } from "./part.js";

/** What a benchmark asks of one setting. */
export interface Demand {
  readonly setting: string;
  readonly controls: NonEmpty<ControlId>;
  readonly requirement: "must set" | "must not set" | "must have" | "must not have" | "must not allow";
  /** After the requirement, e.g. `--profiling=false`. */
  readonly what: (shown: string, value: string | undefined) => string;
  /** Whether a value is right; `undefined` where none is stated. */
  readonly holds: (value: unknown) => boolean;
  /** Where it holds, nothing is asked. Default: never. */
  readonly excuse?: (part: Part) => boolean;
  /** For examples: a value that is right, and one that is not; `undefined` is none at all. */
  readonly right: unknown;
  readonly wrong: unknown;
}

type Row = Pick<Demand, "setting" | "controls">;
const row = (setting: string, controls: NonEmpty<ControlId>): Row => ({ setting, controls });

/** A value as a flag has it; `undefined` for an empty one, which is as if there were none. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** The items of a list, as a file or a flag has it. */
export function itemsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string");
  return (textOf(value) ?? "").split(",").flatMap((item) => item.trim() || []);
}

/** The gates of `A=true,B=false`, or of a map. */
export function gatesOf(value: unknown): ReadonlyMap<string, boolean> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return new Map(
      Object.keys(value).map((name) => [name, textOf((value as Record<string, unknown>)[name]) === "true"]),
    );
  return new Map(
    itemsOf(value).map((item) => {
      const [name = "", state] = item.split("=");
      return [name, state === "true"] as const;
    }),
  );
}

/** Must be stated, whatever its value is. */
export const stated = (setting: string, controls: NonEmpty<ControlId>, right: unknown): Demand => ({
  ...row(setting, controls),
  requirement: "must set",
  what: (shown) => shown,
  holds: (value) => textOf(value) !== undefined || itemsOf(value).length > 0,
  right,
  wrong: undefined,
});

/** Must be stated as this. */
export const exactly = (setting: string, controls: NonEmpty<ControlId>, right: boolean | string): Demand => ({
  ...row(setting, controls),
  requirement: "must set",
  what: (shown) => `${shown}=${right}`,
  holds: (value) => textOf(value) === String(right),
  right,
  wrong: typeof right === "boolean" ? !right : undefined,
});

/** Must not be stated, but for a value that means the same as none. */
export const absent = (setting: string, controls: NonEmpty<ControlId>, wrong: unknown, harmless?: string): Demand => ({
  ...row(setting, controls),
  requirement: "must not set",
  what: (shown) => shown,
  holds: (value) => textOf(value) === undefined || textOf(value) === harmless,
  right: undefined,
  wrong,
});

/** Must not be this; the default is right. */
export const never = (setting: string, controls: NonEmpty<ControlId>, wrong: boolean | number | string): Demand => ({
  ...row(setting, controls),
  requirement: "must not set",
  what: (shown) => `${shown}=${wrong}`,
  holds: (value) => textOf(value) !== String(wrong),
  right: undefined,
  wrong,
});

/** A number that may be shown: it is nobody's secret. */
const shownNumber = (value: string | undefined): string =>
  value !== undefined && /^-?\d{1,9}$/.test(value) ? ` instead of ${value}` : "";

/** Must be a number of at least this. */
export const atLeast = (setting: string, controls: NonEmpty<ControlId>, least: number): Demand => ({
  ...row(setting, controls),
  requirement: "must set",
  what: (shown, value) => `${shown} to at least ${least}${shownNumber(value)}`,
  holds: (value) => Number(textOf(value)) >= least,
  right: least,
  wrong: Math.floor(least / 2),
});

/** A list must have this. */
export const including = (setting: string, controls: NonEmpty<ControlId>, item: string): Demand => ({
  ...row(setting, controls),
  requirement: "must have",
  what: (shown) => `${item} in ${shown}`,
  holds: (value) => itemsOf(value).includes(item),
  right: item,
  wrong: undefined,
});

/** A list must not have this. */
export const excluding = (setting: string, controls: NonEmpty<ControlId>, item: string): Demand => ({
  ...row(setting, controls),
  requirement: "must not have",
  what: (shown) => `${item} in ${shown}`,
  holds: (value) => !itemsOf(value).includes(item),
  right: undefined,
  wrong: item,
});

/** A feature must not be switched so; as it is by default is right. */
export const withoutGate = (setting: string, controls: NonEmpty<ControlId>, gate: string, state: boolean): Demand => ({
  ...row(setting, controls),
  requirement: "must not have",
  what: (shown) => `${gate}=${state} in ${shown}`,
  holds: (value) => gatesOf(value).get(gate) !== state,
  right: undefined,
  wrong: `${gate}=${state}`,
});

/** What is wrong with a part's own file, at a path in it. */
export const inFile = (
  part: Part,
  subject: string,
  path: string,
  question: () => Pick<Offence, "requirement" | "what" | "controls" | "missing"> | undefined,
): readonly Verdict[] =>
  attempt(() => {
    const found = question();
    return found && { ...found, subject, path: part.path(path) };
  });

/** What of the demands a part does not meet. */
export const unmet = (part: Part, demands: readonly Demand[]): readonly Verdict[] =>
  demands.flatMap(({ setting, controls, requirement, what, holds, excuse }) =>
    attempt(() => {
      const value = part.value(setting);
      if (holds(value) || excuse?.(part)) return undefined;
      const missing = textOf(value) === undefined && !Array.isArray(value);
      return {
        subject: part.name,
        path: part.path(setting),
        requirement,
        what: what(part.shown(setting), textOf(value)),
        controls,
        missing,
      };
    }),
  );
