import { type ServerUnaryCall, type ServerWritableStream, type sendUnaryData, status } from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import {
  AboutResponse,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  LanguageHandshakeResponse,
  RuntimeOptionsResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Children } from "./children.js";
import { installDependencies, programDependencies } from "./dependencies.js";
import { installedPackages, requiredPackages, requiredPlugins } from "./packages.js";
import { runProgram } from "./run.js";
import { runPlugin } from "./run-plugin.js";

export interface HostContext {
  readonly engineAddress: string;
  readonly tracing?: string;
  /** Arguments for Node with which every program and plugin starts, before those of its runtime options. */
  readonly nodeArguments: readonly string[];
  readonly version: string;
  /** Programs and plugins apart: a cancelled update ends programs, while providers finish what they have begun. */
  readonly programs: Children;
  readonly plugins: Children;
}

/** The methods of pulumirpc.LanguageRuntime that a sandbox needs; gRPC answers UNIMPLEMENTED for the others. */
export type LanguageHost = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getPluginInfo"
  | "about"
  | "getRequiredPlugins"
  | "getRequiredPackages"
  | "getProgramDependencies"
  | "installDependencies"
  | "runtimeOptionsPrompts"
  | "run"
  | "runPlugin"
  | "cancel"
>;

export function createHost(context: HostContext): LanguageHost {
  return {
    handshake: unary(() => new LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new PluginInfo().setVersion(context.version)),
    about: unary(() => new AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    getRequiredPlugins: unary((request) =>
      new GetRequiredPluginsResponse().setPluginsList(
        requiredPlugins(installedPackages(request.getInfo()?.getProgramDirectory() || request.getPwd())),
      ),
    ),
    getRequiredPackages: unary((request) =>
      new GetRequiredPackagesResponse().setPackagesList(
        requiredPackages(installedPackages(request.getInfo()?.getProgramDirectory() ?? "")),
      ),
    ),
    getProgramDependencies: unary((request) =>
      new GetProgramDependenciesResponse().setDependenciesList(programDependencies(request)),
    ),
    installDependencies: streaming((call) => installDependencies(call.request, call, context.plugins)),
    runtimeOptionsPrompts: unary(() => new RuntimeOptionsResponse()),
    run: unary((request) => runProgram(request, { ...context, children: context.programs })),
    cancel: unary(async () => {
      await context.programs.endAll("SIGINT");
      return new Empty();
    }),
    runPlugin: streaming((call) => runPlugin(call.request, call, { ...context, children: context.plugins })),
  };
}

/** What the engine shows of an error: its message, without our stack. */
const toStatus = (error: unknown) => ({
  code: status.UNKNOWN,
  details: error instanceof Error ? error.message : String(error),
});

/** A unary method from a function; what it throws becomes the call's status. */
function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
    (async () => answer(call.request))().then(
      (response) => done(null, response),
      (error: unknown) => done(toStatus(error)),
    );
  };
}

/** A server-streaming method from a function; what it throws becomes the call's status. */
function streaming<Request, Response>(answer: (call: ServerWritableStream<Request, Response>) => Promise<void>) {
  return (call: ServerWritableStream<Request, Response>): void => {
    (async () => answer(call))().then(
      () => call.end(),
      (error: unknown) => call.emit("error", toStatus(error)),
    );
  };
}
