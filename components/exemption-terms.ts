/** What every exemption states. */
interface ExemptionTerms {
  readonly policies: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/**
 * @param at what stands before the names of the inputs in an error, e.g. `exempt: `.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function checkTerms(at: string, { policies, reason, owner, expires }: ExemptionTerms): void {
  if (!Array.isArray(policies) || policies.length === 0)
    throw new Error(`${at}policies must be a list of policy ids, got ${JSON.stringify(policies)}`);
  for (const id of policies)
    if (typeof id !== "string" || !/^(?:no|require|restrict)-[a-z0-9-]+$/.test(id))
      throw new Error(`${at}policies must be ids such as "no-host-namespaces", got ${JSON.stringify(id)}`);
  for (const [field, text] of Object.entries({ reason, owner }))
    if (typeof text !== "string" || text.trim() === "")
      throw new Error(`${at}${field} must be a text, got ${text === undefined ? "nothing" : JSON.stringify(text)}`);
  if (!isDay(expires))
    throw new Error(`${at}expires must be a day such as "2026-12-31", got ${JSON.stringify(expires) ?? "nothing"}`);
}

function isDay(text: unknown): boolean {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
