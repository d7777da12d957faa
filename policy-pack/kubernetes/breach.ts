import { type Edit, type Path, within } from "../edit.js";
import { UnknownRead } from "../unknown.js";
import type { Offence } from "../verdict.js";

/**
 * The requirement that something breaks (`must not …`), or that it lacks (`{ missing: "must set …" }`).
 *
 * `at` is the path of the field inside what is asked, e.g. `env[3].valueFrom.secretKeyRef`, and is shown. `field` is
 * not: the message names the container and its requirement the field. It is stated only where the requirement does not
 * begin with `must set` or `must not set` and that field.
 *
 * `fix` makes it right; its paths begin at what is asked, or at `fixAt`.
 */
export type Breach =
  | string
  | ({ readonly missing: string; readonly at?: string | undefined; readonly field?: string } & Fix)
  | ({ readonly must: string; readonly at?: undefined; readonly field?: string } & Fix)
  | ({ readonly must: string; readonly at: string; readonly field?: undefined } & Fix)
  | undefined;

interface Fix {
  /** By a function where it depends on other fields; where one of these is unknown there is none. */
  readonly fix?: Edit | readonly Edit[] | (() => Edit | readonly Edit[] | undefined) | undefined;
  readonly fixAt?: Path;
}

/** The field that a requirement names: what is followed by a value, ends the sentence, or has a dot. */
const NAMED_FIELD = /^must (?:not )?set ((?:[A-Za-z][\w-]*)(?=[=]|$)|[A-Za-z][\w-]*(?:\.[\w-]+)+)/;

/** A DNS label, as the API server requires of names. Anything else might be a secret's value and is not shown. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The offence that a breach is; none where there is no breach.
 *
 * @param keys the path of what is asked, as `path` has it for people.
 */
export function offenceOf(
  subject: string,
  name: (() => string | undefined) | undefined,
  path: string,
  breach: Breach,
  keys: () => Path,
  nameShape: RegExp = NAME,
): Offence | undefined {
  if (breach === undefined) return undefined;
  const shown = shownName(name, nameShape);
  const { requirement, at, field, missing, fix, fixAt } = partsOf(breach);
  return {
    subject,
    name: shown,
    path: at === undefined ? path : `${path}.${at}`,
    field: at === undefined ? (field ?? fieldNamed(requirement, path)) : undefined,
    requirement,
    missing,
    edits: fix && within(fixAt ?? keys(), editsOf(fix)),
  };
}

/** None where the path leads to that field already. */
function fieldNamed(requirement: string, path: string): string | undefined {
  const named = NAMED_FIELD.exec(requirement)?.[1];
  return named === undefined || path === named || path.endsWith(`.${named}`) ? undefined : named;
}

function editsOf(fix: NonNullable<Fix["fix"]>): readonly Edit[] {
  if (typeof fix !== "function") return [fix].flat();
  try {
    return [fix() ?? []].flat();
  } catch (error) {
    if (error instanceof UnknownRead) return [];
    throw error;
  }
}

function partsOf(breach: NonNullable<Breach>): Fix & {
  readonly requirement: string;
  readonly at?: string | undefined;
  readonly field?: string | undefined;
  readonly missing: boolean;
} {
  if (typeof breach === "string") return { requirement: breach, missing: false };
  if ("missing" in breach) return { ...breach, requirement: breach.missing, missing: true };
  return { ...breach, requirement: breach.must, missing: false };
}

/** A name that may be shown; an unknown one is no name. */
export function shownName(name: (() => string | undefined) | undefined, shape: RegExp = NAME): string | undefined {
  try {
    const value = name?.();
    return value !== undefined && shape.test(value) ? value : undefined;
  } catch (error) {
    // An unknown name must not hide an offence that is certain.
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}
