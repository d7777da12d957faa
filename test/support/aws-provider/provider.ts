import type * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import google from "google-protobuf/google/protobuf/empty_pb.js";
import {
  hasUnknown,
  type JsonMap,
  mapAt,
  reveal,
  stringAt,
  UNKNOWN,
  type ValueMap,
  withSecretsOf,
} from "../../../sandbox/plugins/provider/values.js";
import { fromStruct, initFailure, toStruct, unary } from "../../../sandbox/plugins/provider/wire.js";
import { ACCOUNT_ID, type Account } from "./account.js";
import { check } from "./check.js";
import { difference } from "./diff.js";
import { FUNCTIONS } from "./functions.js";
import { resourceOf } from "./journal.js";
import { create, type Operation, previewed, remove, update } from "./make.js";
import { inputsFromLive } from "./reading.js";
import type { Place, ResourceTable } from "./table.js";
import { TABLES } from "./tables/index.js";

const UNKNOWN_TYPE = "has no table in the fake AWS provider of the tests: add one in test/support/aws-provider";

/** The methods of `pulumirpc.ResourceProvider` on the pretended account. */
export class FakeAwsProvider {
  private place: Place = { partition: "aws", region: "eu-central-1", accountId: ACCOUNT_ID };

  constructor(
    private readonly account: Account,
    private readonly version: string,
  ) {}

  readonly service: [grpc.ServiceDefinition, grpc.UntypedServiceImplementation] = [
    services.ResourceProviderService as unknown as grpc.ServiceDefinition,
    {
      handshake: unary(() => new proto.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(false)),
      getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(this.version)),
      getSchema: unary(() =>
        new proto.GetSchemaResponse().setSchema(JSON.stringify({ name: "aws", version: this.version })),
      ),
      checkConfig: unary((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
      diffConfig: unary((request: proto.DiffRequest) => this.diffConfig(request)),
      configure: unary((request: proto.ConfigureRequest) => this.configure(request)),
      check: unary((request: proto.CheckRequest) => this.check(request)),
      diff: unary((request: proto.DiffRequest) => this.diff(request)),
      create: unary((request: proto.CreateRequest) => this.create(request)),
      read: unary((request: proto.ReadRequest) => this.read(request)),
      update: unary((request: proto.UpdateRequest) => this.update(request)),
      delete: unary((request: proto.DeleteRequest) => {
        remove(this.operation(request.getUrn()), request.getId());
        return new google.Empty();
      }),
      invoke: unary((request: proto.InvokeRequest) => this.invoke(request)),
      cancel: unary(() => new google.Empty()),
    },
  ];

  private configure(request: proto.ConfigureRequest): proto.ConfigureResponse {
    const region = stringAt(fromStruct(request.getArgs()).region) ?? this.place.region;
    const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    this.place = { partition, region, accountId: ACCOUNT_ID };
    return new proto.ConfigureResponse()
      .setAcceptsecrets(true)
      .setSupportspreview(true)
      .setAcceptresources(false)
      .setAcceptoutputs(false);
  }

  /** Another region means other resources. */
  private diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
    const moved = stringAt(olds.region) !== stringAt(news.region);
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    return new proto.DiffResponse().setChanges(moved ? DIFF_SOME : DIFF_NONE).setReplacesList(moved ? ["region"] : []);
  }

  private check(request: proto.CheckRequest): proto.CheckResponse {
    const { inputs, failures } = check(tableOf(request.getUrn()), {
      name: nameOf(request.getUrn()),
      olds: fromStruct(request.getOlds()),
      news: fromStruct(request.getNews()),
      seed: request.getRandomseed_asU8(),
    });
    return new proto.CheckResponse()
      .setInputs(toStruct(inputs))
      .setFailuresList(
        failures.map(({ property, reason }) => new proto.CheckFailure().setProperty(property).setReason(reason)),
      );
  }

