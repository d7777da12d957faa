import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { kubernetesPluginFolder, kubernetesVersion } from "./kubernetes-version.js";

/** How long a download of the official plugin (about 40 MB) may take, in milliseconds. */
const DOWNLOAD_LIMIT_MS = 20_000;

const EXECUTABLE = "pulumi-resource-kubernetes";

/** Whether the plugin is there, and in words where from or why not. */
export interface Attempt {
  readonly installed: boolean;
  readonly reason: string;
}

/** By executable: a network that refused once will refuse the next engine of this process as well. */
const refusals = new Map<string, Attempt>();

/**
 * Puts the official Kubernetes plugin into `pulumiHome`: it is there already, or in the user's own plugin cache, which
 * is only read, or `pulumi plugin install` downloads it.
 * @param environment of the engine; its PULUMI_HOME must be `pulumiHome`.
 * @param limit of a download in milliseconds, default 20 s.
 */
export async function installOfficialKubernetes(
  pulumi: string,
  pulumiHome: string,
  environment: NodeJS.ProcessEnv,
  limit = DOWNLOAD_LIMIT_MS,
): Promise<Attempt> {
  const version = kubernetesVersion();
  const target = kubernetesPluginFolder(pulumiHome, version);
  if (isOfficial(target)) return { installed: true, reason: "it is installed in the sandbox" };
  const cached = kubernetesPluginFolder(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), version);
  if (isOfficial(cached)) {
    linkPlugin(cached, target);
    return { installed: true, reason: `it is installed in ${cached}` };
  }
  const refused = refusals.get(pulumi);
  if (refused !== undefined) return refused;
  rmSync(target, { recursive: true, force: true });
  const attempt = await download(pulumi, version, environment, limit);
  if (attempt.installed && isOfficial(target)) return attempt;
  for (const rest of ["", ".partial", ".lock"]) rmSync(`${target}${rest}`, { recursive: true, force: true });
  const failure = attempt.installed ? { installed: false, reason: "pulumi plugin install left no plugin" } : attempt;
  refusals.set(pulumi, failure);
  return failure;
}

/** True for a complete plugin that is not one of our launchers, which are shell scripts. */
function isOfficial(folder: string): boolean {
  const executable = join(folder, EXECUTABLE);
  // The engine keeps this file beside a plugin for as long as its download is not complete.
  if (!existsSync(executable) || existsSync(`${folder}.partial`)) return false;
  const file = openSync(executable, "r");
  try {
    const start = Buffer.alloc(2);
    readSync(file, start);
    return start.toString() !== "#!";
  } finally {
    closeSync(file);
  }
}

/** A folder of links: the engine takes no plugin folder that is itself one. */
function linkPlugin(source: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(source)) symlinkSync(join(source, name), join(target, name));
}

/** Downloads with the engine's own installer, and stops it at its first failure: it would try five times. */
function download(pulumi: string, version: string, environment: NodeJS.ProcessEnv, limit: number): Promise<Attempt> {
  const args = ["plugin", "install", "resource", "kubernetes", `v${version}`, "--non-interactive", "--color", "never"];
  return new Promise((done) => {
    const child = spawn(pulumi, args, { env: environment, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    let failure: string | undefined;
    const stop = (reason: string): void => {
      failure ??= reason;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => stop(`its download took more than ${limit / 1000} s`), limit);
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
      const failed = /^warning: Error downloading plugin: (.+)$/m.exec(stderr)?.[1];
      if (failed !== undefined) stop(`it cannot be downloaded: ${failed}`);
    });
    child.on("error", (error) => stop(`pulumi plugin install did not start: ${error.message}`));
    child.on("close", (code) => {
      clearTimeout(timer);
      if (failure === undefined && code !== 0)
        failure = `pulumi plugin install failed: ${stderr.trim().split("\n").at(-1) || `exit code ${code}`}`;
      done(
        failure === undefined
          ? { installed: true, reason: "it was downloaded" }
          : { installed: false, reason: failure },
      );
    });
  });
}
