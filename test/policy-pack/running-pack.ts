import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import {
  type AnalyzeDiagnostic,
  AnalyzeRequest,
  type AnalyzeResponse,
  AnalyzerPropertyDependencies,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  type EnforcementLevel,
  PolicyConfig,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

const REPOSITORY = resolve(__dirname, "../../..");
const START_LIMIT_MS = 30_000;

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::test::${type}::${name}`;

const requestFor = (type: string, name: string, props: Record<string, unknown>): AnalyzeRequest =>
  new AnalyzeRequest()
    .setType(type)
    .setName(name)
    .setUrn(urnOf(type, name))
    .setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props))))
    .setOptions(new AnalyzerResourceOptions());

interface StackResource {
  readonly type: string;
  readonly name: string;
  readonly props: object;
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** The bundled pack in a process of its own, asked as the engine asks. */
export class RunningPack {
  private constructor(
    private readonly client: AnalyzerClient,
    /** The first bytes on standard output, up to the first line's end. */
    readonly firstLine: string,
    readonly close: () => Promise<void>,
  ) {}

  /** Starts `policy-pack/` from a folder of its own, which sees nothing of the repository but its node_modules. */
  static async start(): Promise<RunningPack> {
    const folder = mkdtempSync(join(tmpdir(), "rampart-pack-"));
    cpSync(join(REPOSITORY, "policy-pack"), join(folder, "pack"), {
      recursive: true,
      filter: (path) => !path.endsWith(".ts"),
    });
    symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "pack", "node_modules"));
    const runner = join(REPOSITORY, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", join(folder, "pack")], {
      cwd: join(folder, "pack"),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        PULUMI_NODEJS_PROJECT: "test",
        PULUMI_NODEJS_STACK: "dev",
        PULUMI_NODEJS_ORGANIZATION: "organization",
        PULUMI_NODEJS_DRY_RUN: "true",
        PULUMI_CONFIG: "{}",
      },
    });
    const exited = once(child, "close");
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const close = async (): Promise<void> => {
      child.kill("SIGKILL");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const firstLine = await new Promise<string>((found, failed) => {
        let output = "";
        const timer = setTimeout(
          () => failed(new Error(`no port after ${START_LIMIT_MS} ms: ${errors}`)),
          START_LIMIT_MS,
        );
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          if (!output.includes("\n")) return;
          clearTimeout(timer);
          found(output.slice(0, output.indexOf("\n")));
        });
        child.on("close", (code) => failed(new Error(`the pack exited with ${code}: ${errors}`)));
      });
      const client = new AnalyzerClient(`127.0.0.1:${firstLine}`, credentials.createInsecure());
      return new RunningPack(client, firstLine, async () => {
        client.close();
        await close();
      });
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Sends one resource; its URN is `urn:pulumi:dev::test::TYPE::NAME`. */
  analyze(type: string, name: string, props: Record<string, unknown>): Promise<AnalyzeDiagnostic.AsObject[]> {
    return new Promise((done, failed) =>
      this.client.analyze(requestFor(type, name, props), (error, response: AnalyzeResponse) =>
        error === null ? done(response.toObject().diagnosticsList) : failed(error),
      ),
    );
  }

  /** Asks for a resource's fixes; each with the whole inputs after it. */
  remediate(
    type: string,
    name: string,
    props: Record<string, unknown>,
  ): Promise<{ readonly policy: string; readonly properties: unknown; readonly diagnostic: string }[]> {
    return new Promise((done, failed) =>
      this.client.remediate(requestFor(type, name, props), (error, response: RemediateResponse) =>
        error === null
          ? done(
              response.getRemediationsList().map((remediation) => ({
                policy: remediation.getPolicyname(),
                properties: remediation.getProperties()?.toJavaScript(),
                diagnostic: remediation.getDiagnostic(),
              })),
            )
          : failed(error),
      ),
    );
  }

  /** Sends all resources of a stack, with URNs as those of `analyze`; `dependencies` are URNs by property. */
  analyzeStack(resources: readonly StackResource[]): Promise<AnalyzeDiagnostic.AsObject[]> {
    const request = new AnalyzeStackRequest().setResourcesList(
      resources.map(({ type, name, props, dependencies = {} }) => {
        const resource = new AnalyzerResource()
          .setType(type)
          .setName(name)
          .setUrn(urnOf(type, name))
          .setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props))))
          .setOptions(new AnalyzerResourceOptions());
        for (const [property, urns] of Object.entries(dependencies))
          resource
            .getPropertydependenciesMap()
            .set(property, new AnalyzerPropertyDependencies().setUrnsList([...urns]));
        return resource;
      }),
    );
    return new Promise((done, failed) =>
      this.client.analyzeStack(request, (error, response: AnalyzeResponse) =>
        error === null ? done(response.toObject().diagnosticsList) : failed(error),
      ),
    );
  }

  /** Sets levels as `--policy-pack-config` does. */
  configure(levels: Readonly<Record<string, EnforcementLevel>>): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    for (const [policy, level] of Object.entries(levels))
      request
        .getPolicyconfigMap()
        .set(policy, new PolicyConfig().setEnforcementlevel(level).setProperties(Struct.fromJavaScript({})));
    return new Promise((done, failed) =>
      this.client.configure(request, (error) => (error === null ? done() : failed(error))),
    );
  }
}
