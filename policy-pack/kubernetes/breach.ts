import { UnknownRead } from "../unknown.js";
import type { Offence } from "../verdict.js";

/**
 * The requirement that something breaks (`must not …`), or that it lacks (`{ missing: "must set …" }`); `at` is the
 * path of the field inside what is asked, e.g. `env[3].valueFrom.secretKeyRef`.
 */
export type Breach =
  | string
  | { readonly missing: string; readonly at?: string | undefined }
  | { readonly must: string; readonly at: string }
  | undefined;

/** A DNS label, as the API server requires of names. Anything else might be a secret's value and is not shown. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** The offence that a breach is; none where there is no breach. */
export function offenceOf(
  subject: string,
  name: (() => string | undefined) | undefined,
  path: string,
  breach: Breach,
  nameShape: RegExp = NAME,
): Offence | undefined {
  if (breach === undefined) return undefined;
  const shown = shownName(name, nameShape);
  if (typeof breach === "string") return { subject, name: shown, path, requirement: breach };
  const missing = "missing" in breach;
  return {
    subject,
    name: shown,
    path: breach.at === undefined ? path : `${path}.${breach.at}`,
    requirement: missing ? breach.missing : breach.must,
    missing,
  };
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
