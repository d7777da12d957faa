import { fstatSync } from "node:fs";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";

/** How often the engine is looked for, in milliseconds: it may die without closing anything. */
const PARENT_CHECK_MS = 1000;
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** Address of the engine, which starts a provider as `pulumi-resource-NAME [--flags] ENGINE-ADDRESS`. */
export const engineAddress = (): string =>
  process.argv.slice(2).findLast((argument) => !argument.startsWith("-")) ?? "";

/** Serves a provider for as long as the engine lives, and tells it the port. */
export function serveProvider(service: [ServiceDefinition, UntypedServiceImplementation]): void {
  const server = new Server({
    // Manifests and custom resource definitions may be larger than gRPC's 4 MB; the engine itself allows 400 MB.
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  server.addService(...service);
  const leave = (): never => process.exit(0);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) leave();
  }, PARENT_CHECK_MS).unref();
  if (fstatSync(0).isFIFO()) process.stdin.on("end", leave).on("error", leave).resume();
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}
