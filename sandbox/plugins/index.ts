import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The folder of the compiled plugins' bundles. */
const BUNDLES = resolve(__dirname, "..", "..", "plugins");

/** Version of the official provider whose place ours takes: the engine asks for exactly the npm package's version. */
const kubernetesVersion = (): string =>
  JSON.parse(readFileSync(require.resolve("@pulumi/kubernetes/package.json"), "utf8")).version;

function writeLauncher(path: string, bundle: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" --enable-source-maps "${join(BUNDLES, bundle)}" "$@"\n`);
  chmodSync(path, 0o700);
}

/** Puts our Node language host into `binFolder` and our Kubernetes provider into the plugin cache of `pulumiHome`. */
export function installOwnPlugins(binFolder: string, pulumiHome: string): void {
  writeLauncher(join(binFolder, "pulumi-language-nodejs"), "pulumi-language-nodejs.js");
  writeLauncher(
    join(pulumiHome, "plugins", `resource-kubernetes-v${kubernetesVersion()}`, "pulumi-resource-kubernetes"),
    "pulumi-resource-kubernetes.js",
  );
}
