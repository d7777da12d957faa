import { type CoveredControl, PROOF_KINDS, PROOF_NAMES, type Proof } from "../../../cli/reference/coverage.js";
import { block, code, escaped, GENERATED, table } from "../../../cli/reference/markdown.js";
import type { ComponentDeclaration, DeclaredType, Exported, Field } from "./declarations.js";
import { exampleProgram } from "./programs.js";
import { partsOf, proofsOf } from "./proven.js";
import { type ReachedType, typesOf } from "./types-of.js";

/** What pages of components are made of. */
export interface ComponentReference {
  readonly entries: readonly Exported[];
  readonly proofs: readonly Proof[];
  /** Every control by its id. */
  readonly controls: ReadonlyMap<string, Pick<CoveredControl, "title">>;
}

/** Page of a component, from the root of the repository. */
export const componentPagePath = (name: string): string => `docs/components/${name}.md`;

/** `docs/components/<Name>.md`. */
export function componentPage(component: ComponentDeclaration, reference: ComponentReference): string {
  const { name, module, file, text, inputs, outputs } = component;
  const entry = reference.entries.find((one) => one.components.includes(component));
  const types = entry === undefined ? new Map<string, ReachedType>() : typesOf(component, entry);
  const own = [...types.values()].filter(({ elsewhere }) => elsewhere === undefined).map(({ type }) => type);
  const linked = (names: readonly string[]): string | undefined => {
    const type = names.map((each) => types.get(each)).find((each) => each !== undefined);
    return type && (type.elsewhere ?? `#${type.type.name.toLowerCase()}`);
  };
  return `${[
    GENERATED,
    "[Documentation](../README.md) / [Components](README.md)",
    `# ${name}`,
    proseOf(text),
    `\`${module}\` · [source](../../${file}) · token \`rampart:index:${name}\``,
    "## Example",
    ...exampleOf(component, reference.entries),
    "## Cost",
    costOf(component),
    "## Inputs",
    inputs.length === 0 ? "None." : fieldsTable(inputs, linked, true),
    "Inputs take outputs of other resources, but those marked *plain*, which decide what is made.",
    "## Outputs",
    fieldsTable(outputs, linked, false),
    ...(own.length === 0 ? [] : ["## Types"]),
    ...own.flatMap((type) => typeSection(type, linked, entry?.makersOf(type.name) ?? [])),
    "## Controls proven",
    ...controlsOf(component, reference),
  ].join("\n\n")}\n`;
}

/** Docstrings are Markdown, with lines broken where the source needs it. */
const proseOf = (text: string): string => text.replaceAll(/\bdocs\/([\w-]+)\.md\b/g, "[docs/$1.md](../$1.md)");
const cellOf = (text: string): string => proseOf(text).replaceAll(/\s+/g, " ").replaceAll("|", "\\|");

function exampleOf(component: ComponentDeclaration, entries: readonly Exported[]): string[] {
  const { imports, code: example, borrowed } = exampleProgram(component, entries);
  const lent = [...borrowed].map(([variable, { name }]) => `${code(variable)} is a [${name}](${name}.md#example)`);
  const list = lent.join(", ").replace(/, (?=[^,]*$)/, " and ");
  return [
    block("ts", [...imports, "", example.trimEnd()].join("\n")),
    ...(list === "" ? [] : [`${list}, as in the example there.`]),
  ];
}

const costOf = ({ cost, module }: ComponentDeclaration): string =>
  cost === undefined
    ? module.endsWith("/eks")
      ? ""
      : "Nothing but room in the cluster: it makes objects of Kubernetes, or files."
    : `${proseOf(cost.charAt(0).toUpperCase() + cost.slice(1)).replaceAll(/\s+/g, " ")}.`;

type LinkedType = (names: readonly string[]) => string | undefined;

function fieldsTable(fields: readonly Field[], linked: LinkedType, areInputs: boolean): string {
  const rows = [...fields.filter(({ optional }) => !optional), ...fields.filter(({ optional }) => optional)];
  return table(
    areInputs ? ["input", "type", "default", "what"] : ["output", "type", "what"],
    rows.map(({ name, type, optional, default: value, secret, text }) => {
      const shown = code(type.text.replaceAll("|", "\\|"));
      const target = linked(type.names);
      const typeCell = `${target === undefined ? shown : `[${shown}](${target})`}${areInputs && type.plain ? " *plain*" : ""}${secret ? " *secret*" : ""}`;
      const defaultCell = value === undefined ? (optional ? "none" : "**required**") : cellOf(value);
      return areInputs ? [code(name), typeCell, defaultCell, cellOf(text)] : [code(name), typeCell, cellOf(text)];
    }),
  );
}

function typeSection(type: DeclaredType, linked: LinkedType, makers: ReturnType<Exported["makersOf"]>): string[] {
  const { name, text, fields, values, definition } = type;
  return [
    `### ${name}`,
    ...(text === "" ? [] : [proseOf(text)]),
    ...(definition === undefined ? [] : [block("ts", definition)]),
    ...(makers.length === 0
      ? []
      : [
          table(
            ["made by", "what it makes"],
            makers.map((maker) => [code(maker.call), cellOf(maker.text)]),
          ),
        ]),
    ...(fields.length === 0 ? [] : [fieldsTable(fields, linked, true)]),
    ...(values.length === 0
      ? []
      : [
          table(
            ["value", "is", "what"],
            values.map((one) => [code(one.name), code(one.value), cellOf(one.text)]),
          ),
        ]),
  ];
}

function controlsOf(component: ComponentDeclaration, { entries, proofs, controls }: ComponentReference): string[] {
  const own = proofsOf(component, proofs);
  const parts = partsOf(component, entries.find(({ components }) => components.includes(component))?.components ?? []);
  return [
    ...(own.length === 0 && parts.length === 0 ? ["No test of this component names a control."] : []),
    ...(own.length === 0 ? [] : [controlsTable(own, controls)]),
    ...(parts.length === 0
      ? []
      : [`Its parts prove theirs: ${parts.map((name) => `[${name}](${name}.md#controls-proven)`).join(", ")}.`]),
  ];
}

function controlsTable(proofs: readonly Proof[], controls: ComponentReference["controls"]): string {
  const ids = [...controls.keys()].filter((id) => proofs.some((proof) => proof.controls.includes(id)));
  return table(
    ["control", "recommendation", "what the test shows", "proven by"],
    ids.map((id) => {
      const of = proofs.filter((proof) => proof.controls.includes(id));
      const best = PROOF_KINDS.find((kind) => of.some((proof) => proof.kind === kind)) ?? "own";
      const strongest = of.find(({ kind }) => kind === best);
      const file = strongest === undefined ? "" : `[${PROOF_NAMES[best]}](../../${strongest.file})`;
      return [id, escaped(controls.get(id)?.title ?? ""), escaped(strongest?.title ?? ""), file];
    }),
  );
}
