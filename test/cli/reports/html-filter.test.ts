import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { type Filter, matches, type Row, SCRIPT } from "../../../cli/reports/html/client.js";
import { all, byId, type PageNode, page } from "./html-tree.js";
import { finding, report } from "./report.js";

const ROW: Row = {
  severity: "high",
  status: "violation",
  policy: "no-host-ports",
  file: "a.yaml",
  text: "a.yaml deployment shop/web must not use a port",
};
const NOTHING: Filter = { severity: "", status: "", policy: "", file: "", search: "" };

describe("the filter of the HTML report", () => {
  const CASES: readonly (readonly [string, Partial<Filter>, boolean])[] = [
    ["nothing", {}, true],
    ["blanks", { search: "  " }, true],
    ["its severity", { severity: "high" }, true],
    ["another severity", { severity: "low" }, false],
    ["another status", { status: "exempt" }, false],
    ["another policy", { policy: "no-host" }, false],
    ["another file", { file: "b.yaml" }, false],
    ["words of it in any order and case", { search: "WEB  deploy" }, true],
    ["a word that it has not", { search: "web database" }, false],
    [
      "all together",
      { severity: "high", status: "violation", policy: "no-host-ports", file: "a.yaml", search: "shop" },
      true,
    ],
    [
      "all but one",
      { severity: "high", status: "violation", policy: "no-host-ports", file: "b.yaml", search: "shop" },
      false,
    ],
  ];
  for (const [what, filter, expected] of CASES)
    it(`${expected ? "shows" : "hides"} a finding when it is asked for ${what}`, () => {
      assert.equal(matches(ROW, { ...NOTHING, ...filter }), expected);
    });
});

/** As much of an element as the script uses, over the page that was written. */
class Live {
  hidden: boolean;
  open: boolean;
  value = "";
  said: string | undefined;
  readonly children: readonly Live[];
  readonly dataset: Readonly<Record<string, string>>;
  readonly listeners = new Map<string, (event: { preventDefault(): void }) => void>();

  constructor(readonly node: PageNode) {
    this.hidden = node.attributes.hidden !== undefined;
    this.open = node.attributes.open !== undefined;
    this.children = node.children.map((child) => new Live(child));
    const data = Object.entries(node.attributes).filter(([name]) => name.startsWith("data-"));
    this.dataset = Object.fromEntries(data.map(([name, value]) => [name.slice("data-".length), value]));
  }

  get textContent(): string {
    return this.said ?? this.node.text;
  }
  replaceChildren(text: string): void {
    this.said = text;
  }
  reset(): void {
    for (const element of this.below()) element.value = "";
  }
  addEventListener(type: string, listener: (event: { preventDefault(): void }) => void): void {
    this.listeners.set(type, listener);
  }
  send(type: string): void {
    this.listeners.get(type)?.({ preventDefault: () => undefined });
  }
  below(): readonly Live[] {
    return this.children.flatMap((child) => [child, ...child.below()]);
  }
  querySelector(selector: string): Live | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }
  querySelectorAll(selector: string): readonly Live[] {
    const [first = "", rest] = selector.split(" ");
    const found = this.below().filter((element) => element.is(first));
    return rest === undefined ? found : found.flatMap((element) => element.querySelectorAll(rest));
  }
  is(selector: string): boolean {
    const { tag, attributes } = this.node;
    if (selector === "details:not([open])") return tag === "details" && !this.open;
    if (selector.startsWith("#")) return attributes.id === selector.slice(1);
    if (selector.startsWith(".")) return (attributes.class ?? "").split(" ").includes(selector.slice(1));
    return selector.startsWith("[name=") ? attributes.name === selector.slice(6, -1) : tag === selector;
  }
}

describe("the script of the HTML report", () => {
  const started = (count: number): { document: Live; window: Map<string, () => void> } => {
    const findings = Array.from({ length: count }, (_, index) =>
      finding({
        severity: index % 2 === 0 ? "critical" : "low",
        resource: { name: `web-${index}`, file: index % 10 === 0 ? "a.yaml" : "b.yaml" },
      }),
    );
    const document = new Live(page(report({ findings })));
    const window = new Map<string, () => void>();
    const defaultView = { addEventListener: (type: string, listener: () => void) => window.set(type, listener) };
    runInNewContext(SCRIPT, { document: Object.assign(document, { defaultView }) });
    return { document, window };
  };
  const shown = (document: Live): readonly string[] =>
    document
      .querySelectorAll("details")
      .filter(({ hidden }) => !hidden)
      .flatMap((group) => group.querySelectorAll(".finding"))
      .filter(({ hidden }) => !hidden)
      .map(({ textContent }) => /web-\d+/.exec(textContent)?.[0] ?? "");
  const ask = (document: Live, name: string, value: string): void => {
    const field = document.querySelector(`[name=${name}]`);
    assert.ok(field);
    field.value = value;
    document.querySelector("#filter")?.send("input");
  };
  const told = (document: Live): string | undefined => document.querySelector("#shown")?.textContent;

  it("shows the form, and what is asked for", () => {
    const { document } = started(40);
    assert.equal(document.querySelector("#filter")?.hidden, false);
    assert.equal(told(document), "All 40 findings.");
    ask(document, "search", "WEB-11");
    assert.deepEqual(shown(document), ["web-11"]);
    assert.equal(told(document), "1 of 40 findings.");
    ask(document, "search", "");
    ask(document, "severity", "critical");
    ask(document, "file", "a.yaml");
    assert.deepEqual(shown(document), ["web-0", "web-10", "web-20", "web-30"]);
    document.querySelector("form")?.querySelector("button")?.send("click");
    assert.equal(shown(document).length, 40);
  });

  it("shows 200 of a file at first, more when asked, and all of them on paper", () => {
    const { document, window } = started(1_000);
    assert.equal(shown(document).length, 300);
    const [, group] = document.querySelectorAll("#findings details");
    const more = group?.querySelector(".more");
    assert.deepEqual([more?.hidden, more?.textContent], [false, "Show 200 more of 700"]);
    more?.send("click");
    assert.equal(shown(document).length, 500);
    window.get("beforeprint")?.();
    assert.equal(shown(document).length, 1_000);
    assert.ok(document.querySelectorAll("details").every(({ open }) => open));
    window.get("afterprint")?.();
    assert.equal(shown(document).length, 300);
  });

  it("does nothing where there is no finding", () => {
    assert.doesNotThrow(() => started(0));
    assert.equal(
      all(page(report())).some(({ attributes }) => attributes.id === "filter"),
      false,
    );
    assert.match(byId(page(report()), "findings").text, /There are no findings\./);
  });
});
