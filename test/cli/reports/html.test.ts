import assert from "node:assert/strict";
import { DARK, LIGHT } from "../../../cli/reports/html/palette.js";
import { all, byId, byTag, html, type PageNode, page, sha256 } from "./html-tree.js";
import { asShown, EXEMPTION, finding, HOSTILE, report, reportSaying } from "./report.js";

const FULL = report({
  findings: [
    finding(),
    finding({ severity: "low", policy: "no-host-ports", controls: ["NSA-POD-12"], resource: { file: "other.yaml" } }),
    finding({ policy: "no-host-namespaces", controls: [], status: "exempt", exemption: EXEMPTION }),
    finding({ policy: "not-inspected", controls: [], status: "not-inspected", message: "Nobody looked." }),
  ],
  problems: [{ file: "broken.yaml", line: 3, problem: "it is broken" }],
  skipped: [{ file: "values.yaml", line: 1, skipped: "no apiVersion" }],
  exemptions: [EXEMPTION, { ...EXEMPTION, expires: "2026-11-20" }, { ...EXEMPTION, expires: "2026-11-25" }],
});

const PAGE = page(FULL);

describe("the HTML report", () => {
  it("says first the verdict, how bad it is, and what nobody has looked at", () => {
    const [header] = byTag(PAGE, "header");
    assert.ok(header);
    assert.match(header.text, /Not checked completely\.\s+Judged: 3 objects in 1 file by \d+ policies/);
    const headings = byTag(header, "h2").map(({ text }) => text);
    assert.deepEqual(headings, ["2 violations", "Not everything was looked at"]);
    const counts = byTag(header, "div").filter(({ children }) => children[0]?.tag === "dt");
    assert.deepEqual(
      counts.map(({ text }) => text),
      ["critical1", "high0", "medium0", "low1"],
    );
    assert.match(header.text, /1 place could not be read[\s\S]*1 place cannot be seen into[\s\S]*1 part was skipped/);
    assert.deepEqual(
      byTag(page(report()), "h2")
        .slice(0, 2)
        .map(({ text }) => text),
      ["No violations", "Everything was looked at"],
    );
    assert.match(byTag(page(report({ objects: 0, files: 0 })), "header")[0]?.text ?? "", /Nothing was looked at/);
  });

  it("shows every finding without a script, by file, the worst first", () => {
    const groups = byTag(byId(PAGE, "findings"), "details");
    assert.deepEqual(
      groups.map(({ attributes }) => attributes["data-file"]),
      ["deploy/web.yaml", "other.yaml"],
    );
    const labels = groups.flatMap((group) => byTag(group, "li")).map((item) => byTag(item, "strong")[0]?.text);
    assert.deepEqual(labels, ["critical", "not-inspected · critical", "exempt · critical", "low"]);
    assert.equal(byId(PAGE, "filter").attributes.hidden, "");
  });

  it("keeps what thousands of findings need of a browser small: what is open, and how long a list is", () => {
    const findings = Array.from({ length: 10_000 }, (_, index) =>
      finding({ resource: { file: `${index % 9}.yaml`, name: `${index}` } }),
    );
    const groups = byTag(byId(page(report({ findings })), "findings"), "details");
    assert.equal(groups.flatMap((group) => byTag(group, "li")).length, 10_000);
    assert.ok(groups.every(({ attributes }) => attributes.open === undefined));
    assert.ok(groups.flatMap((group) => byTag(group, "ul")).every((list) => list.children.length <= 50));
  });

  it("shows exemptions with what is left of them and what they are used for, the first to end first", () => {
    const rows = byTag(byId(PAGE, "exemptions"), "tr")
      .slice(1)
      .map(({ text }) => text);
    for (const [index, text] of [
      [0, /^2026-11-20ended 5 days ago.*not used$/],
      [1, /^2026-11-25ends today.*not used$/],
      [2, /^2026-12-1015 days left.*The exporter needs.*team-observability.*used by 1 finding$/],
    ] as const)
      assert.match(rows[index] ?? "", text);
  });

  it("can be found one's way in without eyes: landmarks, names, headings in order, targets that are there", () => {
    const root = PAGE;
    const nodes = all(root);
    assert.equal(root.attributes.lang, "en");
    for (const tag of ["header", "main", "h1", "title"]) assert.equal(byTag(root, tag).length, 1, tag);
    const ids = nodes.flatMap(({ attributes }) => attributes.id ?? []);
    assert.equal(new Set(ids).size, ids.length, "an id is there twice");
    for (const { attributes } of nodes) {
      if (attributes.href !== undefined) assert.ok(ids.includes(attributes.href.slice(1)), attributes.href);
      for (const name of ["aria-labelledby", "aria-describedby"])
        if (attributes[name] !== undefined) assert.ok(ids.includes(attributes[name]), attributes[name]);
    }
    const levels = nodes.flatMap(({ tag }) => (/^h[1-6]$/.test(tag) ? [Number(tag[1])] : []));
    for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1, levels.join());
    for (const section of byTag(root, "section")) assert.ok(section.attributes["aria-labelledby"]);
    for (const tag of ["input", "select"])
      for (const field of byTag(root, tag))
        assert.ok(byTag(root, "label").some((label) => label.children.includes(field) && label.text.trim() !== ""));
    for (const table of byTag(root, "table")) assert.ok(byTag(table, "th").every(({ attributes }) => attributes.scope));
    for (const svg of byTag(root, "svg")) assert.equal(svg.attributes["aria-hidden"], "true");
  });

  it("may use nothing but its own style and script", () => {
    const root = PAGE;
    const [policy, ...others] = byTag(root, "meta").filter(({ attributes }) => attributes["http-equiv"]);
    assert.deepEqual(others, []);
    const [style, ...styles] = byTag(root, "style");
    const [script, ...scripts] = byTag(root, "script");
    assert.deepEqual([styles, scripts], [[], []]);
    assert.equal(
      policy?.attributes.content,
      [
        "default-src 'none'",
        `style-src ${sha256(style?.text ?? "")}`,
        `script-src ${sha256(script?.text ?? "")}`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join("; "),
    );
    const head = byTag(root, "head")[0]?.children.map(({ tag, attributes }) => attributes["http-equiv"] ?? tag) ?? [];
    assert.ok(head.indexOf("Content-Security-Policy") < head.indexOf("style"));
    for (const { attributes } of all(root))
      for (const [name, value] of Object.entries(attributes)) {
        assert.doesNotMatch(name, /^(?:on|style$|src|srcset$|action$|data$)/);
        if (name === "href") assert.match(value, /^#/);
      }
    assert.doesNotMatch(style?.text ?? "", /url\(|@import/);
  });

  it("takes nothing from a file for HTML, and says it", () => {
    const shape = (node: PageNode): string =>
      `${node.tag}[${Object.keys(node.attributes)}](${node.children.filter(({ tag }) => tag !== "wbr").map(shape)})`;
    const harmless = shape(page(reportSaying("harmless")));
    for (const text of HOSTILE) {
      const root = page(reportSaying(text));
      assert.equal(shape(root), harmless, text);
      const said = asShown(text);
      assert.ok(byId(root, "unseen").text.includes(said), text);
    }
  });

  it("is legible in light and dark: 4.5 to 1 for every text (WCAG 2.2, 1.4.3)", () => {
    for (const palette of [LIGHT, DARK])
      for (const [name, ink] of Object.entries(palette))
        for (const ground of [palette.paper, palette.wash])
          if (!["paper", "wash", "rule"].includes(name))
            assert.ok(contrast(ink, ground) >= 4.5, `${name} ${ink} on ${ground}`);
  });

  it("is one text: no reference to a file beside it or to a network", () => {
    const references = html(FULL).match(/(?:https?:)?\/\/[a-z][\w.]*/gi) ?? [];
    assert.deepEqual(references, []);
  });
});

/** Of two colours, by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
