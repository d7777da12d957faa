import type { Proof } from "../../../cli/reference/coverage.js";
import { code, GENERATED, table } from "../../../cli/reference/markdown.js";
import { type Control, FRAMEWORKS } from "../../../controls/index.js";
import { type ComponentDeclaration, type Exported, exportedBy } from "./declarations.js";
import { componentPage, componentPagePath } from "./page.js";
import { proofsOf } from "./proven.js";

/** What the package lets people import, as its sources say. */
export const readExports = (): readonly Exported[] => [
  exportedBy("pulumi-rampart", "components/index.ts"),
  exportedBy("pulumi-rampart/eks", "components/eks/index.ts"),
];

/** Names of the components whose tests the proofs are. */
export const componentsOf = (entries: readonly Exported[], proofs: readonly Proof[]): string[] =>
  entries
    .flatMap(({ components }) => components)
    .filter((component) => proofsOf(component, proofs).length > 0)
    .map(({ name }) => name);

/** The pages of all components and their index, by path from the root of the repository. */
export function componentPages(
  entries: readonly Exported[],
  proofs: readonly Proof[],
): Readonly<Record<string, string>> {
  const components = entries.flatMap((entry) => entry.components);
  const controls = new Map(
    Object.values(FRAMEWORKS).flatMap((framework: { readonly controls: readonly Control[] }) =>
      framework.controls.map((control) => [control.id, control] as const),
    ),
  );
  const pages = components.map(
    (component) =>
      [componentPagePath(component.name), componentPage(component, { entries, proofs, controls })] as const,
  );
  return { ...Object.fromEntries(pages), "docs/components/README.md": indexPage(components) };
}

/** What ties the others of its area together; named first. */
const WHOLES = ["ClusterBaseline", "HardenedEks"];

const AREAS: readonly (readonly [title: string, folder: string, text: string])[] = [
  [
    "Any cluster",
    "components/baseline/",
    "Objects of Kubernetes, in a cluster that is there, whoever made it. How they play together: [guide](../../components/baseline/README.md).",
  ],
  [
    "A self-managed control plane",
    "components/control-plane/",
    "Files for kubeadm, RKE2, K3s and Talos; the typed functions behind them are exported too. From nothing to a cluster: [guide](../self-managed.md).",
  ],
  [
    "Amazon EKS",
    "components/eks/",
    "`HardenedEks` is the whole; each of the others is usable alone. They need `@pulumi/aws`. Nothing here was run on AWS: the tests rest on Pulumi's mocks, a fake of the AWS provider, AWS's own API models and a simulator of IAM.",
  ],
];

function indexPage(components: readonly ComponentDeclaration[]): string {
  return `${[
    GENERATED,
    "[Documentation](../README.md)",
    "# Components",
    "Each page has an example that is compiled and run by the tests, every input with its type and default, outputs, cost, and the controls that tests prove. All of it is generated from the code.",
    ...AREAS.flatMap(([title, folder, text]) => [
      `## ${title}`,
      text,
      table(
        ["component", "what"],
        components
          .filter(({ file }) => file.startsWith(folder))
          .sort(
            (a, b) => Number(WHOLES.includes(b.name)) - Number(WHOLES.includes(a.name)) || (a.name < b.name ? -1 : 1),
          )
          .map(({ name, text: said }) => [`[${code(name)}](${name}.md)`, firstSentence(said)]),
      ),
    ]),
  ].join("\n\n")}\n`;
}

/** Up to the first full stop, or the colon before the details; a table's cell. */
const firstSentence = (text: string): string =>
  (/^[\s\S]*?(?=[.:;](?:\s|$))/.exec(text)?.[0] ?? text).replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
