import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import type { Children, Exit } from "./children.js";
import { readRuntimeOptions } from "./runtime-options.js";
import { locateSdkCommand } from "./sdk.js";

/** Exit code of the SDK for "the person already got a message"; the engine then prints nothing more. */
const BAIL = 32;

export interface RunContext {
  readonly engineAddress: string;
  /** Zipkin endpoint, when the engine traces. */
  readonly tracing?: string;
  /** Arguments for Node with which every program starts. */
  readonly nodeArguments: readonly string[];
  readonly children: Children;
}

/** Runs a program once, for a preview or an update; an error of the program is part of the response. */
export async function runProgram(request: RunRequest, context: RunContext): Promise<RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() || request.getPwd();
  const options = readRuntimeOptions(info);
  const child = context.children.start(
    process.execPath,
    [
      ...context.nodeArguments,
      ...options.nodeArguments,
      locateSdkCommand("run", directory),
      ...runArguments(request, context),
    ],
    {
      cwd: request.getPwd() || directory,
      // The program writes straight into the pipes that the engine reads, so that nothing can be lost or reordered here.
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
        ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
      },
    },
  );
  return toResponse(await child.exit, child.ending);
}

/** Command line of the SDK's cmd/run, whose usage text names these flags. */
function runArguments(request: RunRequest, { engineAddress, tracing }: RunContext): string[] {
  const flags: Record<string, string | undefined> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
    "root-directory": request.getInfo()?.getRootDirectory(),
    tracing,
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    // "." lets Node choose the entry point, by `main` of package.json or index.js.
    request.getInfo()?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
}

function toResponse({ code, signal }: Exit, cancelled: boolean): RunResponse {
  const response = new RunResponse();
  // A person who cancels knows why the program ended.
  if (code === BAIL || cancelled) response.setBail(true);
  else if (code === null) response.setError(`Program was ended by ${signal}`);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
  return response;
}
