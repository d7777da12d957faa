import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { evaluator } from "../../policy-pack/evaluate.js";
import type { ExemptionBook } from "../../policy-pack/exemptions/book.js";
import { factsOf } from "../../policy-pack/exemptions/match.js";
import type { Selection } from "../../policy-pack/selection.js";
import { locator } from "../check/judge.js";
import type { LocatedFinding } from "../check/report.js";
import type { StepMetadata } from "../sources/event-log.js";
import { endingsOf } from "../sources/event-log-resources.js";
import { yamlMapIn } from "../sources/program/project.js";

export interface EndingsRequest {
  /** The steps that take resources away. */
  readonly steps: Iterable<StepMetadata>;
  /** Where findings stand: what is deleted has no line in the program any more. */
  readonly projectFile: string;
  readonly selection: Selection;
  readonly exemptions: ExemptionBook;
}

/**
 * What the policies on deletions say of a preview. The engine tells its analyzers of no deletion, and so they are asked
 * here, by the log of its events.
 */
export function endingFindings({ steps, projectFile, selection, exemptions }: EndingsRequest): LocatedFinding[] {
  const policies = selection.policies.filter(({ subject }) => subject === "deletion");
  const { resource } = evaluator(policies, selection.context);
  const locate = locator(selection);
  const types = new Set(policies.flatMap((policy) => (policy.subject === "deletion" ? policy.types : [])));
  const endings = Array.from(steps, (step) => ({ step, file: projectFile }));
  return [...endingsOf(endings, types)].flatMap((subject) =>
    resource(subject.resource).map((finding) => exemptions.apply(locate(finding, subject), factsOf(subject.resource))),
  );
}

/** The file that configures the stack of a preview; `undefined` where there is none. */
export function stackFileOf(projectFile: string, steps: Iterable<StepMetadata>): string | undefined {
  const [first] = steps;
  const stack = /^urn:pulumi:([\w.-]+)::/.exec(first?.urn ?? "")?.[1];
  if (stack === undefined || !existsSync(projectFile)) return undefined;
  const { stackConfigDir } = yamlMapIn(projectFile);
  const folder = join(dirname(projectFile), typeof stackConfigDir === "string" ? stackConfigDir : "");
  const file = join(folder, `Pulumi.${stack}.yaml`);
  return existsSync(file) ? file : undefined;
}
