import { join, resolve } from "node:path";
import envPaths from "env-paths";

/**
 * Folder of the user's one sandbox: RAMPART_SANDBOX_DIR, or `sandbox` in the user's data folder. It exists while the
 * sandbox runs, and holds its keys, its kubeconfig and Pulumi's state.
 */
export function sandboxHome(): string {
  const chosen = process.env.RAMPART_SANDBOX_DIR;
  return chosen ? resolve(chosen) : join(envPaths("rampart", { suffix: "" }).data, "sandbox");
}
