import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { ConfigurationError } from "../../policy-pack/configuration-error.js";
import { ExemptionBook } from "../../policy-pack/exemptions/book.js";
import { today } from "../../policy-pack/exemptions/day.js";
import { type CentralFile, parseCentralFile } from "../../policy-pack/exemptions/file.js";
import { exemptionsIn } from "../../policy-pack/exemptions/stack-configuration.js";
import type { Policy } from "../../policy-pack/policy.js";
import type { Selection } from "../../policy-pack/selection.js";
import { fileProblem } from "../sources/files.js";

/** The exemptions that no resource states, as the command line has them. */
export interface ExemptionRequest {
  /** The security team's file; default: none. */
  readonly exemptions?: string | undefined;
}

/** @throws ConfigurationError for a file that cannot be taken. */
export function exemptionBook(
  { exemptions }: ExemptionRequest,
  { statedExemptions }: Pick<Selection, "statedExemptions">,
  policies: readonly Policy[],
): ExemptionBook {
  const file = exemptions === undefined ? undefined : centralFileAt(exemptions, policies);
  return new ExemptionBook({
    policies,
    today: today(),
    stated: [
      ...exemptionsIn(
        statedExemptions,
        policies.map(({ id }) => id),
      ),
      ...(file?.exemptions ?? []),
    ],
    rules: file,
  });
}

function centralFileAt(path: string, policies: readonly Policy[]): CentralFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ConfigurationError(`${path}: ${fileProblem(error)}.`);
  }
  if (!isUtf8(bytes)) throw new ConfigurationError(`${path}: it is not text in UTF-8.`);
  return parseCentralFile(
    bytes.toString(),
    path,
    policies.map(({ id }) => id),
  );
}
