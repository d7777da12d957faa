import type { Server as NetworkServer, Socket } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import monitorServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import { engineService } from "./engine-service.js";
import type { Fixtures } from "./fixtures.js";
import { Answers } from "./invokes.js";
import type { KubernetesProvider } from "./kubernetes-inputs.js";
import { resourceMonitor } from "./monitor.js";
import type { Recording } from "./recording.js";
import { Registrations } from "./registrations.js";
import { Transforms } from "./transforms.js";
import { MESSAGE_LIMITS } from "./wire.js";

export interface ServeRequest {
  /** What everything that the program asks for is put into. */
  readonly recording: Recording;
  readonly fixtures: Fixtures;
  /** The folder in which a provider would read files. */
  readonly folder: string;
  readonly defaultProvider: KubernetesProvider;
  /** Shows what the program says. */
  readonly tell: (text: string) => void;
}

export interface Serving {
  /** Ends it, when the program has ended. */
  readonly close: () => void;
}

/** Answers a program as the engine would: its connections are those of a socket that listens already. */
export function serve(listener: NetworkServer, waiting: readonly Socket[], request: ServeRequest): Serving {
  const { recording, fixtures, folder, defaultProvider, tell } = request;
  const transforms = new Transforms();
  const answers = new Answers(fixtures, recording);
  const registrations = new Registrations(recording, transforms, answers, folder, defaultProvider);
  const server = new Server(MESSAGE_LIMITS);
  server.addService(
    monitorServices.ResourceMonitorService,
    resourceMonitor({ registrations, transforms, answers, recording }),
  );
  server.addService(engineServices.EngineService, engineService(recording, tell));
  const connections = server.createConnectionInjector(ServerCredentials.createInsecure());
  for (const socket of waiting) connections.injectConnection(socket);
  listener.on("connection", (socket) => connections.injectConnection(socket));
  return {
    close() {
      registrations.conclude();
      transforms.close();
      connections.destroy();
      server.forceShutdown();
    },
  };
}
