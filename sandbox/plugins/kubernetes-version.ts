import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Version of the Kubernetes provider that the engine asks for, without `v`: exactly that of the npm package. */
export const kubernetesVersion = (): string =>
  JSON.parse(readFileSync(require.resolve("@pulumi/kubernetes/package.json"), "utf8")).version;

/** Where a Pulumi home keeps that provider. */
export const kubernetesPluginFolder = (pulumiHome: string, version: string): string =>
  join(pulumiHome, "plugins", `resource-kubernetes-v${version}`);
