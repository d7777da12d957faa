import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Service } from "./fetched.js";

/** A member of a structure, a list or a map. */
export interface Reference {
  readonly shape: string;
  /** HTML; says what the shape cannot. */
  readonly documentation?: string;
}

/** A type of an API, in the words of botocore. */
export interface Shape {
  readonly type:
    | "structure"
    | "list"
    | "map"
    | "string"
    | "boolean"
    | "integer"
    | "long"
    | "float"
    | "double"
    | "timestamp"
    | "blob";
  readonly members?: Readonly<Record<string, Reference>>;
  readonly required?: readonly string[];
  readonly documentation?: string;
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** Of a number its value, of a text its characters, of a list or a map its entries. */
  readonly min?: number;
  readonly max?: number;
}

/** What AWS says of one service. */
export class ServiceModel {
  constructor(
    readonly service: Service,
    private readonly content: {
      readonly operations: Readonly<Record<string, { readonly input?: Reference }>>;
      readonly shapes: Readonly<Record<string, Shape>>;
    },
  ) {}

  /** @throws Error where there is no such shape. */
  shape(name: string): Shape {
    const shape = this.content.shapes[name];
    if (shape === undefined) throw new Error(`${this.service} has no shape ${name}`);
    return shape;
  }

  /**
   * The name of the shape that an operation takes.
   * @throws Error where there is no such operation, or it takes nothing.
   */
  inputOf(operation: string): string {
    const input = this.content.operations[operation]?.input;
    if (input === undefined) throw new Error(`${this.service} has no operation ${operation} with an input`);
    return input.shape;
  }
}

/** The models in a folder of `fetchedModels`, each read when it is first asked for. */
export class Models {
  private readonly read = new Map<Service, ServiceModel>();

  constructor(private readonly folder: string) {}

  of(service: Service): ServiceModel {
    let model = this.read.get(service);
    if (model === undefined) {
      const text = gunzipSync(readFileSync(join(this.folder, `${service}.json.gz`))).toString("utf8");
      model = new ServiceModel(service, JSON.parse(text));
      this.read.set(service, model);
    }
    return model;
  }
}
