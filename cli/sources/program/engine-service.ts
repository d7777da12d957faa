import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Recording } from "./recording.js";
import { unary } from "./wire.js";

/**
 * `pulumirpc.Engine`: keeps what a program logs.
 *
 * @param tell shows what is no error at once.
 */
export function engineService(recording: Recording, tell: (text: string) => void): UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: proto.LogRequest) => {
      const text = request.getMessage();
      if (request.getSeverity() === proto.LogSeverity.ERROR) recording.errors.push(text);
      else if (request.getSeverity() !== proto.LogSeverity.DEBUG) tell(text);
      return new empty.Empty();
    }),
    getRootResource: unary(() => new proto.GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request: proto.SetRootResourceRequest) => {
      root = request.getUrn();
      return new proto.SetRootResourceResponse();
    }),
    // There is no engine whose version could be too old.
    requirePulumiVersion: unary(() => new proto.RequirePulumiVersionResponse()),
  };
}
