import type * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import google from "google-protobuf/google/protobuf/empty_pb.js";
import { check } from "./check.js";
import { type Configured, configure } from "./configuration.js";
import { difference } from "./diff.js";
import { EngineLog } from "./engine-log.js";
import { create, type Operation, read, remove, update } from "./objects.js";
import { inputsOf } from "./state.js";
import { hasUnknown, stringAt, type ValueMap } from "./values.js";
import { fromStruct, initFailure, toStruct, unary } from "./wire.js";

const OUT_OF_SCOPE =
  "is not supported by Rampart's own Kubernetes plugin; use the official one (RAMPART_PLUGINS=official)";

/** What the requests about one resource have in common. */
interface ResourceRequest {
  getUrn(): string;
  getPreview?(): boolean;
  getTimeout?(): number;
}

/** `kubernetes:core/v1:ServiceAccountPatch` patches an object that belongs to somebody else. */
const isPatch = (urn: string): boolean => /Patch::[^:]*$/.test(urn) && !/:apiextensions\.k8s\.io\//.test(urn);

const resourceName = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

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
      create: unary((request: proto.CreateRequest) => this.create(request)),
      read: unary((request: proto.ReadRequest) => this.read(request)),
      update: unary((request: proto.UpdateRequest) => this.update(request)),
      delete: unary((request: proto.DeleteRequest) => this.delete(request)),
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
    const identifier = (inputs: ValueMap) => stringAt(inputs.clusterIdentifier);
    const identified = identifier(olds) !== undefined && identifier(news) !== undefined;
    const decisive = identified ? ["clusterIdentifier"] : ["kubeconfig", "context", "cluster"];
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
    if (this.configured === undefined) {
      response.setInputs(request.getNews());
      return response;
    }
    const { api, defaultNamespace } = await this.configured;
    const { inputs, failures } = await check({
      resourceName: resourceName(urn),
      olds: fromStruct(request.getOlds()),
      news,
      seed: request.getRandomseed_asU8(),
      defaultNamespace,
      api,
      isPatch: isPatch(urn),
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

  private diff(request: proto.DiffRequest): proto.DiffResponse {
    const state = fromStruct(request.getOlds());
    const { changes, deleteBeforeReplace } = difference(inputsOf(state), state, fromStruct(request.getNews()));
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
    const { id, state } = await create(await this.operation(request), inputs).catch(initFailure);
    response.setId(id);
    response.setProperties(toStruct(state));
    return response;
  }

  private async update(request: proto.UpdateRequest): Promise<proto.UpdateResponse> {
    const state = fromStruct(request.getOlds());
    const updated = await update(await this.operation(request), state, fromStruct(request.getNews())).catch(
      initFailure,
    );
    const response = new proto.UpdateResponse();
    response.setProperties(toStruct(updated));
    return response;
  }

  private async read(request: proto.ReadRequest): Promise<proto.ReadResponse> {
    const state = fromStruct(request.getProperties());
    const inputs = { ...typeOf(request.getUrn()), ...fromStruct(request.getInputs()) };
    const found = await read(await this.operation(request), request.getId(), inputs, state);
    const response = new proto.ReadResponse();
    if (found === undefined) return response;
    response.setId(found.result.id);
    response.setInputs(toStruct(found.inputs));
    response.setProperties(toStruct(found.result.state));
    return response;
  }

  private async delete(request: proto.DeleteRequest): Promise<google.Empty> {
    const state = { ...typeOf(request.getUrn()), ...fromStruct(request.getProperties()) };
    await remove(await this.operation(request), request.getId(), state);
    return new google.Empty();
  }

  private async operation(request: ResourceRequest): Promise<Operation> {
    if (this.configured === undefined) throw new Error("the cluster is not known yet, so nothing can be asked of it");
    const urn = request.getUrn();
    return {
      api: (await this.configured).api,
      urn,
      isPatch: isPatch(urn),
      preview: request.getPreview?.() ?? false,
      timeoutSeconds: request.getTimeout?.() ?? 0,
      cancelled: this.cancelled.signal,
      status: (message) => this.log.status(urn, message),
      warn: (message) => this.log.warn(urn, message),
    };
  }
}

/** Kind and apiVersion that a type token names, for an import, which has no inputs: `kubernetes:apps/v1:Deployment`. */
function typeOf(urn: string): ValueMap {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const [, version = "", kind = ""] = type.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind: isPatch(urn) ? kind.replace(/Patch$/, "") : kind };
}

function refuse(what: string): never {
  throw new Error(`${what} ${OUT_OF_SCOPE}`);
}
