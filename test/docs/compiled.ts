import { join } from "node:path";
import ts from "typescript";
import { REPOSITORY } from "../support/command.js";

/** What the compiler has against programs by name, under the project's own settings, all in one go. */
export function mistakesIn(programs: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const files = new Map([...programs].map(([name, code]) => [join(REPOSITORY, "stacks", `${name}.ts`), code]));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(REPOSITORY, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    REPOSITORY,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, language, ...more) => {
    const code = files.get(name);
    return code === undefined
      ? getSourceFile(name, language, ...more)
      : ts.createSourceFile(name, code, language, true);
  };
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host);
  return new Map(
    [...programs.keys()].map((name) => [
      name,
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(join(REPOSITORY, "stacks", `${name}.ts`)))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    ]),
  );
}

/** A program as Node runs it, with the package where the repository has built it. */
export const transpiled = (code: string): string =>
  ts
    .transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    })
    .outputText.replaceAll('"pulumi-rampart"', JSON.stringify(REPOSITORY))
    .replaceAll('"pulumi-rampart/eks"', JSON.stringify(join(REPOSITORY, "dist/components/eks")));
