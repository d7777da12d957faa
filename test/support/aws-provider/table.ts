import type { Json, JsonMap } from "../../../sandbox/plugins/provider/values.js";
import type { Account } from "./account.js";
import type { LiveResource } from "./journal.js";

/** Where a resource is made. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** A resource in the making, or in an update. */
export interface Making extends Place {
  readonly account: Account;
  /** Inputs with the provider's defaults. */
  readonly inputs: JsonMap;
  readonly id: string;
  /** Hexadecimal digits of its own; the same for the same salt. */
  readonly hex: (digits: number, salt?: string) => string;
  /** State before an update. */
  readonly before?: JsonMap;
}

/** What values a property may have. */
export type Rule =
  | { readonly oneOf: readonly Json[] }
  | { readonly from: number; readonly to: number }
  | { readonly pattern: RegExp; readonly like: string };

/** A property that names another resource. */
export interface Reference {
  /** Types of which it may be. */
  readonly types: readonly string[];
  /** Property of the other by which it is named. */
  readonly by: string;
  /** AWS keeps the other for as long as this one is there. */
  readonly holds?: true;
  /** Error code when something that is held is to be deleted. Default: `DependencyViolation`. */
  readonly held?: string;
  /** Values that name nothing in the account, such as policies of AWS itself. */
  readonly except?: RegExp;
  /** Error code when there is none. Default: `ResourceNotFoundException`. */
  readonly missing?: string;
}

/**
 * What the fake knows of a type. Paths are dotted and leave out positions in lists: `vpcConfig.subnetIds`,
 * `blockDeviceMappings.ebs.encrypted`.
 */
export interface ResourceTable {
  /** Type of CloudFormation that means the same; with it, the table is held against its registry. */
  readonly cloudFormation?: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Paths whose change makes another resource. */
  readonly replaces: readonly string[];
  /** Changes that replace only sometimes. */
  readonly replacesWhen?: Readonly<Record<string, (before: Json | undefined, after: Json | undefined) => boolean>>;
  /** Paths that keep their value when the program leaves them out (optional and computed). */
  readonly keeps?: readonly string[];
  /** Lists whose order means nothing. */
  readonly sets?: readonly string[];
  /** Texts that are JSON: their layout means nothing. */
  readonly documents?: readonly string[];
  /** Property that gets a name when the program gives none, as the provider does. */
  readonly autoName?: {
    readonly property: string;
    readonly maxLength: number;
    readonly prefix?: string;
    /** Property that asks AWS to make the name. */
    readonly alternative?: string;
  };
  readonly deletesBeforeReplace?: true;
  /** Values of the provider for paths that the program leaves out. */
  readonly defaults?: Readonly<Record<string, Json>>;
  readonly rules?: Readonly<Record<string, Rule>>;
  /** Groups of properties of which at most one may be set. */
  readonly conflicts?: readonly (readonly string[])[];
  /** Groups of properties of which at least one must be set. */
  readonly oneOf?: readonly (readonly string[])[];
  /** What is wrong with inputs that are wholly known. */
  readonly check?: (inputs: JsonMap) => string | undefined;
  readonly refers?: Readonly<Record<string, Reference>>;
  /** Groups of properties that no two resources may have in common. */
  readonly unique?: readonly (readonly string[])[];
  /** Error code for such a one. Default: `ResourceInUseException`. */
  readonly duplicate?: string;
  readonly id: (making: Omit<Making, "id">) => string;
  /** Outputs by path, unknown in a preview. */
  readonly computed: Readonly<Record<string, (making: Making) => Json>>;
  /** Paths of `computed` that every update makes anew. */
  readonly recomputed?: readonly string[];
  /** It is a switch: AWS takes the same again as done. */
  readonly again?: true;
  /** Throws a `Refusal` where AWS would. */
  readonly create?: (making: Making) => void;
  readonly update?: (making: Making & { readonly before: JsonMap }) => void;
  readonly delete?: (resource: LiveResource, account: Account) => void;
  /** What else AWS makes or deletes along with it. */
  readonly alongUpdate?: (making: Making) => void;
  readonly alongCreate?: (making: Making) => void;
  readonly alongDelete?: (resource: LiveResource, account: Account) => void;
}

/** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`; global services have no region. */
export const arn = (place: Place, service: string, resource: string, global = false): string =>
  `arn:${place.partition}:${service}:${global ? "" : place.region}:${place.accountId}:${resource}`;

/** Names in a text. */
export const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");
