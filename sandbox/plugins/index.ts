import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { type PluginChoice, PluginError, type PluginMode } from "./choice.js";
import { installOfficialKubernetes } from "./official-kubernetes.js";
import { installOwnKubernetes, installOwnLanguageHost } from "./own.js";

export {
  PLUGIN_MODES,
  type PluginChoice,
  PluginError,
  type PluginMode,
  type PluginOrigin,
  pluginMode,
} from "./choice.js";

/** True when `pulumi` belongs to an official installation: that one ships its language hosts beside it. */
export const hasOwnLanguageHost = (pulumi: string): boolean =>
  existsSync(join(dirname(realpathSync(pulumi)), "pulumi-language-nodejs"));

/**
 * Gives an engine its plugins. Repeating it on the same home is harmless.
 * @param pulumi path of the executable.
 * @param environment of the engine; its PULUMI_HOME gets the plugins.
 * @throws PluginError in mode `official` when the official Kubernetes plugin cannot be had.
 */
export async function installPlugins(
  pulumi: string,
  pulumiHome: string,
  environment: NodeJS.ProcessEnv,
  mode: PluginMode,
): Promise<PluginChoice> {
  const languageHost = mode !== "own" && hasOwnLanguageHost(pulumi) ? "official" : "own";
  if (languageHost === "own") installOwnLanguageHost(pulumiHome);
  if (mode === "own") {
    installOwnKubernetes(pulumiHome);
    return { languageHost, kubernetes: "own", reason: "RAMPART_PLUGINS=own" };
  }
  const host = languageHost === "official" ? `${pulumi} has its own language host` : `${pulumi} has no language host`;
  const official = await installOfficialKubernetes(pulumi, pulumiHome, environment);
  if (official.installed)
    return {
      languageHost,
      kubernetes: "official",
      reason: `${host}; the official Kubernetes plugin: ${official.reason}`,
    };
  if (mode === "official")
    throw new PluginError(
      `RAMPART_PLUGINS=official, but there is no official Kubernetes plugin: ${official.reason}. ` +
        "Install it where there is a network, or set RAMPART_PLUGINS=own.",
    );
  installOwnKubernetes(pulumiHome);
  return { languageHost, kubernetes: "own", reason: `${host}; no official Kubernetes plugin: ${official.reason}` };
}
