import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  DependencyInfo,
  type GetProgramDependenciesRequest,
  type InstallDependenciesRequest,
  InstallDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import type { Children } from "./children.js";
import { forward, type ResponseStream } from "./forward.js";
import { installedPackages } from "./packages.js";

/** Folder of the nearest package.json, from `directory` upwards. */
function packageRoot(directory: string): string | undefined {
  if (existsSync(join(directory, "package.json"))) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : packageRoot(above);
}

/** What `pulumi about` lists: the packages named in package.json, or all installed ones, with their versions. */
export function programDependencies(request: GetProgramDependenciesRequest): DependencyInfo[] {
  const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const installed = installedPackages(directory);
  const wanted = request.getTransitivedependencies() ? installed : installed.filter(isDirect(directory));
  return wanted.map(({ name, version }) => new DependencyInfo().setName(name).setVersion(version));
}

function isDirect(directory: string): (installed: { readonly name: string }) => boolean {
  const root = packageRoot(directory);
  if (root === undefined) return () => false;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // The nearest of several versions is the one the program loads; the list begins with it.
  const left = new Set(Object.keys({ ...dependencies, ...devDependencies }));
  return ({ name }) => left.delete(name);
}

/**
 * Installs the npm packages of a program: exactly the locked ones where there is a lock file.
 * @throws Error when there is no package.json, another package manager is asked for, or npm fails.
 */
export async function installDependencies(
  request: InstallDependenciesRequest,
  stream: ResponseStream<InstallDependenciesResponse>,
  children: Children,
): Promise<void> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() || request.getDirectory();
  const manager = info?.getOptions()?.toJavaScript().packagemanager ?? "npm";
  if (manager !== "npm")
    throw new Error(`packagemanager "${manager}" is not known here, only "npm". Install the packages by hand.`);
  const root = packageRoot(directory);
  if (root === undefined) throw new Error(`no package.json in ${directory} or above`);
  const args = [existsSync(join(root, "package-lock.json")) ? "ci" : "install", "--no-audit", "--no-fund"];
  const child = children.start("npm", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  stream.on("cancelled", () => child.end("SIGTERM"));
  forward(child.process.stdout, stream, (chunk) => new InstallDependenciesResponse().setStdout(chunk));
  forward(child.process.stderr, stream, (chunk) => new InstallDependenciesResponse().setStderr(chunk));
  const { code, signal } = await child.exit;
  if (code !== 0) throw new Error(`npm ${args[0]} in ${root} failed: ${signal ?? `exit code ${code}`}`);
}
