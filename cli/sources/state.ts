import { readFileSync } from "node:fs";
import { fileProblem } from "./files.js";
import { nameInUrn, type RegisteredResource, subjectsOf } from "./registered-resource.js";
import { ownPosition } from "./source-position.js";
import type { SourceItem } from "./subject.js";

/** A resource in a deployment of version 3 or 4 (pulumi `apitype.ResourceV3`), as far as it is read. */
interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  /** URN. */
  readonly parent?: string;
  /** An old one that the next update deletes. */
  readonly delete?: boolean;
  /** Read by the program and not managed by it. */
  readonly external?: boolean;
  /** Deleted, and not yet made again. */
  readonly pendingReplacement?: boolean;
  readonly inputs?: object;
  /** URNs by property. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly sourcePosition?: string;
  readonly stackTrace?: readonly ({ readonly sourcePosition?: string } | null)[];
}

interface Deployment {
  readonly resources?: readonly StoredResource[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: StoredResource }[];
}

const VERSIONS: readonly unknown[] = [3, 4];

/** Operations after whose interruption nobody knows what is deployed. */
const INTERRUPTED: ReadonlySet<string> = new Set(["creating", "updating", "importing"]);

/**
 * The resources of a stack's export, as `pulumi stack export` writes it; `-` is standard input. Those that are to be
 * deleted, deleted already, or only read are left out, and told.
 *
 * @param types that are judged beside Kubernetes objects.
 */
export function* stateAt(path: string, types: ReadonlySet<string>): Generator<SourceItem> {
  const file = path === "-" ? "<stdin>" : path;
  let text: string;
  try {
    text = readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    yield { file, problem: fileProblem(error) };
    return;
  }
  const deployment = deploymentIn(text);
  if (typeof deployment === "string") yield { file, problem: deployment };
  else yield* itemsOf(deployment, file, lines(text), types);
}

/** What is wrong with the file, where it is no export. */
function deploymentIn(text: string): Deployment | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `${NO_EXPORT}: it is no JSON. ${FIX}`;
  }
  if (!isMap(value) || !isMap(value.deployment)) return `${NO_EXPORT}: it has no deployment. ${FIX}`;
  if (!VERSIONS.includes(value.version))
    return `its version is ${shown(value.version)}, and only 3 and 4 can be read. ${FIX}`;
  const { resources = [], pending_operations = [] } = value.deployment;
  const operations = Array.isArray(pending_operations) ? pending_operations : [undefined];
  const all = [...(Array.isArray(resources) ? resources : [undefined]), ...operations.map(resourceOf)];
  if (!all.every(isResource)) return `${NO_EXPORT}: a resource in it has no urn or no type. ${FIX}`;
  return value.deployment as Deployment;
}

const NO_EXPORT = "it is no export of a stack";
const FIX = "Fix: pulumi stack export --file FILE";

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const resourceOf = (operation: unknown): unknown => (isMap(operation) ? operation.resource : undefined);
const isResource = (value: unknown): boolean =>
  isMap(value) &&
  typeof value.urn === "string" &&
  typeof value.type === "string" &&
  (value.inputs === undefined || isMap(value.inputs)) &&
  (value.stackTrace === undefined || Array.isArray(value.stackTrace));
const shown = (version: unknown): string => (typeof version === "number" ? String(version) : "none");

function* itemsOf(
  { resources = [], pending_operations = [] }: Deployment,
  file: string,
  lineOf: (urn: string) => number,
  types: ReadonlySet<string>,
): Generator<SourceItem> {
  for (const { type, resource } of pending_operations)
    if (INTERRUPTED.has(type))
      yield {
        file,
        line: lineOf(resource.urn),
        problem: `Pulumi was interrupted while ${type} ${nameInUrn(resource.urn)}, so nobody knows what is deployed. Fix: pulumi refresh`,
      };
  const present: RegisteredResource[] = [];
  for (const resource of resources) {
    const why = absence(resource);
    if (why !== undefined)
      yield { file, line: lineOf(resource.urn), skipped: `${nameInUrn(resource.urn)} (${resource.type}) ${why}` };
    else present.push(registered(resource, file, lineOf));
  }
  yield* subjectsOf(present, types);
}

/** Why a resource is not one that the stack wants. */
function absence(resource: StoredResource): string | undefined {
  if (resource.delete === true) return "is to be deleted";
  if (resource.pendingReplacement === true) return "is deleted and not yet made again";
  return resource.external === true ? "is read by the program, not managed by it" : undefined;
}

function registered(resource: StoredResource, file: string, lineOf: (urn: string) => number): RegisteredResource {
  const { urn, type, parent, custom = false, inputs = {}, stackTrace = [], sourcePosition } = resource;
  const position = ownPosition([...stackTrace.map((frame) => frame?.sourcePosition), sourcePosition]);
  return {
    urn,
    type,
    parent,
    custom,
    inputs,
    dependencies: dependenciesOf(resource),
    file: position?.file ?? file,
    line: () => position?.line ?? lineOf(urn),
    whyHidden: "is a secret that the export has encrypted. Fix: pulumi stack export --show-secrets",
  };
}

function dependenciesOf({ propertyDependencies }: StoredResource): RegisteredResource["dependencies"] {
  if (!isMap(propertyDependencies)) return {};
  const urns = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((urn): urn is string => typeof urn === "string") : [];
  return Object.fromEntries(Object.entries(propertyDependencies).map(([property, value]) => [property, urns(value)]));
}

/** Lines of the resources by their URNs, found when the first is asked for. */
function lines(text: string): (urn: string) => number {
  let known: Map<string, number> | undefined;
  return (urn) => {
    known ??= urnLines(text);
    return known.get(urn) ?? 1;
  };
}

function urnLines(text: string): Map<string, number> {
  const found = new Map<string, number>();
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(/"urn"\s*:\s*("(?:[^"\\]|\\.)*")/g)) {
    for (let at = text.indexOf("\n", counted); at >= 0 && at < match.index; at = text.indexOf("\n", at + 1)) {
      line++;
      counted = at + 1;
    }
    const urn: unknown = JSON.parse(match[1] ?? '""');
    if (typeof urn === "string" && !found.has(urn)) found.set(urn, line);
  }
  return found;
}
