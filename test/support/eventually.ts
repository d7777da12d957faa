import { setTimeout as sleep } from "node:timers/promises";

const LIMIT_MS = 60_000;
const POLL_MS = 40;

/** Asks until the answer is yes; an error is a no. @throws Error naming what was waited for, and the last answer. */
export async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  let last: unknown = "no";
  while (Date.now() < end) {
    try {
      if (await check()) return;
      last = "no";
    } catch (error) {
      last = error;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`${what} did not come within ${LIMIT_MS / 1000} s: ${String(last)}`);
}
