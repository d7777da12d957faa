import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import Mocha from "mocha";
import type { Proof } from "../../cli/reference/coverage.js";
import { FRAMEWORKS } from "../../controls/index.js";
import { policies } from "../../policy-pack/policies/index.js";
import { proofKindOf } from "../support/tiers.js";

const TESTS = resolve(__dirname, "..");
const CONTROLS: ReadonlySet<string> = new Set(
  Object.values(FRAMEWORKS).flatMap(({ controls }: { readonly controls: readonly { readonly id: string }[] }) =>
    controls.map(({ id }) => id),
  ),
);
const POLICIES: ReadonlySet<string> = new Set(policies.map(({ id }) => id));

/** What a title begins with when it claims a control. */
const CLAIM = /^(?:NSA-|CIS-|V-\d|PSS:)/;

/** Reads every test's title, without running one. Only in a process that has loaded no test yet. */
export async function findProofs(): Promise<Proof[]> {
  const mocha = new Mocha();
  for (const name of readdirSync(TESTS, { recursive: true, encoding: "utf8" }).sort())
    if (name.endsWith(".test.js")) mocha.addFile(join(TESTS, name));
  await mocha.loadFilesAsync();
  const proofs = new Map<string, Proof>();
  for (const { title, file, kind } of titlesOf(mocha.suite)) {
    const [claim = "", ...rest] = title.split(": ");
    const text = rest.join(": ");
    // A policy's examples are named by its references: they are its own word.
    if (!CLAIM.test(claim) || POLICIES.has(text)) continue;
    const proof = { controls: controlsOf(claim, title), kind, file, title: text };
    const key = JSON.stringify([proof.controls, kind, file]);
    // Tests that differ in an example only are one proof.
    if (!proofs.has(key)) proofs.set(key, proof);
  }
  return [...proofs.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

interface Title extends Pick<Proof, "kind" | "file" | "title"> {}

function* titlesOf(suite: Mocha.Suite): Generator<Title> {
  const kind = proofKindOf(suite);
  for (const { title, file = "" } of [suite, ...suite.tests]) yield { title, kind, file: sourceOf(file) };
  for (const child of suite.suites) yield* titlesOf(child);
}

const sourceOf = (file: string): string => `test/${relative(TESTS, file).replaceAll("\\", "/").replace(/js$/, "ts")}`;

/** @throws Error for a control that there is not: the claim would be lost. */
function controlsOf(claim: string, title: string): string[] {
  return claim.split(", ").flatMap((id) => {
    if (id.endsWith("*")) return [...CONTROLS].filter((control) => control.startsWith(id.slice(0, -1)));
    if (!CONTROLS.has(id)) throw new Error(`There is no control "${id}", which the test "${title}" claims to prove.`);
    return [id];
  });
}
