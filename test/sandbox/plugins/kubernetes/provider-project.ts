import { readFileSync } from "node:fs";
import type { HttpsClient } from "../../../../sandbox/control-plane/https-client.js";
import { sharedCluster } from "../../../support/cluster.js";
import { EngineProject, type EngineRun } from "../../../support/engine-project.js";

/** The part of an object that tests look at. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly managedFields: { readonly manager: string; readonly operation: string }[];
    readonly creationTimestamp: string;
  };
  readonly data?: Record<string, string>;
  readonly automountServiceAccountToken?: boolean;
}

/** The part of a resource in an exported state that tests look at. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: string[];
}

const HEAD = `const pulumi = require("@pulumi/pulumi"), k8s = require("@pulumi/kubernetes");
const step = process.env.STEP;
`;

/** A program on the shared control plane; runs get the program's variant as environment variable STEP. */
export class ProviderProject {
  private constructor(
    readonly project: EngineProject,
    private readonly api: HttpsClient,
  ) {}

  /** @param program JavaScript that finds `pulumi`, `k8s` and `step`. */
  static async create(program: string, files: Readonly<Record<string, string>> = {}): Promise<ProviderProject> {
    const { kubeconfig, api } = await sharedCluster();
    return new ProviderProject(await EngineProject.create({ "index.js": HEAD + program, ...files }, kubeconfig), api);
  }

  up(STEP = "", env: NodeJS.ProcessEnv = {}): Promise<EngineRun> {
    return this.project.succeed(["up", "--yes", "--skip-preview"], { STEP, ...env });
  }

  preview(STEP = "", ...args: string[]): Promise<EngineRun> {
    return this.project.succeed(["preview", ...args], { STEP });
  }

  /** An `up` or other command that must fail; its output. */
  async failing(args: readonly string[], STEP = ""): Promise<string> {
    const { code, output } = await this.project.run(args, { STEP });
    if (code === 0) throw new Error(`pulumi ${args.join(" ")} did not fail:\n${output}`);
    return output;
  }

  /** Text of the kubeconfig that the project sees. */
  async kubeconfig(): Promise<string> {
    return readFileSync((await sharedCluster()).kubeconfig, "utf8");
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse((await this.project.succeed(["stack", "output", "--json"])).stdout);
  }

  /** The stored resource with this logical name. */
  async stored(name: string): Promise<StoredResource> {
    const found = (await this.resources()).find(({ urn }) => urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`the state has no resource ${name}`);
    return found;
  }

  async resources(): Promise<StoredResource[]> {
    return ((await this.project.deployment()).resources ?? []) as unknown as StoredResource[];
  }

  get(path: string): Promise<LiveObject> {
    return this.api.json("GET", path);
  }

  async exists(path: string): Promise<boolean> {
    return (await this.api.send("GET", path)).status === 200;
  }

  post(path: string, body: unknown): Promise<unknown> {
    return this.api.json("POST", path, body);
  }

  /** A change by somebody else, as `manager`. */
  patch(path: string, body: unknown, manager = "somebody"): Promise<LiveObject> {
    return this.api.json("PATCH", `${path}?fieldManager=${manager}`, body, "application/merge-patch+json");
  }

  async delete(path: string): Promise<void> {
    await this.api.send("DELETE", path);
  }

  /** Destroys what is left, so that suites do not see each other's objects, and removes the project. */
  async close(): Promise<void> {
    await this.project.run(["destroy", "--yes", "--skip-preview", "--continue-on-error"]);
    this.project.close();
  }
}

/** Finished steps as the engine shows them, sorted: `+ kubernetes:core/v1:Secret sec created`. */
export function finishedSteps(output: string): string[] {
  const line = /^ ([-+~]+) +(\S+) (\S+) (created|updated|deleted|replaced|created replacement|deleted original) \(/gm;
  return [...new Set([...output.matchAll(line)].map(([, op, type, name, done]) => `${op} ${type} ${name} ${done}`))];
}
