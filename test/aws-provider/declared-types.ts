import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const ROOT = dirname(require.resolve("@pulumi/aws/package.json"));

/** What the types of `@pulumi/aws` declare of a resource. */
export interface DeclaredResource {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Every output of the class, inputs among them. */
  readonly outputs: readonly string[];
  /** Text of the type of each input. */
  readonly types: Readonly<Record<string, string>>;
}

/** @param token for example `aws:eks/cluster:Cluster`. */
export function declaredResource(token: string): DeclaredResource {
  const [, path = "", name = ""] = token.split(":");
  const source = sourceOf(`${path}.d.ts`);
  const required: string[] = [];
  const optional: string[] = [];
  const outputs: string[] = [];
  const types: Record<string, string> = {};
  for (const node of source.statements) {
    if (ts.isInterfaceDeclaration(node) && node.name.text === `${name}Args`)
      for (const member of node.members.filter(ts.isPropertySignature)) {
        const property = member.name.getText(source);
        (member.questionToken === undefined ? required : optional).push(property);
        types[property] = member.type?.getText(source) ?? "";
      }
    if (ts.isClassDeclaration(node) && node.name?.text === name)
      for (const member of node.members.filter(ts.isPropertyDeclaration)) {
        const modifiers = ts.getCombinedModifierFlags(member);
        if (modifiers & ts.ModifierFlags.Readonly && !(modifiers & ts.ModifierFlags.Static))
          outputs.push(member.name.getText(source));
      }
  }
  return { required, optional, outputs, types };
}

const sourceOf = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest);

let inputs: string | undefined;

/** Whether a dotted path of inputs is declared, through nested types and lists. */
export function isDeclared({ types }: DeclaredResource, path: string): boolean {
  const [head = "", ...rest] = path.split(".");
  return head in types && isNested(types[head] ?? "", rest);
}

function isNested(type: string, [head, ...rest]: readonly string[]): boolean {
  if (head === undefined) return true;
  const [, namespace, name] = /inputs\.(\w+)\.(\w+)/.exec(type) ?? [];
  if (namespace === undefined || name === undefined) return false;
  inputs ??= readFileSync(join(ROOT, "types/input.d.ts"), "utf8");
  const from = inputs.indexOf(`export declare namespace ${namespace} {`);
  const start = inputs.indexOf(`    interface ${name} {`, from);
  const body = inputs.slice(start, inputs.indexOf("\n    }", start));
  const member = new RegExp(`^        ${head}\\??: (.*);$`, "m").exec(body)?.[1];
  return member !== undefined && isNested(member, rest);
}
