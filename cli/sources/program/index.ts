import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import monitorServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import { engineService } from "./engine-service.js";
import { failuresOf } from "./failures.js";
import { fixturesIn, NO_FIXTURES } from "./fixtures.js";
import { Answers } from "./invokes.js";
import { kubernetesProvider } from "./kubernetes-inputs.js";
import { closedEnvironment } from "./messages.js";
import { resourceMonitor } from "./monitor.js";
import { type Locator, locator } from "./positions.js";
import { type Project, projectIn } from "./project.js";
import { isStack, Recording } from "./recording.js";
import { Registrations } from "./registrations.js";
import { run } from "./run.js";
import { stackConfiguration } from "./stack-configuration.js";
import type { ProgramRun } from "./subjects.js";
import { Transforms } from "./transforms.js";
import { MESSAGE_LIMITS } from "./wire.js";

export interface ProgramRequest {
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** Default: the only stack that there is a file of. */
  readonly stack?: string | undefined;
  /** File with the answers of data sources; default: none, they are unknown. */
  readonly fixtures?: string | undefined;
  /** After so many seconds a program that has not ended is ended. */
  readonly timeLimitSeconds: number;
}

/**
 * What a Pulumi program in Node makes. The program itself runs, against a monitor of ours: without an engine, a login,
 * credentials or a provider, and so without an effect on anything but what its own code does.
 *
 * A program that fails, does not end or ends itself is a problem beside the resources that it had made before.
 *
 * @throws ConfigurationError where there is no program that could run, or what it is run by is wrong.
 */
export async function runOf(request: ProgramRequest): Promise<ProgramRun> {
  const project = projectIn(request.folder);
  const configuration = stackConfiguration(project, request.stack);
  const fixtures = request.fixtures === undefined ? NO_FIXTURES : fixturesIn(request.fixtures);
  const recording = new Recording(configuration.stack, project.name);
  for (const name of configuration.environments)
    recording.addUnseen({ urn: recording.stackUrn, ...closedEnvironment(name) });
  const transforms = new Transforms();
  const answers = new Answers(fixtures, recording);
  const { "kubernetes:namespace": namespace, "kubernetes:kubeconfig": kubeconfig } = configuration.values;
  const byDefault = kubernetesProvider({ namespace, kubeconfig });
  const registrations = new Registrations(recording, transforms, answers, project.workingFolder, byDefault);
  const server = new Server(MESSAGE_LIMITS);
  server.addService(
    monitorServices.ResourceMonitorService,
    resourceMonitor({ registrations, transforms, answers, recording }),
  );
  server.addService(
    engineServices.EngineService,
    engineService(recording, (text) => process.stderr.write(`${text.trimEnd()}\n`)),
  );
  try {
    const address = `127.0.0.1:${await listening(server)}`;
    const { timeLimitSeconds } = request;
    const end = await run({ project, configuration, address, timeLimitSeconds });
    // As if the signal had come to us alone: whoever sent it sees that it has worked.
    if (end.by === "interrupt") process.kill(process.pid, end.signal);
    registrations.conclude();
    const where = locator(recording, project);
    const failures = failuresOf({ project, configuration, recording, locator: where, end, timeLimitSeconds });
    return { resources: madeIn(recording, where, project), unseen: recording.unseen, failures };
  } finally {
    transforms.close();
    server.forceShutdown();
  }
}

const madeIn = (recording: Recording, { position, shown }: Locator, { file }: Project): ProgramRun["resources"] =>
  [...recording.resources.values()].map(({ urn, type, name, inputs }) => {
    const place = position(urn);
    const at = place === undefined ? { file } : { file: shown(place.path), line: place.line };
    return { urn, type, name, inputs, isStack: isStack({ type }), ...at };
  });

function listening(server: Server): Promise<number> {
  return new Promise((done, failed) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? done(port) : failed(error),
    ),
  );
}
