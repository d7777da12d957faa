import ts from "typescript";
import type { ComponentDeclaration, Exported } from "./declarations.js";

/** What an example takes from others, and what makes it a program of its own. */
export interface ExampleProgram {
  /** Lines of imports that the example needs. */
  readonly imports: readonly string[];
  readonly code: string;
  /** Names that examples of other components declare, with those. */
  readonly borrowed: ReadonlyMap<string, ComponentDeclaration>;
  /** The lent examples, then its own. */
  readonly statements: readonly string[];
  /** All that as one program. */
  readonly whole: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  aws: 'import * as aws from "@pulumi/aws";',
  kubernetes: 'import * as kubernetes from "@pulumi/kubernetes";',
  pulumi: 'import * as pulumi from "@pulumi/pulumi";',
};

/** What no component makes, and every reader has; undefined for another name. */
function given(name: string, module: string): string | undefined {
  if (name === "config") return "const config = new pulumi.Config();";
  if (name !== "provider") return undefined;
  const address = module.endsWith("/eks") ? "kubeconfig: cluster.kubeconfig" : 'context: "shop"';
  return `const provider = new kubernetes.Provider("cluster", { ${address} });`;
}

/** The example of a component as a program. @throws Error for a name that nothing declares. */
export const exampleProgram = (component: ComponentDeclaration, entries: readonly Exported[]): ExampleProgram =>
  programOf(component, component.examples.join("\n"), entries);

function programOf(component: ComponentDeclaration, example: string, entries: readonly Exported[]): ExampleProgram {
  const code = [...freeNames(example).flatMap((name) => given(name, component.module) ?? []), example].join("\n");
  const borrowed = new Map<string, ComponentDeclaration>();
  const statements = new Set<string>();
  for (const name of freeNames(code)) {
    if (isImported(name, entries)) continue;
    const lender = entries
      .flatMap(({ components }) => components)
      .filter((one) => one !== component)
      .flatMap((one) => one.examples.map((lent) => ({ one, lent })))
      .find(({ lent }) => declaredNames(lent).has(name));
    if (lender === undefined) throw new Error(`The example of ${component.name} uses ${name}, which nothing declares.`);
    borrowed.set(name, lender.one);
    for (const statement of programOf(lender.one, lender.lent, entries).statements) statements.add(statement);
  }
  statements.add(code);
  const all = [...statements];
  const whole = [...importsFor(all.join("\n"), entries), "", ...all].join("\n");
  return { imports: importsFor(code, entries), code, borrowed, statements: all, whole };
}

const isImported = (name: string, entries: readonly Exported[]): boolean =>
  PACKAGES[name] !== undefined || name in globalThis || entries.some(({ names }) => names.has(name));

function importsFor(code: string, entries: readonly Exported[]): string[] {
  const names = freeNames(code);
  const packages = Object.keys(PACKAGES).flatMap((name) => (names.includes(name) ? [PACKAGES[name] ?? ""] : []));
  const ours = entries.flatMap(({ module, names: exported }) => {
    const used = names.filter((name) => exported.has(name)).sort();
    return used.length === 0 ? [] : [`import { ${used.join(", ")} } from "${module}";`];
  });
  return [...packages, ...ours];
}

const parsed = (code: string): ts.SourceFile =>
  ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);

function identifiers(code: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(parsed(code));
  return found;
}

const isDeclared = (node: ts.Identifier, { parent } = node): boolean =>
  (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) && parent.name === node;

const declaredNames = (code: string): ReadonlySet<string> =>
  new Set(
    identifiers(code)
      .filter((node) => isDeclared(node))
      .map(({ text }) => text),
  );

/** Names that a program reads and does not declare. */
function freeNames(code: string): string[] {
  const declared = declaredNames(code);
  const read = identifiers(code).filter(
    (node) =>
      !isDeclared(node) &&
      !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) &&
      !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node),
  );
  return [...new Set(read.map(({ text }) => text))].filter((name) => !declared.has(name));
}
