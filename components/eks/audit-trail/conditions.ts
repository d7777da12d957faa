/** Parts of the catalogue's conditions, on the fields of audit.k8s.io/v1 `Event`. */

const oneOfVerbs = (...verbs: readonly string[]): string =>
  `(${verbs.map((verb) => `($.verb = "${verb}")`).join(" || ")})`;

export const READ = oneOfVerbs("get", "list", "watch");
export const WRITTEN = oneOfVerbs("create", "update", "patch", "delete", "deletecollection");
export const CHANGED = oneOfVerbs("create", "update", "patch");
export const DELETED = oneOfVerbs("delete", "deletecollection");

/** It was not refused. */
export const DONE = "($.responseStatus.code < 400)";

/** One event a request: others are written when it arrives or while it goes on. */
export const ENDED = '($.stage = "ResponseComplete")';

/** Resources in the plural, as events have them: AWS' own example has "secret", and never matches. */
export const resource = (...plurals: readonly string[]): string =>
  `(${plurals.map((plural) => `($.objectRef.resource = "${plural}")`).join(" || ")})`;

export const subresource = (...names: readonly string[]): string =>
  `(${names.map((name) => `($.objectRef.subresource = "${name}")`).join(" || ")})`;

export const group = (name: string): string => `($.objectRef.apiGroup = "${name}")`;

/** A text at one of the first positions of an array: patterns can name positions, and have no loops. */
export const among = (positions: number, at: (position: number) => string, ...texts: readonly string[]): string =>
  Array.from({ length: positions }, (_, position) =>
    texts.map((text) => `($.${at(position)} = "${text}")`).join(" || "),
  ).join(" || ");

/** Something that is true at one of the first positions of an array. */
export const trueAmong = (positions: number, at: (position: number) => string): string =>
  Array.from({ length: positions }, (_, position) => `($.${at(position)} IS TRUE)`).join(" || ");