  private diff(request: proto.DiffRequest): proto.DiffResponse {
    const { changes, deleteBeforeReplace } = difference(
      tableOf(request.getUrn()),
      fromStruct(request.getOldInputs()),
      fromStruct(request.getNews()),
    );
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    const { Kind } = proto.PropertyDiff;
    const kinds = {
      add: [Kind.ADD, Kind.ADD_REPLACE],
      delete: [Kind.DELETE, Kind.DELETE_REPLACE],
      update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
    } as const;
    const top = (path: string) => /^[^.[]+/.exec(path)?.[0] ?? path;
    const response = new proto.DiffResponse()
      .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDeletebeforereplace(deleteBeforeReplace)
      .setHasdetaileddiff(true)
      .setDiffsList([...new Set(changes.map(({ path }) => top(path)))])
      .setReplacesList([...new Set(changes.filter((change) => change.replaces).map(({ path }) => top(path)))]);
    for (const { path, kind, replaces } of changes)
      response
        .getDetaileddiffMap()
        .set(path, new proto.PropertyDiff().setKind(kinds[kind][replaces ? 1 : 0]).setInputdiff(true));
    return response;
  }

  private create(request: proto.CreateRequest): proto.CreateResponse {
    const inputs = fromStruct(request.getProperties());
    const operation = this.operation(request.getUrn());
    if (request.getPreview())
      return new proto.CreateResponse().setProperties(toStruct(shown(inputs, previewed(operation.table, inputs))));
    const { id, state } = attempt(() => create(operation, inputs));
    return new proto.CreateResponse().setId(id).setProperties(toStruct(state));
  }

  private update(request: proto.UpdateRequest): proto.UpdateResponse {
    const news = fromStruct(request.getNews());
    const operation = this.operation(request.getUrn());
    const state = request.getPreview()
      ? shown(news, previewed(operation.table, news, fromStruct(request.getOlds())))
      : attempt(() => update(operation, request.getId(), news)).state;
    return new proto.UpdateResponse().setProperties(toStruct(state));
  }

  private read(request: proto.ReadRequest): proto.ReadResponse {
    const { account, table, type } = this.operation(request.getUrn());
    const live = account.get(type, request.getId());
    const response = new proto.ReadResponse();
    if (live === undefined) return response;
    const inputs = fromStruct(request.getInputs());
    return response
      .setId(live.id)
      .setInputs(toStruct(shown(inputs, inputsFromLive(table, live, inputs))))
      .setProperties(toStruct(shown(inputs, live.state)));
  }

  private invoke(request: proto.InvokeRequest): proto.InvokeResponse {
    const answer = FUNCTIONS[request.getTok()];
    if (answer === undefined) throw new Error(`the function ${request.getTok()} ${UNKNOWN_TYPE}`);
    const args = fromStruct(request.getArgs());
    this.account.refresh();
    const known = hasUnknown(args) ? UNKNOWN : answer(reveal(args) as JsonMap, this.place, this.account);
    return new proto.InvokeResponse().setReturn(toStruct(mapAt(known)));
  }

  private operation(urn: string): Operation {
    this.account.refresh();
    return { urn, type: typeOf(urn), table: tableOf(urn), tables: TABLES, account: this.account, place: this.place };
  }
}

const typeOf = (urn: string): string => resourceOf(urn).split("::")[0] ?? "";
const nameOf = (urn: string): string => resourceOf(urn).split("::").slice(1).join("::");

function tableOf(urn: string): ResourceTable {
  const table = TABLES[typeOf(urn)];
  if (table === undefined) throw new Error(`the type ${typeOf(urn)} ${UNKNOWN_TYPE}`);
  return table;
}

const shown = (inputs: ValueMap, state: ValueMap): ValueMap => mapAt(withSecretsOf(inputs, state));

function attempt<Result>(operation: () => Result): Result {
  try {
    return operation();
  } catch (error) {
    return initFailure(error);
  }
}
