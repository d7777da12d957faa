import { FRAMEWORKS, KUBESCAPE_NSA, NSA_CISA_APPENDICES } from "../../controls/index.js";
import type { Policy } from "../../policy-pack/policy.js";
import {
  type CoveredControl,
  countProofs,
  countStandings,
  coverageOf,
  FRAMEWORK_NAMES,
  type FrameworkName,
  PROOF_KINDS,
  PROOF_NAMES,
  type Proof,
} from "./coverage.js";
import { escaped, GENERATED, table } from "./markdown.js";

/** Names of the components whose tests these proofs are. */
export type ComponentsOf = (proofs: readonly Proof[]) => readonly string[];

/** `docs/COVERAGE.md`: every control of every framework, by what it is met and who proves it. */
export function coveragePage(
  policies: readonly Policy[],
  proven: readonly Proof[],
  componentsOf: ComponentsOf,
): string {
  const frameworks = FRAMEWORK_NAMES.map((name) => ({ name, rows: coverageOf(name, policies, proven) }));
  return `${[
    GENERATED,
    "# Coverage",
    "Which recommendations are met, by what, and who proves it. A policy refuses resources that break the control; a component is proven by tests that begin with the control's id. **Open** is what neither has yet. A control that is met here is met as far as a program can: no tool makes a cluster compliant with a guide as a whole.",
    table(
      ["framework", "controls", "by a policy", "by a component", "open", "out of reach"],
      frameworks.map(({ name, rows }) => {
        const { policy, component, open, "out-of-reach": out } = countStandings(rows);
        return [headingLink(name), rows.length, policy, component, open, out].map(String);
      }),
    ),
    "What the controls that are met rest on, at best. “Own tests” are the policies' examples and tests of rendered files; mocks are among them.",
    table(
      ["framework", ...PROOF_KINDS.map((kind) => PROOF_NAMES[kind])],
      frameworks.map(({ name, rows }) => {
        const counts = countProofs(rows);
        return [name, ...PROOF_KINDS.map((kind) => String(counts[kind]))];
      }),
    ),
    ...frameworks.flatMap(({ name, rows }) => [`## ${frameworkTitle(name)}`, controlsTable(rows, componentsOf)]),
    "## Appendices of the NSA/CISA guide",
    table(
      ["appendix", "shows", "here", "why not as printed"],
      NSA_CISA_APPENDICES.map((appendix) => [
        appendix.id,
        escaped(appendix.shows),
        escaped(appendix.deliverable),
        "notAsPrinted" in appendix ? escaped(appendix.notAsPrinted) : "",
      ]),
    ),
    "## Kubescape's framework NSA",
    "For people who come from Kubescape: what its controls examine.",
    table(
      ["control", "name", "examines"],
      KUBESCAPE_NSA.map(({ id, name, examines }) => [id, escaped(name), examines.join(", ")]),
    ),
  ].join("\n\n")}\n`;
}

/** The framework and its edition: the heading of its part of the page. */
export const frameworkTitle = (name: FrameworkName): string => `${name} ${FRAMEWORKS[name].edition}`;

/** As GitHub and GitLab make the anchor of that heading. */
export const frameworkAnchor = (name: FrameworkName): string =>
  frameworkTitle(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");

const headingLink = (name: FrameworkName): string => `[${frameworkTitle(name)}](#${frameworkAnchor(name)})`;

const controlsTable = (rows: readonly CoveredControl[], componentsOf: ComponentsOf): string =>
  table(
    ["control", "recommendation", "met by", "proven by"],
    rows.map((row) => [row.id, escaped(row.title), metBy(row, componentsOf), provenBy(row)]),
  );

function metBy({ standing, policies, proofs, reason = "" }: CoveredControl, componentsOf: ComponentsOf): string {
  if (standing === "policy") return policies.map((id) => `[${id}](policies/${id}.md)`).join(", ");
  if (standing === "component")
    return (
      componentsOf(proofs)
        .map((name) => `[${name}](components/${name}.md)`)
        .join(", ") || "component"
    );
  return standing === "open" ? "**open**" : `out of reach: ${escaped(reason)}`;
}

function provenBy({ policies, proofs }: CoveredControl): string {
  const parts = PROOF_KINDS.flatMap((kind) => {
    const files = [...new Set(proofs.filter((proof) => proof.kind === kind).map(({ file }) => file))];
    return files.length === 0 ? [] : [`${PROOF_NAMES[kind]} (${files.map(fileLink).join(", ")})`];
  });
  if (policies.length > 0) parts.push("policy's examples");
  return parts.join("; ");
}

const fileLink = (file: string): string =>
  `[${file
    .split("/")
    .at(-1)
    ?.replace(/\.test\.ts$/, "")}](../${file})`;
