import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { type TypeText, typeText } from "./type-text.js";

const REPOSITORY = resolve(__dirname, "../../../..");

/** An input or an output. */
export interface Field {
  readonly name: string;
  readonly type: TypeText;
  readonly optional: boolean;
  /** What its docstring says, without the tags; Markdown. */
  readonly text: string;
  /** As `@default` says it; Markdown. */
  readonly default: string | undefined;
  readonly secret: boolean;
}

/** An interface, or an enum with its values. */
export interface DeclaredType {
  readonly name: string;
  readonly text: string;
  readonly fields: readonly Field[];
  /** Value, as it is written in TypeScript, and what it means. */
  readonly values: readonly { readonly name: string; readonly value: string; readonly text: string }[];
  /** What else it is, as it is written: of neither kind. */
  readonly definition: string | undefined;
  /** From the root of the repository. */
  readonly file: string;
}

/** A class that people make, as its source says. */
export interface ComponentDeclaration {
  readonly name: string;
  /** Where it is imported from. */
  readonly module: string;
  readonly file: string;
  readonly text: string;
  /** The programs of its docstring. */
  readonly examples: readonly string[];
  /** As `@cost` says it. */
  readonly cost: string | undefined;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** What an entry of the package exports. */
export interface Exported {
  /** What is written in an import. */
  readonly module: string;
  readonly components: readonly ComponentDeclaration[];
  /** Everything that can be imported, components too. */
  readonly names: ReadonlySet<string>;
  /** Interfaces and enums by name, exported or not. */
  readonly typeNamed: (name: string) => DeclaredType | undefined;
  /** Functions that return a type of that name: how each is called, and what it is for. */
  readonly makersOf: (type: string) => readonly { readonly call: string; readonly text: string }[];
}

const EXAMPLE = /^```ts\n([\s\S]*?)^```$/gm;

/** Reads the sources only; not the types of packages, which nothing here needs and which take seconds. */
export function exportedBy(module: string, entry: string): Exported {
  const file = join(REPOSITORY, entry);
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, types: [] };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => ({
      resolvedModule: text.startsWith(".")
        ? { resolvedFileName: join(dirname(containing), text.replace(/\.js$/, ".ts")), extension: ts.Extension.Ts }
        : undefined,
    }));
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const root = source && checker.getSymbolAtLocation(source);
  if (root === undefined) throw new Error(`${entry} exports nothing.`);
  const symbols = checker
    .getExportsOfModule(root)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  const declarations = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(join(REPOSITORY, "components/")))
    .flatMap(({ statements }) => [...statements]);
  const read = new Reader(checker, module);
  return {
    module,
    components: symbols.flatMap((symbol) => read.component(symbol)),
    names: new Set(symbols.map(({ name }) => name)),
    typeNamed: (name) => read.type(name, declarations),
    makersOf: (type) => symbols.flatMap((symbol) => read.maker(symbol, type)),
  };
}

