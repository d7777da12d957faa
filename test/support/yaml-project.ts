import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { EngineProject } from "./engine-project.js";
import { installPackage } from "./installed-package.js";
import { oracle } from "./tiers.js";

/**
 * A project in Pulumi YAML that has been told of Rampart's components by `pulumi package add`, for suites of
 * `describeWithOracle("pulumi-yaml", …)`.
 * @param program the text of `Pulumi.yaml` after its name and runtime.
 */
export async function yamlProject(
  program: string,
  { kubeconfig, peers = [] }: { kubeconfig?: string; peers?: readonly string[] } = {},
): Promise<EngineProject> {
  const project = await EngineProject.create({ "Pulumi.yaml": "name: test\nruntime: yaml\n" }, kubeconfig);
  const { path } = await oracle("pulumi-yaml");
  const host = join(project.env.PULUMI_HOME ?? "", "plugins", "language-yaml-v0.0.0");
  mkdirSync(host, { recursive: true });
  symlinkSync(path, join(host, "pulumi-language-yaml"));
  const plugin = installPackage(join(dirname(project.directory), "consumer"), peers);
  await project.succeed(["package", "add", plugin]);
  project.write({ "Pulumi.yaml": yamlProgram(plugin, program) });
  return project;
}

/** What `pulumi package add` has written, and a program. */
const yamlProgram = (plugin: string, program: string): string =>
  `name: test\nruntime: yaml\npackages:\n  rampart: ${plugin}\n${program}`;
