import { constants, copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasOwnLanguageHost, installPlugins, type PluginChoice, type PluginMode, pluginMode } from "./plugins/index.js";
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
  /** Whose plugins it uses, for people to see. */
  readonly plugins: PluginChoice;
}

export interface EngineOptions {
  /** Whose plugins to use. Default: what RAMPART_PLUGINS says, else `auto`. */
  readonly plugins?: PluginMode;
}

/** Variables of the user's that would let an engine run reach another cluster, account or backend. */
const FOREIGN = /^(PULUMI_|KUBE|AWS_|AZURE_|GOOGLE_|ARM_|RAMPART_SANDBOX_KUBECONFIG$)/;

/** Kubernetes clients that find no KUBECONFIG read the user's own. */
const NO_CLUSTER = "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n";

/**
 * Makes an engine in `directory`, which must exist and be private. Repeating it gives the same engine.
 * @param kubeconfig path that stacks see as KUBECONFIG; without it, one that knows no cluster.
 * @throws PluginError when RAMPART_PLUGINS has no known value, or asks for official plugins that cannot be had.
 */
export async function createEngine(
  toolchain: Pick<Toolchain, "pulumi">,
  directory: string,
  kubeconfig?: string,
  options: EngineOptions = {},
): Promise<Engine> {
  const mode = options.plugins ?? pluginMode();
  const bin = join(directory, "bin");
  const home = join(directory, "pulumi-home");
  const state = join(directory, "state");
  for (const folder of [bin, home, state]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const noCluster = join(directory, "no-cluster.kubeconfig");
  writeFileSync(noCluster, NO_CLUSTER, { mode: 0o600 });
  const pulumi = join(bin, "pulumi");
  placeExecutable(toolchain.pulumi.path, pulumi, mode);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  const env = {
    ...inherited,
    PATH: [bin, ...(process.env.PATH ? [process.env.PATH] : [])].join(delimiter),
    KUBECONFIG: kubeconfig ?? noCluster,
    // By this name stacks and our provider know that they run in the sandbox, and refuse any other cluster.
    ...(kubeconfig === undefined ? {} : { RAMPART_SANDBOX_KUBECONFIG: kubeconfig }),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: SANDBOX_PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    // Plugins that lie on the user's PATH would win over those of this engine.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    // The build type-checks the programs; checking them again costs seconds at every run.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // Compiled programs go where everything else of this engine lies, not into the user's temporary folder.
    TS_NODE_CACHE_DIRECTORY: join(directory, "compiled"),
  };
  return { pulumi, env, plugins: await installPlugins(toolchain.pulumi.path, home, env, mode) };
}

/**
 * Puts `pulumi` at `target`. A link is enough, except where the language host beside an official executable must not be
 * used: the engine looks beside its real path first.
 */
function placeExecutable(pulumi: string, target: string, mode: PluginMode): void {
  // Renamed into place, since another run may be starting it.
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { force: true });
  if (mode === "own" && hasOwnLanguageHost(pulumi)) copyFileSync(pulumi, fresh, constants.COPYFILE_FICLONE);
  else symlinkSync(pulumi, fresh);
  renameSync(fresh, target);
}
