import { fixedText } from "../../../cli/fix/fixed-text.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { NO_CONFIGURATION, type Selection, select } from "../../../policy-pack/selection.js";

/** These policies alone. */
export function only(...ids: readonly string[]): Selection {
  const levels = Object.fromEntries(
    policies.map(({ id }) => [id, ids.includes(id) ? "mandatory" : "disabled"] as const),
  );
  return select(policies, { ...NO_CONFIGURATION, levels });
}

/** The text after the fixes of these policies, and those that could not be made. */
export function fixedBy(text: string, ...ids: readonly string[]): readonly [text: string, unfixed: readonly string[]] {
  const fixed = fixedText("pod.yaml", text, only(...ids));
  return [fixed.text, fixed.unfixed.map(({ line, policy, why }) => `${line} ${policy}: ${why}`)];
}
