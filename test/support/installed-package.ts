import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { REPOSITORY } from "./command.js";

/** What of the package the component provider consists of. */
const PARTS = ["package.json", "plugin", "dist/components", "dist/controls", "dist/plugin"] as const;
const SOURCES = /\/plugin\/[^/]+\.ts$|\/package-lock\.json$/;

/**
 * Lays the package out as `npm install pulumi-rampart` does, beside the packages that it needs and the peers that are
 * asked for, and no other.
 * @param directory gets a `node_modules`.
 * @returns the folder of the component provider.
 */
export function installPackage(directory: string, peers: readonly string[] = []): string {
  const modules = join(directory, "node_modules");
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), ...peers]) {
    const target = join(modules, name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules", name), target);
  }
  const own = join(modules, "pulumi-rampart");
  for (const part of PARTS)
    cpSync(join(REPOSITORY, part), join(own, part), { recursive: true, filter: (source) => !SOURCES.test(source) });
  return join(own, "plugin");
}
