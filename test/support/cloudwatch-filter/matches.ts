import { ANY, type Expression, type Operator, parsePattern, type Selector, type Term } from "./pattern.js";

/**
 * Whether a filter pattern matches a log event; `undefined` where the answer rests on what AWS does not document: whether
 * a value that is not there, or is no text and no number, is "not equal" to another. (Others who asked the service found
 * that it is not; a filter should not have to know.)
 */
export function matches(pattern: string, event: unknown): boolean | undefined {
  return judge(parsePattern(pattern), event);
}

/** Kleene's logic: what is open stays open only where it decides. */
function judge(expression: Expression, event: unknown): boolean | undefined {
  switch (expression.kind) {
    case "and":
    case "or": {
      const decisive = expression.kind === "or";
      const left = judge(expression.left, event);
      if (left === decisive) return decisive;
      const right = judge(expression.right, event);
      if (right === decisive) return decisive;
      return left === undefined || right === undefined ? undefined : !decisive;
    }
    case "not exists":
      return valuesAt(expression.at, event).length === 0;
    case "is":
      return valuesAt(expression.at, event).some((value) => value === expression.value);
    case "compare": {
      const verdicts = valuesAt(expression.at, event).map((value) =>
        compare(expression.operator, value, expression.value),
      );
      if (verdicts.includes(true)) return true;
      if (verdicts.length === 0) return expression.operator === "!=" ? undefined : false;
      return verdicts.includes(undefined) ? undefined : false;
    }
  }
}

function compare(operator: Operator, value: unknown, term: Term): boolean | undefined {
  if (typeof value !== "string" && typeof value !== "number") return operator === "!=" ? undefined : false;
  if (operator === "=") return equal(value, term);
  if (operator === "!=") return !equal(value, term);
  if (typeof value !== "number" || term.kind !== "number") return false;
  if (operator === "<") return value < term.number;
  if (operator === "<=") return value <= term.number;
  return operator === ">" ? value > term.number : value >= term.number;
}

function equal(value: string | number, term: Term): boolean {
  const text = String(value);
  if (term.kind === "regex") return term.regex.test(text);
  if (term.kind === "number") return typeof value === "number" ? value === term.number : text === term.text;
  if (term.opensWith && term.endsWith) return text.includes(term.text);
  if (term.opensWith) return text.endsWith(term.text);
  return term.endsWith ? text.startsWith(term.text) : text === term.text;
}

function valuesAt(selector: Selector, event: unknown): unknown[] {
  let found: unknown[] = [event];
  for (const step of selector) {
    found = found.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      if (step === ANY) return Object.values(value);
      if (typeof step === "number") return Array.isArray(value) && step < value.length ? [value[step]] : [];
      return !Array.isArray(value) && Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
    });
  }
  return found;
}
