import ts from "typescript";

/** A type as people read it. */
export interface TypeText {
  /** Without `Input` and `Output`. */
  readonly text: string;
  /** Takes an output of another resource nowhere: it decides what is made. */
  readonly plain: boolean;
  /** Names in it that may be types of ours. */
  readonly names: readonly string[];
}

const WRAPPERS = ["pulumi.Input", "pulumi.Output", "Input", "Output"];

/** What is written in a declaration. */
export function typeText(node: ts.TypeNode): TypeText {
  const names: string[] = [];
  const text = shown(node, names);
  return { text, plain: !/\b(?:Input|Output)</.test(node.getText()), names };
}

function shown(node: ts.TypeNode, names: string[]): string {
  if (ts.isArrayTypeNode(node)) {
    const element = shown(node.elementType, names);
    return element.includes(" | ") ? `(${element})[]` : `${element}[]`;
  }
  if (ts.isParenthesizedTypeNode(node)) return shown(node.type, names);
  if (ts.isTypeOperatorNode(node)) return shown(node.type, names);
  if (ts.isUnionTypeNode(node)) return node.types.map((type) => shown(type, names)).join(" | ");
  if (!ts.isTypeReferenceNode(node)) return node.getText().replaceAll(/\s+/g, " ");
  const name = node.typeName.getText();
  const inner = (node.typeArguments ?? []).map((argument) => shown(argument, names));
  if (WRAPPERS.includes(name)) return inner[0] ?? "any";
  if (inner.length === 0) names.push(name);
  return inner.length === 0 ? name : `${name}<${inner.join(", ")}>`;
}
