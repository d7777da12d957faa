import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type callbacks from "@pulumi/pulumi/proto/callback_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Answers } from "./invokes.js";
import type { Recording } from "./recording.js";
import type { Registrations } from "./registrations.js";
import type { Transforms } from "./transforms.js";
import { fromStruct, toStruct, unary } from "./wire.js";

/** What the engine can do that programs ask for; output values are left out, since outputs are known or they are not. */
const FEATURES: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "deletedWith",
  "replaceWith",
  "aliasSpecs",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);

/** The parts of a run that a program talks to. */
export interface MonitorParts {
  readonly registrations: Registrations;
  readonly transforms: Transforms;
  readonly answers: Answers;
  readonly recording: Recording;
}

/** `pulumirpc.ResourceMonitor`, as a preview has it, with nothing behind it. */
export function resourceMonitor(parts: MonitorParts): UntypedServiceImplementation {
  const { registrations, transforms, answers, recording } = parts;
  const accept = <Request>(take: (request: Request) => void) =>
    unary((request: Request) => {
      take(request);
      return new empty.Empty();
    });
  return {
    supportsFeature: unary((request: proto.SupportsFeatureRequest) => {
      if (request.getId() === "resourceHooks") recording.saysWhenItEnds = true;
      return new proto.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId()));
    }),
    registerResource: unary(async (request: proto.RegisterResourceRequest) => {
      const { urn, id, outputs } = await registrations.register(request);
      return new proto.RegisterResourceResponse().setUrn(urn).setId(id).setObject(toStruct(outputs));
    }),
    registerResourceOutputs: accept((request: proto.RegisterResourceOutputsRequest) => {
      if (request.getUrn() === recording.stackUrn) recording.hasOutputs = true;
    }),
    readResource: unary((request: proto.ReadResourceRequest) => {
      const { urn, state } = registrations.read(request);
      return new proto.ReadResourceResponse().setUrn(urn).setProperties(toStruct(state));
    }),
    invoke: unary(async (request: proto.ResourceInvokeRequest) =>
      new provider.InvokeResponse().setReturn(
        toStruct(answers.invoke(request.getTok(), await transforms.invokeArguments(request))),
      ),
    ),
    call: unary((request: proto.ResourceCallRequest) =>
      new provider.CallResponse().setReturn(toStruct(answers.call(request.getTok(), fromStruct(request.getArgs())))),
    ),
    registerStackTransform: accept((callback: callbacks.Callback) => transforms.addToStack(callback)),
    registerStackInvokeTransform: accept((callback: callbacks.Callback) => transforms.addToInvokes(callback)),
    registerPackage: unary((request: proto.RegisterPackageRequest) =>
      new proto.RegisterPackageResponse().setRef(`${request.getName()}@${request.getVersion()}`),
    ),
    // Nothing is created or deleted, so no hook has its moment.
    registerResourceHook: accept(() => {}),
    registerErrorHook: accept(() => {}),
    signalAndWaitForShutdown: accept(() => {
      recording.ended = true;
    }),
  };
}
