import * as grpc from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { InitFailed } from "./init-failed.js";
import { decode, encode, mapAt, type ValueMap } from "./values.js";

export const fromStruct = (message: struct.Struct | undefined): ValueMap =>
  mapAt(decode(message?.toJavaScript() ?? {}));

export const toStruct = (map: ValueMap): struct.Struct =>
  struct.Struct.fromJavaScript(encode(map) as { [key: string]: struct.JavaScriptValue });

/** A unary method as a function; what it throws reaches the user as the provider's error. */
export function unary<Request, Response>(
  method: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return async (call, answer) => {
    try {
      answer(null, await method(call.request));
    } catch (error) {
      if (error instanceof WireError) answer(error.status);
      else answer({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** An error that carries more than text. */
class WireError extends Error {
  override readonly name = "WireError";
  constructor(readonly status: Partial<grpc.StatusObject>) {
    super(status.details);
  }
}

/** Tells the engine that an object exists although the operation failed, so that it is kept in the state. */
export function initFailure(error: unknown): never {
  if (!(error instanceof InitFailed)) throw error;
  const detail = new proto.ErrorResourceInitFailed();
  detail.setId(error.result.id);
  detail.setProperties(toStruct(error.result.state));
  detail.setInputs(toStruct(error.inputs));
  detail.setReasonsList([...error.reasons]);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statuses.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(error.message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  // Where gRPC carries structured details; the Node library has no other way to set them.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  throw new WireError({ code: grpc.status.UNKNOWN, details: error.message, metadata });
}
