import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** Sources without a file, such as `<stdin>`, are named so. */
const NO_FILE = /^<.*>$/;

/** The nearest folder from this one upwards that is a Git working tree, else the folder itself. */
export function projectRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/**
 * How reports and baselines name a file: relative to the project, with slashes, however the path was given, as
 * code-scanning services expect it. Files outside the project are absolute.
 */
export function projectPaths(folder: string = process.cwd()): (file: string) => string {
  const root = projectRoot(folder);
  const known = new Map<string, string>();
  const pathOf = (file: string): string => {
    if (NO_FILE.test(file)) return file;
    const path = relative(root, resolve(folder, file));
    const inside = path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
    return (inside ? path : resolve(folder, file)).split(sep).join("/");
  };
  return (file) => {
    const path = known.get(file) ?? pathOf(file);
    known.set(file, path);
    return path;
  };
}
