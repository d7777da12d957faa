import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parseFragment } from "parse5";
import { REPOSITORY } from "../support/command.js";

/** Where no page of ours is. */
const FOREIGN = ["node_modules", "dist", ".git"];

type Element = DefaultTreeAdapterTypes.Element;

/** A Markdown file as GitHub shows it. */
interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

const markdownFiles = (folder = ""): string[] =>
  readdirSync(join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    if (FOREIGN.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });

function elements(node: DefaultTreeAdapterTypes.ParentNode): Element[] {
  return node.childNodes
    .filter((child) => defaultTreeAdapter.isElementNode(child))
    .flatMap((child) => [child, ...elements(child)]);
}

const textOf = (node: DefaultTreeAdapterTypes.ParentNode): string =>
  node.childNodes
    .map((child) => ("value" in child ? child.value : "childNodes" in child ? textOf(child) : ""))
    .join("");

/** As GitHub names a heading; of several with one text the later ones get a number. */
function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set(
    headings.map((heading) => {
      const anchor = heading
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
        .replaceAll(" ", "-");
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
}

function pageOf(path: string, text: string): Page {
  const html = micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  const all = elements(parseFragment(html));
  const attribute = (name: string): string[] =>
    all.flatMap(({ attrs }) => attrs.filter((attr) => attr.name === name).map(({ value }) => value));
  const headings = all.filter(({ tagName }) => /^h[1-6]$/.test(tagName)).map(textOf);
  return {
    path,
    links: [...attribute("href"), ...attribute("src")],
    anchors: new Set([...anchorsOf(headings), ...attribute("id"), ...attribute("name")]),
  };
}

/** What is wrong with a link of a page; undefined: nothing. `pages` has all that have anchors. */
function problemOf(link: string, from: string, pages: ReadonlyMap<string, Page>): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return externalProblem(link);
  const [file = "", anchor] = link.split("#");
  if (file.startsWith("/")) return "begins at the root of a host that the page need not be on";
  const target = file === "" ? from : relative(REPOSITORY, resolve(REPOSITORY, dirname(from), decodeURI(file)));
  if (target.startsWith("..")) return "leads out of the repository";
  if (!existsSync(join(REPOSITORY, target))) return "leads to nothing";
  if (anchor === undefined) return undefined;
  const page = pages.get(target);
  if (page === undefined)
    return statSync(join(REPOSITORY, target)).isDirectory() || !/^L\d+(?:-L\d+)?$/.test(anchor)
      ? "has an anchor in what is no page"
      : undefined;
  return page.anchors.has(anchor) ? undefined : "leads to a heading that there is not";
}

/** Nobody is asked: only what can be seen of an address itself. */
function externalProblem(link: string): string | undefined {
  if (!URL.canParse(link)) return "is no address";
  const { protocol, hostname, username } = new URL(link);
  if (protocol === "mailto:") return undefined;
  if (protocol !== "https:") return "is not https";
  if (username !== "") return "has somebody's name in it";
  return hostname.includes(".") && !/[<>{}\s]/.test(link) ? undefined : "is no public address";
}

const PAGES: ReadonlyMap<string, Page> = new Map(
  markdownFiles().map((path) => [path, pageOf(path, readFileSync(join(REPOSITORY, path), "utf8"))]),
);
const problems = ({ path, links }: Page): string[] =>
  [...new Set(links)].flatMap((link) => {
    const problem = problemOf(link, path, PAGES);
    return problem === undefined ? [] : [`${path}: ${link} ${problem}`];
  });

describe("links in the documentation", () => {
  it("lead somewhere", () => {
    assert.ok([...PAGES.values()].flatMap(({ links }) => links).length > 1000);
    assert.deepEqual([...PAGES.values()].flatMap(problems), []);
  });

  it("get a reader from README.md to every page", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached)
      for (const link of PAGES.get(path)?.links ?? []) {
        if (/^[a-z]+:/i.test(link)) continue;
        const target = relative(REPOSITORY, resolve(REPOSITORY, dirname(path), link.split("#")[0] || "x"));
        for (const page of [target, join(target, "README.md")]) if (PAGES.has(page)) reached.add(page);
      }
    assert.deepEqual(
      [...PAGES.keys()].filter((path) => !reached.has(path)),
      [],
    );
  });

  for (const [link, problem] of [
    ["missing.md", /leads to nothing/],
    ["#no-such-heading", /a heading that there is not/],
    ["docs/README.md#no-such-heading", /a heading that there is not/],
    ["../elsewhere.md", /out of the repository/],
    ["/docs/README.md", /root of a host/],
    ["http://kubernetes.io", /not https/],
    ["https://localhost", /no public address/],
    ["https://", /no address/],
  ] as const)
    it(`would not pass with ${link}`, () => {
      const page = pageOf("README.md", `See [there](${link}).`);
      assert.match(problems(page).join(), problem);
    });

  it("know a heading by its text, and the second of the same text by a number", () => {
    assert.deepEqual([...pageOf("x.md", "# A `b` & c\n\n## Same\n\n## Same\n").anchors], ["a-b--c", "same", "same-1"]);
  });
});
