import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import callbacks from "@pulumi/pulumi/proto/callback_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import { fromStruct, MESSAGE_LIMITS, toStruct } from "./wire.js";
import type { WireMap } from "./wire-values.js";

/** A resource on its way through the transforms. */
export interface Transformed {
  readonly inputs: WireMap;
  /** Reference of its provider: URN and id. */
  readonly provider: string;
}

/** The functions by which a program changes its own resources and calls: they are called back, as the engine does. */
export class Transforms {
  private readonly clients = new Map<string, services.CallbacksClient>();
  private readonly ofResources = new Map<string, readonly callbacks.Callback[]>();
  private readonly ofStack: callbacks.Callback[] = [];
  private readonly ofInvokes: callbacks.Callback[] = [];

  addToStack(callback: callbacks.Callback): void {
    this.ofStack.push(callback);
  }

  addToInvokes(callback: callbacks.Callback): void {
    this.ofInvokes.push(callback);
  }

  /** They concern everything that has the resource among its parents. */
  addToResource(urn: string, transforms: readonly callbacks.Callback[]): void {
    if (transforms.length > 0) this.ofResources.set(urn, transforms);
  }

  /**
   * The resource's own transforms first, then its parents' from the inside out, then the stack's.
   *
   * @param parents URNs, from the inside out.
   */
  async resource(request: proto.RegisterResourceRequest, parents: Iterable<string>): Promise<Transformed> {
    const all = [...request.getTransformsList()];
    for (const parent of parents) all.push(...(this.ofResources.get(parent) ?? []));
    all.push(...this.ofStack);
    if (all.length === 0) return { inputs: fromStruct(request.getObject()), provider: request.getProvider() };
    let properties = request.getObject();
    let options = optionsOf(request);
    for (const callback of all) {
      const asked = new proto.TransformRequest()
        .setType(request.getType())
        .setName(request.getName())
        .setCustom(request.getCustom())
        .setParent(request.getParent())
        .setProperties(properties)
        .setOptions(options);
      const answer = proto.TransformResponse.deserializeBinary(await this.call(callback, asked.serializeBinary()));
      properties = answer.getProperties();
      options = answer.getOptions() ?? options;
    }
    return { inputs: fromStruct(properties), provider: options.getProvider() };
  }

  /** The arguments of a data source, as the stack's transforms leave them. */
  async invokeArguments(request: proto.ResourceInvokeRequest): Promise<WireMap> {
    let args = fromStruct(request.getArgs());
    for (const callback of this.ofInvokes) {
      const asked = new proto.TransformInvokeRequest()
        .setToken(request.getTok())
        .setArgs(toStruct(args))
        .setOptions(new proto.TransformInvokeOptions().setProvider(request.getProvider()));
      const bytes = await this.call(callback, asked.serializeBinary());
      args = fromStruct(proto.TransformInvokeResponse.deserializeBinary(bytes).getArgs());
    }
    return args;
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private call(callback: callbacks.Callback, request: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    const client =
      this.clients.get(target) ?? new services.CallbacksClient(target, credentials.createInsecure(), MESSAGE_LIMITS);
    this.clients.set(target, client);
    const asked = new callbacks.CallbackInvokeRequest().setToken(callback.getToken()).setRequest(request);
    return new Promise((done, failed) =>
      client.invoke(asked, (error, answer) =>
        error === null ? done(answer.getResponse_asU8()) : failed(new Error(error.details)),
      ),
    );
  }
}

/** The options that transforms see of a resource. */
function optionsOf(request: proto.RegisterResourceRequest): proto.TransformResourceOptions {
  const options = new proto.TransformResourceOptions()
    .setDependsOnList(request.getDependenciesList())
    .setIgnoreChangesList(request.getIgnorechangesList())
    .setReplaceOnChangesList(request.getReplaceonchangesList())
    .setVersion(request.getVersion())
    .setAliasesList(request.getAliasesList())
    .setProvider(request.getProvider())
    .setPluginDownloadUrl(request.getPlugindownloadurl())
    .setDeletedWith(request.getDeletedwith())
    .setDeleteBeforeReplace(request.getDeletebeforereplace())
    .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList())
    .setImport(request.getImportid())
    .setCustomTimeouts(request.getCustomtimeouts());
  const [protect, retain] = [request.getProtect(), request.getRetainondelete()];
  if (protect !== undefined) options.setProtect(protect);
  if (retain !== undefined) options.setRetainOnDelete(retain);
  for (const [name, provider] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, provider);
  return options;
}
