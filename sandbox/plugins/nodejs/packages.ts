import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { PackageDependency, PackageParameterization, PluginDependency } from "@pulumi/pulumi/proto/plugin_pb.js";

/** An installed npm package, as far as Pulumi is concerned. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** The `pulumi` entry of package.json; `resource: true` says that a provider plugin belongs to the package. */
  readonly pulumi?: PulumiEntry;
}

/** `PulumiPluginJSON` of the Pulumi SDK. */
interface PulumiEntry {
  readonly resource?: boolean;
  readonly name?: string;
  readonly version?: string;
  readonly server?: string;
  /** `value` is base64. */
  readonly parameterization?: { readonly name: string; readonly version: string; readonly value: string };
}

/**
 * Every package that a program in `directory` can load: those of its own node_modules and of every folder above, since
 * Node looks there too. The nearest of two with the same name comes first.
 */
export function installedPackages(directory: string): InstalledPackage[] {
  const seen = new Set<string>();
  const found: InstalledPackage[] = [];
  for (let folder = directory; ; folder = dirname(folder)) {
    collect(join(folder, "node_modules"), seen, found);
    if (folder === dirname(folder)) return found;
  }
}

/** Adds the packages below one node_modules folder; `seen` holds real paths, so that links make no circles. */
function collect(nodeModules: string, seen: Set<string>, found: InstalledPackage[]): void {
  for (const entry of list(nodeModules)) {
    if (entry.name.startsWith(".")) continue;
    const path = join(nodeModules, entry.name);
    // Scoped packages lie one folder deeper and are then like any other.
    if (entry.name.startsWith("@")) collect(path, seen, found);
    else if (entry.isDirectory() || entry.isSymbolicLink()) add(path, seen, found);
  }
}

function add(path: string, seen: Set<string>, found: InstalledPackage[]): void {
  const manifest = join(path, "package.json");
  if (!existsSync(manifest)) return;
  const real = realpathSync(path);
  if (seen.has(real)) return;
  seen.add(real);
  const read = readManifest(manifest);
  if (read !== undefined) found.push(read);
  collect(join(path, "node_modules"), seen, found);
}

const list = (folder: string): Dirent[] =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)) : [];

/** A manifest that is no JSON belongs to a package that Node cannot load either: nothing of it can be needed. */
function readManifest(path: string): InstalledPackage | undefined {
  try {
    const { name, version, pulumi } = JSON.parse(readFileSync(path, "utf8"));
    return typeof name === "string" && typeof version === "string" ? { name, version, pulumi } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The provider packages among `packages`, named and versioned as the engine looks for them. */
export function requiredPackages(packages: readonly InstalledPackage[]): PackageDependency[] {
  return packages.flatMap(({ name, version, pulumi }) => {
    if (pulumi?.resource !== true) return [];
    const required = new PackageDependency()
      .setKind("resource")
      .setName(pulumi.name || pluginName(name))
      .setVersion(withPrefix(pulumi.version || version))
      .setServer(pulumi.server ?? "");
    return [pulumi.parameterization ? required.setParameterization(toMessage(pulumi.parameterization)) : required];
  });
}

/** The same for engines that ask for plugins: a parameterized package is not one. */
export function requiredPlugins(packages: readonly InstalledPackage[]): PluginDependency[] {
  return requiredPackages(packages.filter(({ pulumi }) => pulumi?.parameterization === undefined)).map((required) =>
    new PluginDependency()
      .setKind(required.getKind())
      .setName(required.getName())
      .setVersion(required.getVersion())
      .setServer(required.getServer()),
  );
}

/** `@pulumi/aws` is plugin `aws`; another scope stays, without its `@`. */
const pluginName = (packageName: string): string => packageName.replace(/^@pulumi\//, "").replace(/^@/, "");

const withPrefix = (version: string): string => (version.startsWith("v") ? version : `v${version}`);

const toMessage = (of: NonNullable<PulumiEntry["parameterization"]>): PackageParameterization =>
  new PackageParameterization().setName(of.name).setVersion(of.version).setValue(of.value);
