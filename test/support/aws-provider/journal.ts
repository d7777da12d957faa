import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { JsonMap } from "../../../sandbox/plugins/provider/values.js";

/** A resource of the pretended account. */
export interface LiveResource {
  /** `aws:kms/key:Key`. */
  readonly type: string;
  readonly id: string;
  /** Of the Pulumi resource that made it; none for what was there before, or what AWS makes by itself. */
  readonly urn?: string;
  /** Inputs, defaults and computed outputs, in the open. */
  readonly state: JsonMap;
}

/** Makes one operation fail once. */
export interface Failure {
  readonly on: "create" | "update" | "delete";
  /** `TYPE::NAME` of the Pulumi resource; without it, any. */
  readonly resource?: string;
  /** Which of the operations that fit, from 1. Default: the first. */
  readonly nth?: number;
  /** `before` anything was done, or `after` AWS did it: the provider then reports a resource that is half there. */
  readonly when: "before" | "after";
}

/** One line of the journal, in order of time. */
export type Entry =
  | ({ readonly op: "create" | "update" } & LiveResource)
  | { readonly op: "delete"; readonly type: string; readonly id: string; readonly urn?: string }
  /** What AWS would not do, and what it said. */
  | { readonly op: "refuse"; readonly on: Failure["on"]; readonly urn: string; readonly message: string }
  | { readonly op: "inject"; readonly failure: Failure }
  /** The `inject`ed failure number `failure`, from 0, has happened. */
  | { readonly op: "fail"; readonly failure: number; readonly urn: string }
  /** A command of the engine begins: `up`, `destroy`, … */
  | { readonly op: "run"; readonly command: string };

export const keyOf = ({ type, id }: Pick<LiveResource, "type" | "id">): string => `${type}|${id}`;

/** Applies one entry to what is live. */
export function apply(live: Map<string, LiveResource>, entry: Entry): void {
  if (entry.op === "delete") live.delete(keyOf(entry));
  else if (entry.op === "create" || entry.op === "update") {
    const { op: _, ...resource } = entry;
    live.set(keyOf(entry), resource);
  }
}

/** What is live after the entries. */
export function replay(entries: readonly Entry[]): Map<string, LiveResource> {
  const live = new Map<string, LiveResource>();
  for (const entry of entries) apply(live, entry);
  return live;
}

/** `TYPE::NAME` of a URN. */
export function resourceOf(urn: string): string {
  const [, , types = "", ...names] = urn.split("::");
  return `${types.split("$").at(-1)}::${names.join("::")}`;
}

export const append = (path: string, entry: Entry): void => appendFileSync(path, `${JSON.stringify(entry)}\n`);

/** The whole journal; empty when there is none. */
export const readJournal = (path: string): Entry[] => (existsSync(path) ? parse(readFileSync(path, "utf8")) : []);

export const parse = (text: string): Entry[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Entry);
