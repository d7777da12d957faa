import type { Exemption } from "../../../policy-pack/exemptions.js";
import type { CheckReport } from "../../check/report.js";
import { counted } from "../wording.js";
import { htmlCode, htmlText } from "./html-text.js";

const DAY = 86_400_000;

/** From this many days on an exemption is about to end. */
const SOON = 30;

/** Days until an exemption ends, today's own included as 0; negative where it has ended. NaN where it states no date. */
export const daysLeft = ({ expires }: Pick<Exemption, "expires">, now: Date): number =>
  Math.round((Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`)) / DAY);

/** Every exemption, those that end first before the others, with what it is used for. */
export function* exemptionsHtml({ exemptions, findings }: CheckReport, now: Date): Generator<string> {
  const uses = new Map<string, number>();
  const all = new Map(exemptions.map((exemption) => [keyOf(exemption), exemption]));
  for (const { status, exemption } of findings) {
    if (status !== "exempt" || exemption === undefined) continue;
    const key = keyOf(exemption);
    all.set(key, exemption);
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  if (all.size === 0) {
    yield "<p>There are no exemptions.</p>\n";
    return;
  }
  yield `<div class="table"><table class="stack"><thead><tr><th scope="col">Ends</th><th scope="col">What is exempt</th>`;
  yield `<th scope="col">Why, and who answers for it</th><th scope="col">Use</th></tr></thead>\n<tbody>\n`;
  const sorted = [...all].sort(([, a], [, b]) => (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : 0));
  for (const [key, exemption] of sorted) yield rowHtml(exemption, uses.get(key) ?? 0, daysLeft(exemption, now));
  yield "</tbody></table></div>\n";
}

const keyOf = ({ policies, match, expires, statedAt, channel }: Exemption): string =>
  JSON.stringify([policies, match.name, match.namespace, match.type, match.urn, expires, statedAt, channel]);

function rowHtml(
  { policies, match, reason, owner, expires, channel, statedAt }: Exemption,
  uses: number,
  days: number,
): string {
  const matched = (["name", "namespace", "type", "urn"] as const).flatMap((key) => {
    const value = match[key];
    return value === undefined ? [] : [`${key} ${htmlCode(value)}`];
  });
  return [
    `<tr><td class="short ${days < 0 ? "over" : days <= SOON ? "soon" : ""}">${htmlText(expires)}`,
    `<span class="quiet">${leftOf(days)}</span></td>`,
    `<td>${policies.map(htmlCode).join(", ")}<span class="quiet">${matched.join(", ")}</span></td>`,
    `<td>${htmlText(reason)}<span class="quiet">${htmlText(owner)} · ${htmlText(channel)}, ${htmlText(statedAt)}</span></td>`,
    `<td class="short">${uses === 0 ? "not used" : `used by ${counted(uses, "finding")}`}</td></tr>\n`,
  ].join("");
}

function leftOf(days: number): string {
  if (Number.isNaN(days)) return "no date";
  if (days < 0) return `ended ${counted(-days, "day")} ago`;
  return days === 0 ? "ends today" : `${counted(days, "day")} left`;
}
