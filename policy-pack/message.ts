import type { Offence } from "./verdict.js";

/** Longest message, in bytes, that a terminal and a pull-request annotation show whole. */
export const MESSAGE_LIMIT = 299;

/**
 * What a person reads: `container "a" must not … (spec.containers[0]). Fix: ….` Offences that ask for the same are one
 * clause; where they do not fit, the rest is counted.
 */
export function messageOf(offences: readonly Offence[], fix: string): string {
  const suffix = `. Fix: ${fix}.`;
  const clauses = new Map<string, Offence[]>();
  for (const offence of offences) {
    const key = `${offence.subject} ${offence.requirement}`;
    const same = clauses.get(key);
    if (same === undefined) clauses.set(key, [offence]);
    else same.push(offence);
  }
  const groups = [...clauses.values()];
  const room = MESSAGE_LIMIT - Buffer.byteLength(suffix);
  for (let shown = groups.some(([first]) => first?.what !== undefined) ? 8 : 4; shown >= 1; shown--) {
    const text = groups.map((group) => clause(group, shown)).join("; ");
    if (Buffer.byteLength(text) <= room) return text + suffix;
  }
  const rest = groups.length > 1 ? `; and ${groups.length - 1} more` : "";
  const first = clause(groups[0] ?? [], 1);
  return first.slice(0, room - rest.length) + rest + suffix;
}

function clause(offences: readonly Offence[], shown: number): string {
  const [first] = offences;
  if (first === undefined) return "";
  if (first.what !== undefined) return clauseOfLike(offences, shown);
  const some = offences.slice(0, shown);
  const rest = offences.length > shown ? ` and ${offences.length - shown} more` : "";
  const names = some
    .map(({ name }) => (name === undefined ? undefined : `"${name}"`))
    .filter((name) => name !== undefined);
  const subject = offences.length > 1 ? `${first.subject}s` : first.subject;
  const named = names.length === some.length ? ` ${names.join(", ")}${rest}` : "";
  return `${subject}${named} ${first.requirement} (${some.map(({ path }) => path).join(", ")}${rest})`;
}

/** Like things in one place: `kube-apiserver must set --a=1, --b=2 and 1 more (spec.containers[0].command)`. */
function clauseOfLike(offences: readonly Offence[], shown: number): string {
  const [first] = offences;
  const whats = offences.slice(0, shown).map(({ what }) => what);
  const rest = offences.length > shown ? ` and ${offences.length - shown} more` : "";
  const place = commonPath(offences.map(({ path }) => path));
  return `${first?.subject} ${first?.requirement} ${whats.join(", ")}${rest}${place === "" ? "" : ` (${place})`}`;
}

/** The deepest path above all of them, or their own if it is the same. */
function commonPath(paths: readonly string[]): string {
  const steps = paths.map((path) => path.split(/(?=[.[])/));
  const [first = []] = steps;
  const differs = first.findIndex((step, index) => steps.some((other) => other[index] !== step));
  return (differs < 0 ? first : first.slice(0, differs)).join("");
}
