import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { FILE_VARIABLE } from "../../policy-pack/exemptions/environment.js";
import { policies } from "../../policy-pack/policies/index.js";
import { configurationIn, readConfiguration } from "../check/configuration-file.js";
import { exemptionBook } from "../check/exemption-file.js";
import type { CheckReport } from "../check/report.js";
import { selectionFor } from "../check/selection.js";
import { previewArguments } from "./arguments.js";
import { endingFindings, stackFileOf } from "./endings.js";
import { type PreviewEvents, previewEvents } from "./events.js";
import { positionsIn } from "./positions.js";
import { PACK, previewReport } from "./report.js";
import { findPulumi, runInTerminal } from "./run.js";

export interface PreviewRequest {
  /** Arguments of `pulumi preview`. */
  readonly args: readonly string[];
  /** Levels and settings, in the form of Pulumi's `--policy-pack-config`. */
  readonly config?: string | undefined;
  /** The security team's file; default: the one that RAMPART_EXEMPTIONS names, if any. */
  readonly exemptions?: string | undefined;
}

/**
 * Runs `pulumi preview` with the policy pack, in the user's terminal, and gives what the engine's policies have said.
 *
 * @throws ConfigurationError for a configuration that cannot be taken; Error where there is no `pulumi`; Interrupted.
 */
export async function preview({ args, config, exemptions }: PreviewRequest): Promise<CheckReport> {
  const pulumi = findPulumi(process.env);
  const configuration = config === undefined ? undefined : configurationIn(readConfiguration(config), policies);
  // Both logs quote secrets (Pulumi's debug messages do): nobody else reads the folder, and it is gone at the end.
  const privateFolder = mkdtempSync(join(tmpdir(), "rampart-preview-"));
  try {
    const pack = join(dirname(require.resolve("pulumi-rampart/package.json")), "policy-pack");
    const started = previewArguments({ args, pack, packName: PACK, config, privateFolder });
    const callLog = process.env.PULUMI_DEBUG_GRPC || join(privateFolder, "calls.jsonl");
    // An older log of the same name must not be taken for this run's.
    rmSync(started.eventLog, { force: true });
    // The event log is a debug option; the Automation API does the same.
    const central = exemptions === undefined ? {} : { [FILE_VARIABLE]: resolve(exemptions) };
    const env = { ...process.env, ...central, PULUMI_DEBUG_COMMANDS: "true", PULUMI_DEBUG_GRPC: callLog };
    const code = await runInTerminal(pulumi, started.args, env);
    const events = previewEvents(started.eventLog);
    const file = projectFile(started.cwd);
    return previewReport({
      events,
      positions: positionsIn(callLog),
      projectFile: file,
      endings: endingsIn(events, file, { config, exemptions }),
      code,
      kubernetesVersion: configuration?.kubernetesVersion,
    });
  } finally {
    rmSync(privateFolder, { recursive: true, force: true });
  }
}

/** By what the engine's pack was configured by; exemptions in the program's code are for resources that are in it. */
function endingsIn(
  { endings, steps }: PreviewEvents,
  projectFile: string,
  { config, exemptions }: Pick<PreviewRequest, "config" | "exemptions">,
): CheckReport["findings"] {
  if (endings.size === 0) return [];
  const all = [...endings.values(), ...steps.values()];
  const stackConfig = stackFileOf(projectFile, all);
  const selection = selectionFor({ config, stackConfig, only: [], exclude: [] }, policies);
  const book = exemptionBook({ exemptions: exemptions ?? process.env[FILE_VARIABLE] }, selection, policies);
  return endingFindings({ steps: endings.values(), projectFile, selection, exemptions: book });
}

/** The project's file as Pulumi finds it: in the folder, or in the nearest one above. */
function projectFile(folder: string): string {
  for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
    const file = join(folder, name);
    if (existsSync(file)) return relative(process.cwd(), file);
  }
  return dirname(folder) === folder ? "Pulumi.yaml" : projectFile(dirname(folder));
}