class Reader {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly module: string,
  ) {}

  component(symbol: ts.Symbol): ComponentDeclaration[] {
    const declaration = symbol.declarations?.find(ts.isClassDeclaration);
    const [heritage] = declaration?.heritageClauses?.[0]?.types ?? [];
    if (declaration === undefined || !heritage?.expression.getText().endsWith("ComponentResource")) return [];
    const members = declaration.members;
    const parameter = members
      .find(ts.isConstructorDeclaration)
      ?.parameters.find(({ name }) => name.getText() === "args");
    if (parameter?.type === undefined) throw new Error(`${symbol.name} has no args`);
    const whole = this.text(symbol);
    return [
      {
        name: symbol.name,
        module: this.module,
        file: fileOf(declaration),
        text: whole
          .replaceAll(EXAMPLE, "")
          .replaceAll(/\n{3,}/g, "\n\n")
          .trim(),
        examples: [...whole.matchAll(EXAMPLE)].map(([, code = ""]) => code),
        cost: this.tag(symbol, "cost"),
        inputs: this.fields(this.checker.getTypeFromTypeNode(parameter.type)),
        outputs: members
          .filter(ts.isPropertyDeclaration)
          .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword))
          .flatMap((member) => this.field(this.checker.getSymbolAtLocation(member.name))),
      },
    ];
  }

  type(name: string, statements: readonly ts.Statement[]): DeclaredType | undefined {
    const named = statements.filter(
      (one): one is ts.InterfaceDeclaration | ts.EnumDeclaration | ts.TypeAliasDeclaration =>
        (ts.isInterfaceDeclaration(one) || ts.isEnumDeclaration(one) || ts.isTypeAliasDeclaration(one)) &&
        one.name.text === name,
    );
    const [declaration] = named;
    const symbol = declaration && this.checker.getSymbolAtLocation(declaration.name);
    if (declaration === undefined || symbol === undefined) return undefined;
    const values = this.values(symbol);
    const isInterface = ts.isInterfaceDeclaration(declaration);
    return {
      name,
      text: this.text(symbol),
      fields: isInterface ? this.fields(this.checker.getDeclaredTypeOfSymbol(symbol)) : [],
      values,
      definition:
        ts.isTypeAliasDeclaration(declaration) && values.length === 0
          ? declaration.type.getText().replaceAll(/\s+/g, " ")
          : undefined,
      file: fileOf(declaration),
    };
  }

  maker(symbol: ts.Symbol, type: string): { call: string; text: string }[] {
    const declaration = symbol.declarations
      ?.map((one) => (ts.isVariableDeclaration(one) ? one.initializer : one))
      .find((one) => one !== undefined && (ts.isFunctionDeclaration(one) || ts.isArrowFunction(one)));
    if (declaration?.type?.getText() !== type) return [];
    const parameters = declaration.parameters.map(
      ({ name, dotDotDotToken, questionToken, initializer }) =>
        `${dotDotDotToken ? "..." : ""}${name.getText()}${questionToken || initializer ? "?" : ""}`,
    );
    return [{ call: `${symbol.name}(${parameters.join(", ")})`, text: this.text(symbol) }];
  }

  /** Of an enum, or of a constant that stands for one. */
  private values(symbol: ts.Symbol): DeclaredType["values"] {
    return (symbol.declarations ?? []).flatMap((declaration) => {
      if (ts.isEnumDeclaration(declaration)) return declaration.members.map((member) => this.value(symbol, member));
      const initializer = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
      const object = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
      if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
      return object.properties.filter(ts.isPropertyAssignment).map((member) => this.value(symbol, member));
    });
  }

  private value(of: ts.Symbol, member: ts.EnumMember | ts.PropertyAssignment): DeclaredType["values"][number] {
    const symbol = this.checker.getSymbolAtLocation(member.name);
    const name = `${of.name}.${member.name.getText()}`;
    return { name, value: member.initializer?.getText() ?? "", text: symbol === undefined ? "" : this.text(symbol) };
  }

  private fields(type: ts.Type): Field[] {
    return this.checker.getPropertiesOfType(type).flatMap((symbol) => this.field(symbol));
  }

  private field(symbol: ts.Symbol | undefined): Field[] {
    const declaration = symbol?.declarations?.find(
      (one): one is ts.PropertySignature | ts.PropertyDeclaration =>
        ts.isPropertySignature(one) || ts.isPropertyDeclaration(one),
    );
    if (symbol === undefined || declaration?.type === undefined) return [];
    return [
      {
        name: symbol.name,
        type: typeText(declaration.type),
        optional: declaration.questionToken !== undefined,
        text: this.text(symbol),
        default: this.tag(symbol, "default"),
        secret: this.tag(symbol, "secret") !== undefined,
      },
    ];
  }

  private text(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).trim();
  }

  private tag(symbol: ts.Symbol, name: string): string | undefined {
    const tag = symbol.getJsDocTags(this.checker).find((each) => each.name === name);
    return tag && ts.displayPartsToString(tag.text).trim();
  }
}

const fileOf = (node: ts.Node): string => relative(REPOSITORY, node.getSourceFile().fileName).replaceAll("\\", "/");
