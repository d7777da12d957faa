import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ApiLifecycle } from "../../controls/api-lifecycle.js";

const PINNED = resolve(__dirname, "../../../sandbox/toolchain/modules/kubernetes");
const FILE = "zz_generated.prerelease-lifecycle.go";

/** The modules that define the kinds of the Kubernetes API, and where in them a group has its folder. */
const MODULES = [
  { module: "k8s.io/api", groups: "." },
  { module: "k8s.io/apiextensions-apiserver", groups: "pkg/apis" },
  { module: "k8s.io/kube-aggregator", groups: "pkg/apis" },
];

/**
 * What the Kubernetes source says of versions with an end, in the modules that the toolchain pins; sorted. `undefined`
 * where there is no Go.
 */
export function lifecyclesInSource(): readonly ApiLifecycle[] | undefined {
  const folders = moduleFolders();
  if (folders === undefined) return undefined;
  const versions = MODULES.flatMap(({ groups }, index) => versionsOfModule(join(folders[index] ?? "", groups)));
  return versions.flatMap((version) => rowsOf(version, versions)).sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

/** The folders of the pinned modules in Go's cache, downloaded where they are not there. */
function moduleFolders(): string[] | undefined {
  const modules = MODULES.map(({ module }) => module);
  let text: string;
  try {
    text = execFileSync("go", ["mod", "download", "-json", ...modules], { cwd: PINNED, encoding: "utf8" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const found = text.split(/(?<=^\})$/m).filter((part) => part.trim() !== "");
  const folders = new Map(
    found.map((part) => JSON.parse(part) as { Path: string; Dir: string }).map(({ Path, Dir }) => [Path, Dir]),
  );
  return modules.map((module) => folders.get(module) ?? "");
}

/** One version of a kind with what the methods of its type return. */
interface KindVersion {
  readonly kind: ApiLifecycle[0];
  readonly version: string;
  readonly returned: Readonly<Record<string, string>>;
}

function versionsOfModule(folder: string): KindVersion[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(FILE))
    .flatMap((file) => kindsOf(join(folder, file)));
}

const METHOD = /^func \(in \*(\w+)\) APILifecycle(\w+)\(\)[^{]*\{\s*return ([^\n]*)/gm;

function kindsOf(file: string): KindVersion[] {
  const [version = ""] = file.split(/[\\/]/).slice(-2);
  const register = readFileSync(resolve(file, "../register.go"), "utf8");
  const group = /GroupName\s*=\s*"([^"]*)"/.exec(register)?.[1] || "core";
  const kinds = new Map<string, Record<string, string>>();
  for (const [, kind = "", what = "", value = ""] of readFileSync(file, "utf8").matchAll(METHOD))
    if (!kind.endsWith("List")) kinds.set(kind, { ...kinds.get(kind), [what]: value });
  return [...kinds].map(([kind, returned]) => ({ kind: `${group}/${kind}`, version, returned }));
}

function rowsOf({ kind, version, returned }: KindVersion, all: readonly KindVersion[]): ApiLifecycle[] {
  const { Deprecated, Removed, Replacement = "" } = returned;
  if (Removed === undefined) return [];
  // Where the source names none, the stable version of the same kind.
  const stable = all.find((other) => other.kind === kind && other.returned.Removed === undefined);
  const replacement =
    /Group: "([^"]*)", Version: "([^"]*)"/.exec(Replacement)?.slice(1).join("/") ??
    (stable && `${kind.split("/")[0]}/${stable.version}`);
  const row = [kind, version, minor(Deprecated), minor(Removed)] as const;
  return [replacement === undefined ? row : [...row, replacement]];
}

/** Of `1, 22`. */
const minor = (version = ""): number => Number(version.split(",")[1]);
