/** Writes what is generated from the code into a folder: `npm run docs`; default: this repository. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configurationSchemaText } from "../../cli/check/configuration-check.js";
import { coveragePage } from "../../cli/reference/coverage-page.js";
import { policiesPage } from "../../cli/reference/policies-page.js";
import { policies } from "../../policy-pack/policies/index.js";
import { componentSchemaText } from "./component-schema/schema.js";
import { findProofs } from "./proofs.js";

async function main(folder: string): Promise<void> {
  const proofs = await findProofs();
  const files: Readonly<Record<string, string>> = {
    "cli/reference/proofs.json": `${JSON.stringify(proofs, undefined, 2)}\n`,
    "policy-pack/configuration.schema.json": configurationSchemaText(),
    "plugin/schema.json": componentSchemaText(),
    "docs/COVERAGE.md": coveragePage(policies, proofs),
    "docs/POLICIES.md": policiesPage(policies),
  };
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

main(process.argv[2] ?? resolve(__dirname, "../../.."));
