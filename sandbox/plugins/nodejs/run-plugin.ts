import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { forward, type ResponseStream } from "./forward.js";
import type { RunContext } from "./run.js";
import { readRuntimeOptions } from "./runtime-options.js";
import { locateSdkCommand } from "./sdk.js";

/**
 * Runs a policy pack (kind `analyzer`) or a provider written in Node until it ends or the engine closes the stream.
 * Its output goes to the stream, whose first line on standard output is the plugin's port; the exit code comes last.
 */
export async function runPlugin(
  request: RunPluginRequest,
  stream: ResponseStream<RunPluginResponse>,
  context: Pick<RunContext, "nodeArguments" | "children">,
): Promise<void> {
  const directory = request.getInfo()?.getProgramDirectory() || request.getProgram();
  const options = readRuntimeOptions(request.getInfo());
  const nodeArguments = [...context.nodeArguments, ...options.nodeArguments];
  const child = context.children.start(process.execPath, [...nodeArguments, ...pluginArguments(request, directory)], {
    // @pulumi/policy reads the package.json of its working directory; the engine's own would be the stack's.
    cwd: directory,
    env: environment(request),
    stdio: ["ignore", "pipe", "pipe"],
  });
  stream.on("cancelled", () => child.end("SIGTERM"));
  forward(child.process.stdout, stream, (chunk) => new RunPluginResponse().setStdout(chunk));
  forward(child.process.stderr, stream, (chunk) => new RunPluginResponse().setStderr(chunk));
  const { code } = await child.exit;
  stream.write(new RunPluginResponse().setExitcode(code ?? -1));
}

function pluginArguments(request: RunPluginRequest, directory: string): string[] {
  const args = request.getArgsList();
  if (request.getKind() !== "analyzer") return [locateSdkCommand("run-plugin", directory), directory, ...args];
  // cmd/run-policy-pack wants the engine's address, which comes last, and the folder before any flag.
  const engineAddress = args[args.length - 1] ?? "";
  return [locateSdkCommand("run-policy-pack", directory), engineAddress, directory, ...args.slice(0, -1)];
}

/** The engine names the plugin's whole environment; later entries win. */
function environment(request: RunPluginRequest): NodeJS.ProcessEnv {
  const entries = request.getEnvList();
  if (entries.length === 0) return process.env;
  return Object.fromEntries(
    entries.map((entry) => {
      const end = entry.indexOf("=");
      return [entry.slice(0, end), entry.slice(end + 1)];
    }),
  );
}
