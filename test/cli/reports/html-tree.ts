import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { type CheckReport, outcomeOf } from "../../../cli/check/report.js";
import { htmlReport } from "../../../cli/reports/html/page.js";

/** An element of a parsed page, with what the tests ask of it. */
export interface PageNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PageNode[];
  /** All text below, as a reader sees it. */
  readonly text: string;
}

export const NOW = new Date("2026-11-25T12:00:00Z");

/** The page's source. */
export const html = (of: CheckReport): string => [...htmlReport(of, outcomeOf(of, "low"), "low", NOW)].join("");

function nodeOf(node: DefaultTreeAdapterTypes.Element): PageNode {
  const children: PageNode[] = [];
  let text = "";
  for (const child of node.childNodes)
    if ("tagName" in child) {
      const element = nodeOf(child);
      children.push(element);
      text += element.text;
    } else if ("value" in child) text += child.value;
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  return { tag: node.tagName, attributes, children, text };
}

/** The page as a browser reads it; an error of syntax fails. */
export function page(of: CheckReport): PageNode {
  const errors: string[] = [];
  const document = parse(html(of), { onParseError: ({ code, startLine }) => errors.push(`${startLine}: ${code}`) });
  assert.deepEqual(errors, []);
  const root = document.childNodes.find((node) => "tagName" in node);
  assert.ok(root);
  return nodeOf(root);
}

/** The element and all below it, in order. */
export function all(node: PageNode): readonly PageNode[] {
  const found: PageNode[] = [];
  const visit = (one: PageNode): void => {
    found.push(one);
    one.children.forEach(visit);
  };
  visit(node);
  return found;
}

export const byId = (node: PageNode, id: string): PageNode => {
  const found = all(node).find(({ attributes }) => attributes.id === id);
  assert.ok(found, `#${id}`);
  return found;
};

export const byTag = (node: PageNode, tag: string): readonly PageNode[] => all(node).filter((one) => one.tag === tag);

export const sha256 = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
