import type * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import google from "google-protobuf/google/protobuf/empty_pb.js";
import { hasUnknown, stringAt, type ValueMap } from "../provider/values.js";
import { fromStruct, initFailure, toStruct, unary } from "../provider/wire.js";
import { check } from "./check.js";
import { type Configured, configure, serverOf } from "./configuration.js";
import { remove } from "./deletion.js";
import { difference } from "./diff.js";
import { EngineLog } from "./engine-log.js";
import { assertSupported, isPatch, refuse, resourceType, typeMeta } from "./kinds.js";
import { create, type Operation, update } from "./objects.js";
import { read } from "./reading.js";
import { inputsOf } from "./state.js";

/** What the requests about one resource have in common. */
interface ResourceRequest {
  getUrn(): string;
  getPreview?(): boolean;
  getTimeout?(): number;
}

/** The methods of `pulumirpc.ResourceProvider` for one provider instance. */
export class KubernetesProvider {
  private readonly cancelled = new AbortController();
  private readonly log: EngineLog;
  private configured: Promise<Configured> | undefined;

  constructor(
    engineAddress: string,
    private readonly version: string,
  ) {
    this.log = new EngineLog(engineAddress);
  }

  readonly service: [grpc.ServiceDefinition, grpc.UntypedServiceImplementation] = [
    services.ResourceProviderService as unknown as grpc.ServiceDefinition,
    {
      handshake: unary(() => this.handshake()),
      getPluginInfo: unary(() => this.pluginInfo()),
      getSchema: unary(() => this.schema()),
      checkConfig: unary((request: proto.CheckRequest) => this.checkConfig(request)),
      diffConfig: unary((request: proto.DiffRequest) => this.diffConfig(request)),
      configure: unary((request: proto.ConfigureRequest) => this.configure(request)),
      check: unary((request: proto.CheckRequest) => this.check(request)),
      diff: unary((request: proto.DiffRequest) => this.diff(request)),
      create: unary((request: proto.CreateRequest) => this.logged(this.create(request))),
      read: unary((request: proto.ReadRequest) => this.logged(this.read(request))),
      update: unary((request: proto.UpdateRequest) => this.logged(this.update(request))),
      delete: unary((request: proto.DeleteRequest) => this.logged(this.delete(request))),
      invoke: unary((request: proto.InvokeRequest) => refuse(request.getTok())),
      call: unary((request: proto.CallRequest) => refuse(request.getTok())),
      construct: unary((request: proto.ConstructRequest) => refuse(request.getType())),
      cancel: unary(() => {
        this.cancelled.abort();
        return new google.Empty();
      }),
    },
  ];

  private handshake(): proto.ProviderHandshakeResponse {
    const response = new proto.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setAcceptOutputs(false);
    return response;
  }

  private pluginInfo(): plugin.PluginInfo {
    const info = new plugin.PluginInfo();
    info.setVersion(this.version);
    return info;
  }

