import { type handleUnaryCall, status } from "@grpc/grpc-js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { WireMap } from "./wire-values.js";

/** Inputs and manifests may be larger than gRPC's 4 MB; the engine itself allows 400 MB. */
export const MESSAGE_LIMITS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

export const fromStruct = (message: struct.Struct | undefined): WireMap => message?.toJavaScript() ?? {};

export const toStruct = (map: WireMap): struct.Struct =>
  struct.Struct.fromJavaScript(map as { [key: string]: struct.JavaScriptValue });

/** A unary method from a function; what it throws becomes the error that the program sees. */
export function unary<Request, Response>(
  method: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, done) => {
    (async () => method(call.request))().then(
      (response) => done(null, response),
      (error: unknown) =>
        done({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
    );
  };
}
