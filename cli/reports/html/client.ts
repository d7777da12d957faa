/**
 * What runs in the browser: the functions' own text goes into the page, so they use nothing but each other and their
 * arguments. The interfaces have what they use of the DOM.
 */
export interface Row {
  readonly severity: string;
  readonly status: string;
  readonly policy: string;
  readonly file: string;
  /** In lower case. */
  readonly text: string;
}

/** What is asked for; an empty text asks for nothing. */
export interface Filter {
  readonly severity: string;
  readonly status: string;
  readonly policy: string;
  readonly file: string;
  readonly search: string;
}

/** Whether the row is what is asked for: every field, and every word of the search somewhere. */
export function matches(row: Row, filter: Filter): boolean {
  if (filter.severity !== "" && filter.severity !== row.severity) return false;
  if (filter.status !== "" && filter.status !== row.status) return false;
  if (filter.policy !== "" && filter.policy !== row.policy) return false;
  if (filter.file !== "" && filter.file !== row.file) return false;
  return filter.search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => row.text.includes(word));
}

interface PageElement {
  hidden: boolean;
  open: boolean;
  value: string;
  readonly textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  replaceChildren(text: string): void;
  reset(): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  addEventListener(type: string, listener: (event: { preventDefault(): void }) => void): void;
}

interface Page extends Pick<PageElement, "querySelector" | "querySelectorAll"> {
  readonly defaultView: { addEventListener(type: string, listener: () => void): void } | null;
}

/**
 * Has the form filter the findings. A browser lays out thousands of them slowly and takes them away even more so: of a
 * file at first some are shown and a button for more, and for printing all.
 */
export function start(page: Page): void {
  const STEP = 200;
  const form = page.querySelector("#filter");
  const told = page.querySelector("#shown");
  const groups = [...page.querySelectorAll("#findings details")].map((element) => ({
    element,
    count: element.querySelector(".count"),
    more: element.querySelector(".more"),
    /** How many of those that match are shown. */
    room: STEP,
    rows: [...element.querySelectorAll(".finding")].map((finding) => ({
      element: finding,
      row: {
        severity: finding.dataset.severity ?? "",
        status: finding.dataset.status ?? "",
        policy: finding.dataset.policy ?? "",
        file: element.dataset.file ?? "",
        text: `${element.dataset.file} ${finding.textContent}`.toLowerCase(),
      },
    })),
  }));
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const value = (name: string): string => form?.querySelector(`[name=${name}]`)?.value ?? "";

  function show(group: (typeof groups)[number]): number {
    const filter = {
      severity: value("severity"),
      status: value("status"),
      policy: value("policy"),
      file: value("file"),
      search: value("search"),
    };
    let here = 0;
    for (const { element, row } of group.rows) {
      const matching = matches(row, filter);
      if (matching) here++;
      const hidden = !matching || here > group.room;
      if (element.hidden !== hidden) element.hidden = hidden;
    }
    const left = here - group.room;
    if (group.more !== null) group.more.hidden = left <= 0;
    group.more?.replaceChildren(`Show ${Math.min(STEP, left)} more of ${left}`);
    group.count?.replaceChildren(here === group.rows.length ? `${here}` : `${here} of ${group.rows.length}`);
    return here;
  }

  function apply(): void {
    let shown = 0;
    for (const group of groups) {
      group.room = STEP;
      const here = show(group);
      group.element.hidden = here === 0;
      group.element.open = shown === 0 || shown + here <= STEP;
      shown += here;
    }
    told?.replaceChildren(shown === total ? `All ${total} findings.` : `${shown} of ${total} findings.`);
  }

  for (const group of groups)
    group.more?.addEventListener("click", () => {
      group.room += STEP;
      show(group);
    });
  if (form !== null) {
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("button")?.addEventListener("click", (event) => {
      event.preventDefault();
      form.reset();
      apply();
    });
    // A browser keeps what was typed before the page was loaded again.
    apply();
  }

  let closed: PageElement[] = [];
  page.defaultView?.addEventListener("beforeprint", () => {
    for (const group of groups) {
      group.room = Number.POSITIVE_INFINITY;
      show(group);
    }
    closed = [...page.querySelectorAll("details:not([open])")];
    for (const element of closed) element.open = true;
  });
  page.defaultView?.addEventListener("afterprint", () => {
    for (const element of closed) element.open = false;
    for (const group of groups) {
      group.room = STEP;
      show(group);
    }
  });
}

/** The script of the page. */
export const SCRIPT = `"use strict";\n${matches}\n${start}\nstart(document);\n`;