  private schema(): proto.GetSchemaResponse {
    const response = new proto.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: "kubernetes", version: this.version }));
    return response;
  }

  private checkConfig(request: proto.CheckRequest): proto.CheckResponse {
    const response = new proto.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  }

  /** Another cluster means other objects; the same cluster reached in another way does not. */
  private diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
    const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
      (key) => !key.startsWith("__") && key !== "version" && JSON.stringify(olds[key]) !== JSON.stringify(news[key]),
    );
    const identified = [olds, news].every(({ clusterIdentifier }) => stringAt(clusterIdentifier) !== undefined);
    const server = serverOf(news);
    const same = server !== undefined && server === serverOf(olds);
    const decisive = identified ? ["clusterIdentifier"] : same ? [] : ["kubeconfig", "context", "cluster"];
    const response = new proto.DiffResponse();
    response.setChanges(
      changed.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE,
    );
    response.setDiffsList(changed);
    response.setReplacesList(changed.filter((key) => decisive.includes(key)));
    return response;
  }

  private async configure(request: proto.ConfigureRequest): Promise<proto.ConfigureResponse> {
    const inputs = fromStruct(request.getArgs());
    // A cluster that this very program creates: resources are then unknown as well, and nobody asks it anything.
    if (!hasUnknown(inputs)) {
      this.configured = configure(inputs);
      await this.configured;
    }
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setAcceptresources(false);
    response.setAcceptoutputs(false);
    return response;
  }

  private async check(request: proto.CheckRequest): Promise<proto.CheckResponse> {
    const urn = request.getUrn();
    const news = fromStruct(request.getNews());
    const response = new proto.CheckResponse();
    assertSupported(urn, news);
    if (this.configured === undefined) {
      response.setInputs(request.getNews());
      return response;
    }
    const { api, defaultNamespace } = await this.configured;
    const { inputs, failures } = await check({
      resourceName: resourceType(urn).name,
      olds: fromStruct(request.getOlds()),
      news,
      seed: request.getRandomseed_asU8(),
      defaultNamespace,
      api,
      isPatch: isPatch(urn, news),
    });
    response.setInputs(toStruct(inputs));
    for (const { property, reason } of failures) {
      const failure = new proto.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      response.addFailures(failure);
    }
    return response;
  }

  private async diff(request: proto.DiffRequest): Promise<proto.DiffResponse> {
    const news = fromStruct(request.getNews());
    const { changes, deleteBeforeReplace } = difference(inputsOf(fromStruct(request.getOlds())), news, {
      isPatch: isPatch(request.getUrn(), news),
      mutableData: (await this.configured)?.mutableData,
    });
    const { DiffChanges } = proto.DiffResponse;
    const { Kind } = proto.PropertyDiff;
    const response = new proto.DiffResponse();
    response.setChanges(changes.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
    response.setDeletebeforereplace(deleteBeforeReplace);
    response.setHasdetaileddiff(true);
    const top = (path: string) => /^[^.[]+/.exec(path)?.[0] ?? path;
    response.setDiffsList([...new Set(changes.map(({ path }) => top(path)))]);
    response.setReplacesList([...new Set(changes.filter(({ replaces }) => replaces).map(({ path }) => top(path)))]);
    const kinds = {
      add: [Kind.ADD, Kind.ADD_REPLACE],
      delete: [Kind.DELETE, Kind.DELETE_REPLACE],
      update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
    } as const;
    for (const { path, kind, replaces } of changes) {
      const property = new proto.PropertyDiff();
      property.setKind(kinds[kind][replaces ? 1 : 0]);
      property.setInputdiff(true);
      response.getDetaileddiffMap().set(path, property);
    }
    return response;
  }

  private async create(request: proto.CreateRequest): Promise<proto.CreateResponse> {
    const inputs = fromStruct(request.getProperties());
    const response = new proto.CreateResponse();
    if (this.configured === undefined) {
      response.setProperties(request.getProperties());
      return response;
    }
    const { id, state } = await create(await this.operation(request, inputs), inputs).catch(initFailure);
    response.setId(id);
    response.setProperties(toStruct(state));
    return response;
  }

  private async update(request: proto.UpdateRequest): Promise<proto.UpdateResponse> {
    const news = fromStruct(request.getNews());
    const operation = await this.operation(request, news);
    const updated = await update(operation, fromStruct(request.getOlds()), news).catch(initFailure);
    const response = new proto.UpdateResponse();
    response.setProperties(toStruct(updated));
    return response;
  }

  private async read(request: proto.ReadRequest): Promise<proto.ReadResponse> {
    const state = fromStruct(request.getProperties());
    const urn = request.getUrn();
    assertSupported(urn, {});
    const inputs = { ...typeMeta(urn), ...fromStruct(request.getInputs()) };
    const operation = await this.operation(request, inputs);
    const found = await read(operation, request.getId(), inputs, state).catch(initFailure);
    const response = new proto.ReadResponse();
    if (found === undefined) return response;
    response.setId(found.result.id);
    response.setInputs(toStruct(found.inputs));
    response.setProperties(toStruct(found.result.state));
    return response;
  }

  private async delete(request: proto.DeleteRequest): Promise<google.Empty> {
    const state = { ...typeMeta(request.getUrn()), ...fromStruct(request.getProperties()) };
    await remove(await this.operation(request, state), request.getId(), state);
    return new google.Empty();
  }

  /** The engine ends a resource's display with the answer: its lines must have come before. */
  private async logged<Response>(answer: Promise<Response>): Promise<Response> {
    return answer.finally(() => this.log.written());
  }

  private async operation(request: ResourceRequest, object: ValueMap): Promise<Operation> {
    if (this.configured === undefined) throw new Error("the cluster is not known yet, so nothing can be asked of it");
    const urn = request.getUrn();
    const { api, patchForce } = await this.configured;
    return {
      api,
      patchForce,
      urn,
      isPatch: isPatch(urn, object),
      preview: request.getPreview?.() ?? false,
      timeoutSeconds: request.getTimeout?.() ?? 0,
      cancelled: this.cancelled.signal,
      status: (message) => this.log.status(urn, message),
      warn: (message) => this.log.warn(urn, message),
    };
  }
}
