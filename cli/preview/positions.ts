import { closeSync, openSync } from "node:fs";
import { relative } from "node:path";
import { linesOf } from "../sources/lines.js";
import { ownPosition, type SourcePosition } from "../sources/source-position.js";

/** A place as a language sends it. */
interface WirePosition {
  readonly uri?: string;
  readonly line?: number;
}

interface Registration {
  readonly request: {
    readonly type?: string;
    readonly name?: string;
    readonly parent?: string;
    readonly sourcePosition?: WirePosition;
    readonly stackTrace?: { readonly frames?: readonly { readonly pc?: WirePosition }[] };
  };
  readonly response?: { readonly urn?: string } | null;
}

const REGISTRATION = '{"method":"/pulumirpc.ResourceMonitor/RegisterResource",';

/**
 * Where the program made each resource, by URN, from the engine's log of its calls (PULUMI_DEBUG_GRPC); files are
 * relative to the working folder. Events have no positions, and a second preview would take as long as the first.
 * Where there is no such log, nothing is known.
 */
export function positionsIn(callLog: string): ReadonlyMap<string, SourcePosition> {
  const positions = new Map<string, SourcePosition>();
  let descriptor: number;
  try {
    descriptor = openSync(callLog, "r");
  } catch {
    return positions;
  }
  try {
    for (const text of linesOf(descriptor)) {
      const registration = text.startsWith(REGISTRATION) ? parsed(text) : undefined;
      const urn = registration && urnOf(registration);
      const position = registration && positionOf(registration);
      if (urn !== undefined && position !== undefined) positions.set(urn, position);
    }
  } finally {
    closeSync(descriptor);
  }
  return positions;
}

function parsed(text: string): Registration | undefined {
  try {
    const value = JSON.parse(text) as Partial<Registration>;
    return typeof value.request === "object" && value.request !== null ? (value as Registration) : undefined;
  } catch {
    // The log is for debugging and promises nothing; a position more or less changes no verdict.
    return undefined;
  }
}

/** A refused resource has no response; its URN follows from its parent's (pulumi `urn.New`). */
function urnOf({ request: { type, name, parent }, response }: Registration): string | undefined {
  if (response?.urn) return response.urn;
  const [, stack, parentType] = /^(urn:pulumi:.+?::.+?)::(.+?)::/.exec(parent ?? "") ?? [];
  if (stack === undefined || type === undefined || name === undefined) return undefined;
  return `${stack}::${parentType === "pulumi:pulumi:Stack" ? "" : `${parentType}$`}${type}::${name}`;
}

function positionOf({ request: { sourcePosition, stackTrace } }: Registration): SourcePosition | undefined {
  const places = [...(stackTrace?.frames ?? []).map((frame) => frame?.pc), sourcePosition];
  const position = ownPosition(places.map((place) => place && `${place.uri}#${place.line}`));
  return position && { ...position, file: relative(process.cwd(), position.file) };
}
