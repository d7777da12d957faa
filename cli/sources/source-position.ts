/** Where a program made a resource. */
export interface SourcePosition {
  /** Relative to the folder of the program's `Pulumi.yaml`, or absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What a program installs rather than writes: a component of a package is made there, and asked for elsewhere. */
const INSTALLED = /(?:^|\/)(?:node_modules|site-packages|pkg\/mod)\//;

/**
 * The innermost place in the program's own code, of positions as the engine stores them (`project:///src/web.ts#12,3`,
 * pulumi `resource/deploy/source_eval.go`) or as languages send them (`file:///home/…/web.ts#12`); the nearest first.
 * `undefined` where there is none.
 */
export function ownPosition(positions: readonly (string | undefined)[]): SourcePosition | undefined {
  for (const position of positions) {
    // A URL parser would take away the `..` of code beside the project.
    const [, path, line] = /^(?:project:\/\/\/|file:\/\/(?=\/))([^#]+)#(\d+)/.exec(position ?? "") ?? [];
    if (path === undefined || Number(line) < 1) continue;
    const file = decoded(path);
    if (!INSTALLED.test(file)) return { file, line: Number(line) };
  }
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
