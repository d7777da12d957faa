import { Command } from "commander";
import { unknownName } from "../../policy-pack/configuration-error.js";
import { policies } from "../../policy-pack/policies/index.js";
import {
  controlExplanation,
  controlNamed,
  exemptionRuleExplanation,
  explainable,
  kubescapeExplanation,
  policyExplanation,
} from "../reference/explanation.js";

/** `rampart explain POLICY|CONTROL…` */
export function explainCommand(): Command {
  return new Command("explain")
    .description("what a policy or a control is about, what is refused, and what to write instead")
    .argument("<id...>", "ids of policies or controls, e.g. no-root-user, NSA-POD-10, CIS-K8S-5.1.3, V-242437")
    .action((ids: readonly string[]) => {
      // Before the first is shown, so that a wrong one does not come after a page of text.
      const texts = ids.map(explanationOf);
      process.stdout.write(texts.join("\n"));
    });
}

function explanationOf(id: string): string {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy !== undefined) return policyExplanation(policy, policies);
  const known = explainable(policies);
  // People write ids of controls in any case.
  const control = known.find((candidate) => candidate.toLowerCase() === id.toLowerCase()) ?? id;
  const found = controlNamed(control, policies);
  if (found !== undefined) return controlExplanation(found);
  const other = kubescapeExplanation(control) ?? exemptionRuleExplanation(id);
  if (other === undefined) throw unknownName("policy or control", id, known);
  return other;
}
