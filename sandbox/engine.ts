import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { installOwnPlugins } from "./plugins/index.js";
import type { Toolchain } from "./toolchain/index.js";

/**
 * Protects the secrets of sandbox stacks in a state file that lives and dies with the sandbox. It is public on purpose:
 * Pulumi writes a salt made from it into the stacks' configuration, and a secret one would change a tracked file.
 */
export const SANDBOX_PASSPHRASE = "rampart-sandbox";

/** A Pulumi engine that uses nothing of the user's: own home, own backend, own plugins. */
export interface Engine {
  /** Path of the `pulumi` executable. */
  readonly pulumi: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Variables of the user's that would let an engine run reach another cluster, account or backend. */
const FOREIGN = /^(PULUMI_|KUBE|AWS_|AZURE_|GOOGLE_|ARM_)/;

/**
 * Makes an engine in `directory`, which must exist and be private.
 * @param kubeconfig path that stacks see as KUBECONFIG; without it there is none.
 */
export function createEngine(toolchain: Toolchain, directory: string, kubeconfig?: string): Engine {
  const bin = join(directory, "bin");
  const home = join(directory, "pulumi-home");
  const state = join(directory, "state");
  for (const folder of [bin, home, state]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  symlinkSync(toolchain.pulumi.path, join(bin, "pulumi"));
  installOwnPlugins(bin, home);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  return {
    pulumi: join(bin, "pulumi"),
    env: {
      ...inherited,
      PATH: [bin, process.env.PATH].join(delimiter),
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      PULUMI_CONFIG_PASSPHRASE: SANDBOX_PASSPHRASE,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
      // The build type-checks the programs; checking them again costs seconds at every run.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }),
    },
  };
}
