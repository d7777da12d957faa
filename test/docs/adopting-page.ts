import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../support/command.js";

/** A fenced block of the page. */
export interface Block {
  readonly language: string;
  /** What stands behind the language: a file, or `mistake`. */
  readonly about: string;
  /** The project of the section: `shop` or `cluster`. */
  readonly project: string;
  readonly lines: readonly string[];
}

/** A command of the page, and the lines that it says will be printed. */
export interface ShownCommand {
  readonly command: string;
  readonly shown: readonly string[];
}

/** The blocks of docs/adopting.md, in order. */
export function blocksOfPage(): readonly Block[] {
  const page = readFileSync(join(REPOSITORY, "docs", "adopting.md"), "utf8");
  const blocks: Block[] = [];
  let project = "shop";
  for (const [, language = "", about = "", code = ""] of page.matchAll(/^```(\w+)(?: (.*))?\n([\s\S]*?)^```$/gm)) {
    // A section begins with the program of its project.
    project = /^examples\/adopting\/(\w+)\//.exec(about)?.[1] ?? project;
    blocks.push({ language, about, project, lines: code.split("\n").slice(0, -1) });
  }
  return blocks;
}

export const textOf = ({ lines }: Block): string => lines.map((line) => `${line}\n`).join("");

/** The commands of a block of the language `console`, each with what is shown below it. */
export function commandsOf({ lines }: Block): readonly ShownCommand[] {
  const commands: { readonly command: string; readonly shown: string[] }[] = [];
  for (const line of lines)
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), shown: [] });
    else commands.at(-1)?.shown.push(line);
  return commands;
}

/** A program with the change of a block of the language `diff`: lines replaced, or added at its end. */
export function changed(program: string, { lines }: Block): string {
  const of = (sign: string) =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const before = of("-");
  if (before === "") return program + of("+");
  assert.equal(program.split(before).length, 2, `the program does not have once:\n${before}`);
  return program.replace(before, () => of("+"));
}

const LEFT_OUT = "…";

/** The output is what is shown, but for what is left out. */
export function isText(output: string, shown: readonly string[]): void {
  const parts = `\n${shown.join("\n")}\n`.split(`\n${LEFT_OUT}\n`);
  let rest = `\n${output.replace(/[ \t]+$/gm, "").trimEnd()}\n`;
  for (const [index, part] of parts.entries()) {
    if (part === "") continue;
    const text = index === 0 ? part : `\n${part}`;
    const at = rest.indexOf(text);
    assert.ok(index === 0 ? at === 0 : at >= 0, `is not printed:\n${text}\nbut:\n${rest}`);
    rest = rest.slice(at + text.length - 1);
  }
  assert.ok(shown.at(-1) === LEFT_OUT || rest.trim() === "", `is printed as well:\n${rest}`);
}

/** The output has every line that is shown; the engine prints some of them in the order in which it happened to work. */
export function hasLines(output: string, shown: readonly string[]): void {
  const words = (line: string) => line.trim().replace(/\s+/g, " ");
  const printed = new Set(output.split("\n").map(words));
  for (const line of shown)
    if (line !== LEFT_OUT) assert.ok(printed.has(words(line)), `is not printed:\n${line}\nbut:\n${output}`);
}
