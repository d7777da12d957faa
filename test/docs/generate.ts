/** Writes what is generated from the code into a folder: `npm run docs`; default: this repository. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configurationSchemaText } from "../../cli/check/configuration-check.js";
import { coveragePage } from "../../cli/reference/coverage-page.js";
import { policiesPage, policyPagePath } from "../../cli/reference/policies-page.js";
import { policyPage } from "../../cli/reference/policy-page.js";
import { policies } from "../../policy-pack/policies/index.js";
import { componentSchemaText } from "./component-schema/schema.js";
import { componentPages, componentsOf, readExports } from "./components/pages.js";
import { findProofs } from "./proofs.js";

/** Folders in which nothing else is: a page whose subject is gone goes too. */
const WHOLE_FOLDERS = ["docs/policies", "docs/components"];

async function main(folder: string): Promise<void> {
  const proofs = await findProofs();
  const entries = readExports();
  const files: Readonly<Record<string, string>> = {
    "cli/reference/proofs.json": `${JSON.stringify(proofs, undefined, 2)}\n`,
    "policy-pack/configuration.schema.json": configurationSchemaText(),
    "plugin/schema.json": componentSchemaText(),
    "docs/COVERAGE.md": coveragePage(policies, proofs, (some) => componentsOf(entries, some)),
    "docs/POLICIES.md": policiesPage(policies),
    ...Object.fromEntries(policies.map((policy) => [policyPagePath(policy.id), policyPage(policy)])),
    ...componentPages(entries, proofs),
  };
  for (const name of WHOLE_FOLDERS) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

main(process.argv[2] ?? resolve(__dirname, "../../.."));
