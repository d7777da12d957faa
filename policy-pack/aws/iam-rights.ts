import { some } from "../unknown.js";
import type { Statement } from "./iam-document.js";
import { fits, isStar } from "./iam-pattern.js";

export const isAllow = ({ Effect }: Statement): boolean => Effect === "Allow";

/** Whether the statement names the action, or leaves it out of those that it does not mean. */
export const meansAction = (statement: Statement, action: string): boolean =>
  statement.NotAction === undefined
    ? some(statement.Action, (pattern) => fits(pattern, action))
    : !some(statement.NotAction, (pattern) => fits(pattern, action));

/** Whether it means every action of every service, or all but some. */
export const meansEverything = (statement: Statement): boolean =>
  statement.NotAction !== undefined || some(statement.Action, (pattern) => /^\*+(?::\*+)?$/.test(pattern));

/** Whether it means every action of one service by its name: `iam:*`. */
export const meansService = (statement: Statement, service: string): boolean =>
  some(statement.Action, (pattern) => {
    const [prefix = "", name, ...rest] = pattern.split(":");
    return name !== undefined && rest.length === 0 && isStar(name) && fits(prefix, service);
  });

/** An ARN whose resource is a star, or a kind and a star, of whatever account. */
const EVERY = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:([a-z-]+)[/:])?\*+$/i;

/**
 * Whether it means every resource of these kinds, or all but some.
 *
 * @param kinds as ARNs have them, e.g. `role`.
 */
export const meansEvery = (statement: Statement, kinds: readonly string[] = []): boolean =>
  statement.NotResource !== undefined ||
  some(statement.Resource, (resource) => {
    if (isStar(resource)) return true;
    const found = EVERY.exec(resource);
    return found !== null && (found[1] === undefined || kinds.includes(found[1].toLowerCase()));
  });
