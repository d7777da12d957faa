import type { Resource } from "../policy.js";
import { all, some } from "../unknown.js";
import type { Verdict } from "../verdict.js";
import { isNarrowed } from "./iam-conditions.js";
import { documentsAt, onStatements, type Statement } from "./iam-document.js";
import { isStar } from "./iam-pattern.js";
import { isAllow } from "./iam-rights.js";
import { onResource } from "./verdicts.js";

/** Whether one of the statement's principals is such a one; `kind` is `AWS`, `Service`, `Federated`. */
export const hasPrincipal = ({ Principal }: Statement, wanted: (value: string, kind: string) => boolean): boolean =>
  some(Object.keys(Principal ?? {}), (kind) => some(Principal?.[kind], (value) => wanted(value, kind)));

/** Whether everybody is meant, in all accounts; by `NotPrincipal` all but some. */
export const meansEverybody = (statement: Statement): boolean =>
  statement.NotPrincipal !== undefined || hasPrincipal(statement, isStar);

/** Whether it lets everybody in, without a condition that leaves only certain callers. */
export const letsEverybodyIn = (statement: Statement): boolean =>
  all(
    () => isAllow(statement),
    () => meansEverybody(statement),
    () => !isNarrowed(statement),
  );

/** The session of a role, whose name ends with it: `arn:aws:sts::111122223333:assumed-role/admin/alice`. */
export const isSession = (principal: string): boolean => /^arn:[^:]*:sts::\d{12}:assumed-role\//i.test(principal);

/** Asks of each statement of the policy in a field that it lets only certain callers in. */
export const onOpenStatements = (resource: Resource, field: string): readonly Verdict[] =>
  documentsAt(resource, field).flatMap((place) =>
    onStatements(place, (statement, path) =>
      onResource("statement", path, () => (letsEverybodyIn(statement) ? "must not let everybody in" : undefined)),
    ),
  );
