/** What users of the last release build on, and how it compares with what there is now. */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { policies } from "../../policy-pack/policies/index.js";
import type { PackageSchema } from "../docs/component-schema/schema.js";
import { contractOf } from "./contract.js";
import { EXAMPLES } from "./examples.js";
import { registeredBy } from "./registered.js";

const REPOSITORY = resolve(__dirname, "../../..");

/** Names of resources in the state, by example. */
export type Children = Readonly<Record<string, readonly string[]>>;

const FOLDER = join(REPOSITORY, "test", "stability", "last-release");
const FILES = { children: "children.json", inputs: "inputs.json", policies: "policy-ids.json" } as const;

export interface Release {
  readonly children: Children;
  /** Inputs, outputs, fields and values of enums: what each is, by `Component.input`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Ids of policies, of this release and of all before. */
  readonly policies: readonly string[];
}

/** As committed. */
export const lastRelease = (): Release => ({
  children: read(FILES.children),
  inputs: read(FILES.inputs),
  policies: read(FILES.policies),
});

/** As the code has it. */
export async function thisRelease(): Promise<Release> {
  const schema: PackageSchema = JSON.parse(readFileSync(join(REPOSITORY, "plugin", "schema.json"), "utf8"));
  const children: Record<string, readonly string[]> = {};
  for (const [name, example] of Object.entries(EXAMPLES)) children[name] = (await registeredBy(name, example)).names;
  return { children, inputs: contractOf(schema), policies: policies.map(({ id }) => id).sort() };
}

/** Takes what there is now as released; ids of policies are only ever added. */
export function record(release: Release): void {
  const ids = [...new Set([...lastRelease().policies, ...release.policies])].sort();
  write(FILES.children, release.children);
  write(FILES.inputs, release.inputs);
  write(FILES.policies, ids);
}

const read = <T>(file: string): T => JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
const write = (file: string, value: unknown): void =>
  writeFileSync(join(FOLDER, file), `${JSON.stringify(value, undefined, 2)}\n`);

/** Something that users may notice. */
export interface Change {
  /** What must be named together in an entry of the changelog. */
  readonly names: readonly [component: string, name: string];
  readonly was: string | undefined;
  readonly is: string | undefined;
}

/** What has changed for users of components of `was`; components and types that are new are no change for them. */
export function changesBetween(was: Release, is: Release): Change[] {
  return [...inputChanges(was.inputs, is.inputs), ...childChanges(was.children, is.children)];
}

function inputChanges(was: Release["inputs"], is: Release["inputs"]): Change[] {
  const owners = new Set(Object.keys(was).map(ownerOf));
  const keys = new Set([...Object.keys(was), ...Object.keys(is).filter((key) => owners.has(ownerOf(key)))]);
  return [...keys]
    .filter((key) => was[key] !== is[key])
    .map((key) => ({ names: [ownerOf(key), key.slice(key.lastIndexOf(".") + 1)], was: was[key], is: is[key] }));
}

const ownerOf = (key: string): string => key.slice(0, key.indexOf("."));

/** Names that are gone: for the engine a renamed child is one to delete and another to make. */
function childChanges(was: Children, is: Children): Change[] {
  return Object.entries(was).flatMap(([example, names]) => {
    const now = new Set(is[example]);
    const before = new Set(names);
    const changed = (name: string): [string, string] => [
      EXAMPLES[example]?.component ?? example,
      name.slice(name.indexOf("::") + 2),
    ];
    return [
      ...names.filter((name) => !now.has(name)).map((name) => ({ names: changed(name), was: name, is: undefined })),
      ...[...now]
        .filter((name) => !before.has(name))
        .map((name) => ({ names: changed(name), was: undefined, is: name })),
    ];
  });
}

/** The changes that no entry under `Unreleased` names. */
export function unnamed(changes: readonly Change[], changelog: string): Change[] {
  const section = /^## Unreleased\n(.*?)(?=^## |(?![\s\S]))/ms.exec(changelog)?.[1] ?? "";
  const entries = section.split(/^- /m).map((entry) => entry.replaceAll(/\s+/g, " "));
  return changes.filter(({ names }) => !entries.some((entry) => names.every((name) => entry.includes(`\`${name}\``))));
}
