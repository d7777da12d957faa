/**
 * JSON filter patterns of CloudWatch Logs, as the page "Using filter patterns to match terms in JSON log events" of its
 * user guide describes them. This is our reading of that page: AWS publishes no parser and no grammar. What the page does
 * not say is refused here, so that no filter of ours rests on it.
 */
export type Expression =
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "compare"; readonly at: Selector; readonly operator: Operator; readonly value: Term }
  | { readonly kind: "is"; readonly at: Selector; readonly value: null | boolean }
  | { readonly kind: "not exists"; readonly at: Selector };

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** Steps from the root of an event: names of properties, positions in arrays, or any of either. */
export type Selector = readonly (string | number | typeof ANY)[];
export const ANY = Symbol("any");

/** What a value is compared with. Texts may begin or end with a wildcard; only bare ones can be numbers. */
export type Term =
  | { readonly kind: "text"; readonly text: string; readonly opensWith: boolean; readonly endsWith: boolean }
  | { readonly kind: "number"; readonly number: number; readonly text: string }
  | { readonly kind: "regex"; readonly regex: RegExp };

/** Limits of the service, from the same guide and from `FilterPattern` of its API model. */
export const PATTERN_LIMITS = { characters: 1024, regexes: 2, wildcardSelectors: 3 } as const;

/** @throws SyntaxError with the position where a pattern is none, or is more than the service takes. */
export function parsePattern(pattern: string): Expression {
  if (pattern.length > PATTERN_LIMITS.characters) throw new SyntaxError(`${pattern.length} characters`);
  const parser = new Parser(pattern);
  const expression = parser.whole();
  if (parser.regexes > PATTERN_LIMITS.regexes) throw new SyntaxError(`${parser.regexes} regular expressions`);
  if (parser.wildcardSelectors > PATTERN_LIMITS.wildcardSelectors) throw new SyntaxError("too many wildcard selectors");
  return expression;
}

class Parser {
  regexes = 0;
  wildcardSelectors = 0;
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Expression {
    this.expect("{");
    const expression = this.either();
    this.space();
    this.expect("}");
    if (this.at < this.text.length) this.fail("nothing after the closing brace");
    return expression;
  }

  /** `&&` binds tighter than `||`. */
  private either(): Expression {
    let left = this.both();
    while (this.taken("||")) left = { kind: "or", left, right: this.both() };
    return left;
  }

  private both(): Expression {
    let left = this.single();
    while (this.taken("&&")) left = { kind: "and", left, right: this.single() };
    return left;
  }

  private single(): Expression {
    if (!this.taken("(")) return this.condition();
    const inner = this.either();
    this.space();
    this.expect(")");
    return inner;
  }

  private condition(): Expression {
    const at = this.selector();
    if (this.word(/^NOT EXISTS\b/) !== undefined) return { kind: "not exists", at };
    const is = this.word(/^IS (NULL|TRUE|FALSE)\b/);
    if (is !== undefined) return { kind: "is", at, value: is === "IS NULL" ? null : is === "IS TRUE" };
    const operator = this.word(/^(?:!=|<=|>=|=|<|>)/) ?? this.fail("an operator");
    const value = this.term();
    if (operator !== "=" && operator !== "!=" && value.kind !== "number") this.fail("a number to compare with");
    return { kind: "compare", at, operator: operator as Operator, value };
  }

  private selector(): Selector {
    this.space();
    this.expect("$");
    const steps: (string | number | typeof ANY)[] = [];
    for (;;) {
      const step = this.match(/^(?:\.([A-Za-z0-9_-]+)|\.?\['([^']+)'\]|\[(\d+)\]|(\.\*|\[\*\]))/);
      if (step === undefined) break;
      const [, name, quoted, index, wildcard] = step;
      steps.push(wildcard !== undefined ? ANY : index !== undefined ? Number(index) : (name ?? quoted ?? ""));
    }
    const wildcards = steps.filter((step) => step === ANY).length;
    if (wildcards > 1) this.fail("at most one wildcard in a selector");
    this.wildcardSelectors += wildcards;
    return steps.length === 0 ? this.fail("a property") : steps;
  }

  private term(): Term {
    this.space();
    const regex = this.match(/^%([^%]*)%/);
    if (regex !== undefined) {
      this.regexes += 1;
      const [, source = ""] = regex;
      if (!/^[A-Za-z0-9_#=@/;,\-^$?[\]{}|\\*+. ]*$/.test(source)) this.fail("a supported regular expression");
      return { kind: "regex", regex: new RegExp(source) };
    }
    const quoted = this.match(/^"((?:[^"\\]|\\.)*)"/);
    if (quoted !== undefined) return this.words((quoted[1] ?? "").replace(/\\(.)/g, "$1"));
    const [bare = this.fail("a value")] = this.match(/^[^\s"%(){}&|]+/) ?? [];
    if (/^-?\d+(?:\.\d+)?$/.test(bare)) return { kind: "number", number: Number(bare), text: bare };
    return this.words(bare);
  }

  private words(text: string): Term {
    const opensWith = text.startsWith("*");
    const endsWith = text.length > 1 && text.endsWith("*");
    const inner = text.slice(opensWith ? 1 : 0, endsWith ? -1 : undefined);
    if (inner.includes("*")) this.fail("wildcards only where a text begins or ends");
    return { kind: "text", text: inner, opensWith, endsWith };
  }

  private space(): void {
    this.match(/^\s+/);
  }

  private taken(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private word(wanted: RegExp): string | undefined {
    this.space();
    return this.match(wanted)?.[0];
  }

  private match(wanted: RegExp): RegExpExecArray | undefined {
    const found = wanted.exec(this.text.slice(this.at));
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  private expect(token: string): void {
    if (!this.text.startsWith(token, this.at)) this.fail(JSON.stringify(token));
    this.at += token.length;
  }

  private fail(wanted: string): never {
    throw new SyntaxError(`expected ${wanted} at ${this.at} of ${this.text}`);
  }
}
