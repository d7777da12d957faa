import { applyEdits } from "./edit.js";
import type { Evaluator } from "./evaluate.js";
import type { Finding } from "./finding.js";
import type { Resource } from "./policy.js";

/** One fix can open the way for another, which can do so again; more would be a circle. */
const ROUNDS = 8;

/**
 * Changes a resource in place until none of its violations can be fixed.
 *
 * @param target the inputs that are changed.
 * @param read the resource with the inputs as they are now, as plain data.
 * @returns whether anything has changed.
 */
export function remedy(target: object, read: () => Resource, { resource }: Evaluator): boolean {
  let changed = false;
  for (let round = 0; round < ROUNDS; round++) {
    if (!applyEdits(target, resource(read()).flatMap(editsOf))) return changed;
    changed = true;
  }
  return changed;
}

/** What makes the finding right; nothing for what is exempt or undecided. */
export const editsOf = ({ status, edits = [] }: Finding): NonNullable<Finding["edits"]> =>
  status === "violation" ? edits : [];
