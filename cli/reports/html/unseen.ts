import type { CheckReport } from "../../check/report.js";
import { placeOf } from "../wording.js";
import { htmlCode, htmlText } from "./html-text.js";

/** What could not be read, and what was skipped; what findings say of the rest stands with them. */
export function* unseenHtml({ problems, skipped }: CheckReport): Generator<string> {
  if (problems.length + skipped.length === 0) {
    yield "<p>Everything could be read, and nothing was skipped.</p>\n";
    return;
  }
  yield* listHtml(
    "Could not be checked",
    problems.map(({ file, line, problem }) => ({ place: placeOf(file, line), what: problem })),
  );
  yield* listHtml(
    "Skipped",
    skipped.map(({ file, line, skipped: what }) => ({ place: placeOf(file, line), what })),
  );
}

/** Beyond this many a list is closed at first. */
const OPEN = 30;

function* listHtml(
  title: string,
  items: readonly { readonly place: string; readonly what: string }[],
): Generator<string> {
  if (items.length === 0) return;
  yield `<details${items.length <= OPEN ? " open" : ""}><summary>${title} <span class="quiet">${items.length}</span></summary>\n<ul>\n`;
  for (const { place, what } of items)
    yield `<li class="finding"><p>${htmlCode(place)}</p><p>${htmlText(what)}</p></li>\n`;
  yield "</ul>\n</details>\n";
}
