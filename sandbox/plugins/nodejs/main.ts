import { fstatSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { version } from "@pulumi/pulumi/version.js";
import { Children } from "./children.js";
import { createHost } from "./host.js";

/** How often the parent is looked for, in milliseconds: the engine may die without closing anything. */
const PARENT_CHECK_MS = 1000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tracing: { type: "string" },
    // Our launcher's: a file that every program and plugin loads first.
    preload: { type: "string" },
    // The engine passes its own logging flags on; this host has nothing to log.
    logtostderr: { type: "boolean" },
    v: { type: "string", short: "v" },
  },
});

const programs = new Children();
const plugins = new Children();
// Configurations and deployments may be larger than gRPC's 4 MB; the engine itself allows 400 MB.
const server = new Server({
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
});
server.addService(
  LanguageRuntimeService,
  createHost({
    engineAddress: positionals[0] ?? "",
    ...(values.tracing === undefined ? {} : { tracing: values.tracing }),
    nodeArguments: values.preload === undefined ? [] : [`--require=${values.preload}`],
    version,
    programs,
    plugins,
  }),
);

let leaving = false;
async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  await Promise.all([programs.endAll("SIGTERM"), plugins.endAll("SIGTERM")]);
  process.exit(0);
}

function leaveWithTheEngine(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, leave);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void leave();
  }, PARENT_CHECK_MS).unref();
  // The engine keeps our standard input open for as long as it lives, without ever writing to it.
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) process.stdin.on("end", leave).on("error", leave).resume();
}

server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  leaveWithTheEngine();
  // Not process.stdout: Node would change the mode of a pipe that our programs inherit.
  writeSync(1, `${port}\n`);
});
