import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { failuresOf } from "./failures.js";
import { fixturesIn, NO_FIXTURES } from "./fixtures.js";
import { kubernetesProvider } from "./kubernetes-inputs.js";
import { closedEnvironment } from "./messages.js";
import { type Locator, locator } from "./positions.js";
import { type Project, projectIn } from "./project.js";
import { isStack, Recording } from "./recording.js";
import { run } from "./run.js";
import { stackConfiguration, stackFileOf } from "./stack-configuration.js";
import type { ProgramRun } from "./subjects.js";

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
 * The file of the stack's configuration; `undefined` where the stack has none.
 *
 * @throws ConfigurationError where there is no program, or it is not clear which stack is meant.
 */
export const stackFile = ({ folder, stack }: ProgramRequest): string | undefined =>
  stackFileOf(projectIn(folder), stack);

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
  const { "kubernetes:namespace": namespace, "kubernetes:kubeconfig": kubeconfig } = configuration.values;
  const { timeLimitSeconds } = request;
  const waiting: Socket[] = [];
  const listener = await listening((socket) => waiting.push(socket));
  try {
    const { port } = listener.address() as AddressInfo;
    const running = run({ project, configuration, address: `127.0.0.1:${port}`, timeLimitSeconds });
    // The program takes longer to start than gRPC takes to load, and need not wait for it.
    const { serve } = require("./serve.js") as typeof import("./serve.js");
    listener.removeAllListeners("connection");
    const serving = serve(listener, waiting, {
      recording,
      fixtures,
      folder: project.workingFolder,
      defaultProvider: kubernetesProvider({ namespace, kubeconfig }),
      tell: (text) => process.stderr.write(`${text.trimEnd()}\n`),
    });
    const end = await running;
    serving.close();
    // As if the signal had come to us alone: whoever sent it sees that it has worked.
    if (end.by === "interrupt") process.kill(process.pid, end.signal);
    const where = locator(recording, project);
    const failures = failuresOf({ project, configuration, recording, locator: where, end, timeLimitSeconds });
    return { resources: madeIn(recording, where, project), unseen: recording.unseen, failures };
  } finally {
    listener.close();
  }
}

const madeIn = (recording: Recording, { position, shown }: Locator, { file }: Project): ProgramRun["resources"] =>
  [...recording.resources.values()].map(({ urn, type, name, parent, custom, inputs, dependencies }) => {
    const place = position(urn);
    const at = place === undefined ? { file } : { file: shown(place.path), line: place.line };
    return { urn, type, name, parent, custom, inputs, dependencies, isStack: isStack({ type }), ...at };
  });

function listening(connected: (socket: Socket) => void): Promise<Server> {
  // Messages are small, and each is waited for.
  const server = createServer({ noDelay: true }, connected);
  return new Promise((done, failed) => {
    server.on("error", failed).listen(0, "127.0.0.1", () => done(server));
  });
}
