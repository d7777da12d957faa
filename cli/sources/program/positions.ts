import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type proto from "@pulumi/pulumi/proto/source_pb.js";
import type { Project } from "./project.js";
import type { Position, Recording } from "./recording.js";

const INSTALLED = /[\\/]node_modules[\\/]/;

/** The frames of a call that have a place in a file, from the innermost. */
export function traceOf(
  trace: proto.StackTrace | undefined,
  position: proto.SourcePosition | undefined,
): readonly Position[] {
  const frames = trace?.getFramesList().map((frame) => frame.getPc()) ?? [position];
  return frames.flatMap((frame) => {
    const path = pathOf(frame?.getUri() ?? "");
    return path === undefined ? [] : [{ path, line: frame?.getLine() ?? 1 }];
  });
}

function pathOf(uri: string): string | undefined {
  // Frames of ES modules are URLs already, which the SDK takes for paths.
  const own = /\/(file:\/.*)$/.exec(uri.slice("file:".length))?.[1]?.replace(/^file:\/+/, "file:///") ?? uri;
  try {
    return fileURLToPath(own);
  } catch {
    return undefined;
  }
}

/** Where people find what a program made. */
export interface Locator {
  /** The line of the program that made the resource; of the component around it, where the resource has none itself. */
  readonly position: (urn: string) => Position | undefined;
  /** A path by the name that reports use: below the folder as it was given. */
  readonly shown: (path: string) => string;
}

/**
 * Finds lines of a program: of the frames of each call the first that is neither of an installed package nor of a
 * package beside the program, such as a linked one with components.
 */
export function locator(recording: Recording, { folder, workingFolder }: Project): Locator {
  const packages = new Map<string, string>();
  const own = packageOf(workingFolder, packages);
  const of = (trace: readonly Position[]): Position | undefined => {
    const candidates = trace.filter(({ path }) => !INSTALLED.test(path));
    return candidates.find(({ path }) => packageOf(dirname(path), packages) === own) ?? candidates[0];
  };
  return {
    position(urn) {
      for (const { trace } of recording.lineage(urn)) {
        const found = of(trace);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    shown: (path) => join(folder, relative(resolve(folder), path)),
  };
}

/** Folder of the nearest package.json above; empty where there is none. */
function packageOf(folder: string, known: Map<string, string>): string {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const above = dirname(folder);
  const found = existsSync(join(folder, "package.json")) ? folder : above === folder ? "" : packageOf(above, known);
  known.set(folder, found);
  return found;
}
