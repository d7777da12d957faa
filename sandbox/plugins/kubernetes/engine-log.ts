import * as grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

/** Lines that the engine shows beside a resource. */
export class EngineLog {
  private readonly client: engineServices.EngineClient;
  private last: Promise<void> = Promise.resolve();

  constructor(address: string) {
    this.client = new engineServices.EngineClient(address, grpc.credentials.createInsecure());
  }

  /** A line that the next one replaces. */
  status(urn: string, message: string): void {
    this.send(urn, engine.LogSeverity.INFO, message, true);
  }

  warn(urn: string, message: string): void {
    this.send(urn, engine.LogSeverity.WARNING, message, false);
  }

  private send(urn: string, severity: engine.LogSeverity, message: string, ephemeral: boolean): void {
    const request = new engine.LogRequest();
    request.setUrn(urn);
    request.setSeverity(severity);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    // One after the other: a line must not arrive after the one that replaces it.
    this.last = this.last.then(
      () =>
        new Promise((done) => {
          // An engine that does not listen any more has nobody to show it to.
          this.client.log(request, () => done());
        }),
    );
  }

  /** Resolves when the engine has all lines. */
  written(): Promise<void> {
    return this.last;
  }
}
