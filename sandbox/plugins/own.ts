import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { kubernetesPluginFolder, kubernetesVersion } from "./kubernetes-version.js";

/** The folder of the plugins' bundles. */
const BUNDLES = resolve(__dirname, "..", "..", "plugins");

/** Any version would do: the engine asks for the language host and the dynamic provider without one. */
const UNVERSIONED = "v0.0.0";

/** Makes `folder` hold nothing but an executable that starts `script` with `args`, by the Node that runs now. */
export function writeLauncher(folder: string, name: string, script: string, ...args: readonly string[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const command = [process.execPath, "--enable-source-maps", script, ...args].map(quote).join(" ");
  writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o700 });
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Puts our Node language host, and the provider of `pulumi.dynamic` that belongs to it, into the plugin cache of
 * `pulumiHome`: the engine warns at every run about a language host that it finds on PATH.
 */
export function installOwnLanguageHost(pulumiHome: string): void {
  const plugins = join(pulumiHome, "plugins");
  writeLauncher(
    join(plugins, `language-nodejs-${UNVERSIONED}`),
    "pulumi-language-nodejs",
    join(BUNDLES, "pulumi-language-nodejs.js"),
    `--preload=${join(__dirname, "nodejs", "inspect-guard.js")}`,
  );
  writeLauncher(
    join(plugins, `resource-pulumi-nodejs-${UNVERSIONED}`),
    "pulumi-resource-pulumi-nodejs",
    join(__dirname, "nodejs", "dynamic-provider.js"),
  );
}

/** Puts our Kubernetes provider into the plugin cache of `pulumiHome`, in the place of the official one. */
export function installOwnKubernetes(pulumiHome: string): void {
  writeLauncher(
    kubernetesPluginFolder(pulumiHome, kubernetesVersion()),
    "pulumi-resource-kubernetes",
    join(BUNDLES, "pulumi-resource-kubernetes.js"),
  );
}
