/** What the sources of the components say about themselves, read from their syntax alone. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

export interface Documentation {
  /** Empty where nothing is said. */
  readonly text: string;
  /** Text of `@default`. */
  readonly default?: string;
  /** Text of `@cost`. */
  readonly cost?: string;
  /** Whether there is `@secret`. */
  readonly secret: boolean;
  /** Whether there is `@fraction`: a number that need not be whole, or is larger than 32 bits hold. */
  readonly fraction: boolean;
}

/** An interface, a class, an enum, or the constant that names the values of a union. */
interface Declared {
  readonly file: string;
  readonly documentation: Documentation;
  readonly members: ReadonlyMap<string, Documentation>;
  /** Names of what it extends. */
  readonly bases: readonly string[];
}

/** Everything declared in the components, by name. */
export class Declarations {
  private readonly byName = new Map<string, Declared[]>();

  /** @param folder the sources, with every folder below. */
  constructor(folder: string) {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort())
      if (name.endsWith(".ts")) this.read(join(folder, name));
  }

  /** @throws Error when there is none, or more than one: a schema has only one name for a type. */
  of(name: string): Documentation {
    return this.find(name).documentation;
  }

  /**
   * Documentation of a property, inherited ones included, or of a value of an enum.
   * @throws Error when there is none.
   */
  member(name: string, member: string): Documentation {
    const found = this.lookUp(this.find(name), member);
    if (found === undefined) throw new Error(`${name} declares no ${member}`);
    return found;
  }

  /** Two may share a name where neither is in the schema: the one that has the member is meant. */
  private lookUp({ members, bases }: Declared, member: string): Documentation | undefined {
    const own = members.get(member);
    if (own !== undefined) return own;
    for (const base of bases.flatMap((name) => this.byName.get(name) ?? [])) {
      const inherited = this.lookUp(base, member);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  private find(name: string): Declared {
    const [declared, other] = this.byName.get(name) ?? [];
    if (declared === undefined) throw new Error(`no ${name} is declared in the components`);
    if (other !== undefined) throw new Error(`${name} is declared in ${declared.file} and in ${other.file}`);
    return declared;
  }

  private read(file: string): void {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    source.forEachChild((node) => {
      const [name, declared] = declaration(node, file) ?? [];
      if (name !== undefined && declared !== undefined)
        this.byName.set(name, [...(this.byName.get(name) ?? []), declared]);
    });
  }
}

function declaration(node: ts.Node, file: string): [string, Declared] | undefined {
  const made = (name: string, members: readonly ts.Node[], bases: readonly string[] = []): [string, Declared] => [
    name,
    { file, documentation: documentationOf(node), members: new Map(members.flatMap(named)), bases },
  ];
  if (ts.isInterfaceDeclaration(node)) return made(node.name.text, node.members, basesOf(node));
  if (ts.isEnumDeclaration(node)) return made(node.name.text, node.members);
  if (ts.isClassDeclaration(node) && node.name !== undefined) return made(node.name.text, node.members);
  if (!ts.isVariableStatement(node)) return undefined;
  const [constant] = node.declarationList.declarations;
  if (constant === undefined || !ts.isIdentifier(constant.name)) return undefined;
  const value = constant.initializer;
  const object = value !== undefined && ts.isAsExpression(value) ? value.expression : value;
  return object !== undefined && ts.isObjectLiteralExpression(object)
    ? made(constant.name.text, object.properties)
    : undefined;
}

const basesOf = (node: ts.InterfaceDeclaration): string[] =>
  (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap(({ expression }) => (ts.isIdentifier(expression) ? [expression.text] : [])),
  );

function named(member: ts.Node): [string, Documentation][] {
  const { name } = member as { readonly name?: ts.Node };
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))
    ? [[name.text, documentationOf(member)]]
    : [];
}

function documentationOf(node: ts.Node): Documentation {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n");
  const tags = ts.getJSDocTags(node);
  const tag = (name: string): ts.JSDocTag | undefined => tags.find(({ tagName }) => tagName.text === name);
  const cost = ts.getTextOfJSDocComment(tag("cost")?.comment);
  const byDefault = ts.getTextOfJSDocComment(tag("default")?.comment);
  return {
    text,
    ...(byDefault === undefined ? {} : { default: byDefault }),
    ...(cost === undefined ? {} : { cost: cost.replaceAll(/\s+/g, " ") }),
    secret: tag("secret") !== undefined,
    fraction: tag("fraction") !== undefined,
  };
}
