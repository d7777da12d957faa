import colors from "picocolors";
import { printable, wrap } from "../terminal.js";
import type { ExemptionList, ListedExemption } from "./list.js";

/** For people at a terminal, the next to end first. */
export function* exemptionText({ exemptions, unreadable, problems }: ExemptionList): Generator<string> {
  for (const exemption of exemptions) yield* linesOf(exemption);
  for (const { statedAt, message } of unreadable) {
    yield `${colors.red("unreadable")}  ${printable(statedAt)}\n`;
    yield* indented(message);
  }
  if (problems.length > 0) yield `${colors.red("Could not be read:")}\n`;
  for (const { file = "", line, problem } of problems)
    yield* indented(`${file}${line === undefined ? "" : `:${line}`}: ${problem}`);
  const unused = exemptions.filter((exemption) => (exemption.unused?.length ?? 0) > 0).length;
  const counts = [`${exemptions.length} ${exemptions.length === 1 ? "exemption" : "exemptions"}`];
  if (unused > 0) counts.push(`${unused} unused`);
  if (unreadable.length > 0) counts.push(`${unreadable.length} unreadable`);
  yield `${counts.join(", ")}.\n`;
}

function* linesOf(exemption: ListedExemption): Generator<string> {
  const { policies, expires, daysLeft, owner, channel, statedAt, reason, unused, problems } = exemption;
  const left =
    daysLeft < 0 ? colors.red(`ended ${-daysLeft} ${days(-daysLeft)} ago`) : `${daysLeft} ${days(daysLeft)} left`;
  yield `${expires}  ${left}  ${printable(owner || "(no owner)")}\n`;
  yield* indented(policies.join(", "));
  yield* indented(`${statedAt} (${channel})`);
  if (reason !== "") yield* indented(reason);
  if (unused !== null && unused.length > 0) yield* indented(`Unused: ${unused.join(", ")}`, colors.yellow);
  for (const { message } of problems) yield* indented(message, colors.red);
}

const days = (count: number): string => (count === 1 ? "day" : "days");

function* indented(text: string, paint = (line: string): string => line): Generator<string> {
  for (const line of wrap(printable(text), "  ")) yield `${paint(line)}\n`;
}
