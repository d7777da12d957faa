import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb.js";

/** What `runtime.options` of Pulumi.yaml, PulumiPlugin.yaml and PulumiPolicy.yaml can say for Node. */
export interface RuntimeOptions {
  /** Load TypeScript sources directly. Default true. */
  readonly typescript: boolean;
  /** Arguments for Node itself, before the program. Default none. */
  readonly nodeArguments: readonly string[];
  /** Path of the TypeScript configuration, relative to the program's folder. Default: the SDK's own choice. */
  readonly tsconfig?: string;
}

/** The runtime options that the engine sends with a program. */
export const readRuntimeOptions = (info: ProgramInfo | undefined): RuntimeOptions =>
  runtimeOptions(info?.getOptions()?.toJavaScript() ?? {});

/**
 * Reads the runtime options of a program. An option that is not ours (such as `packagemanager`) is left to who needs it.
 * @throws Error when an option has the wrong type.
 */
export function runtimeOptions(options: Readonly<Record<string, unknown>>): RuntimeOptions {
  const { typescript = true, nodeargs = "", tsconfig } = options;
  if (typeof typescript !== "boolean") throw wrongType("typescript", "true or false", typescript);
  if (typeof nodeargs !== "string") throw wrongType("nodeargs", "a string", nodeargs);
  if (tsconfig !== undefined && typeof tsconfig !== "string") throw wrongType("tsconfig", "a path", tsconfig);
  return { typescript, nodeArguments: splitArguments(nodeargs), ...(tsconfig === undefined ? {} : { tsconfig }) };
}

const wrongType = (option: string, wanted: string, value: unknown): Error =>
  new Error(`runtime option "${option}" must be ${wanted}, but is ${JSON.stringify(value)}`);

/** Splits as a shell would: at spaces, except between quotes or after a backslash. */
function splitArguments(text: string): string[] {
  const word = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs;
  const part = /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)|([^\s"'\\])/gs;
  return (text.match(word) ?? []).map((quoted) =>
    quoted.replace(part, (_, double?: string, single?: string, escaped?: string, plain?: string) =>
      double === undefined ? (single ?? escaped ?? plain ?? "") : double.replace(/\\(["\\])/g, "$1"),
    ),
  );
}
