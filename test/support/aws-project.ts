import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { writeLauncher } from "../../sandbox/plugins/own.js";
import type { JsonMap } from "../../sandbox/plugins/provider/values.js";
import {
  append,
  type Entry,
  type Failure,
  type LiveResource,
  readJournal,
  replay,
  resourceOf,
} from "./aws-provider/journal.js";
import { EngineProject, type EngineRun } from "./engine-project.js";

const PLUGIN = resolve(__dirname, "aws-provider", "pulumi-resource-aws.js");
const COMPONENTS = resolve(__dirname, "../../components/eks/index.js");

const HEAD = `const pulumi = require("@pulumi/pulumi"), aws = require("@pulumi/aws"), eks = require(${JSON.stringify(COMPONENTS)});
const step = process.env.STEP ?? "";
`;

/** A resource as the engine's state has it. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** Puts the fake into the engine's home; `journal` is the file that holds the account, which is empty. */
export function installAws(home: string, journal: string): void {
  const { version } = JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8"));
  writeLauncher(
    join(home, "plugins", `resource-aws-v${version}`),
    "pulumi-resource-aws",
    PLUGIN,
    `--journal=${journal}`,
    `--version=${version}`,
  );
  writeFileSync(journal, "");
}

/**
 * A program on the real engine and a pretended AWS account. The account is the fake of `aws-provider`: what it shows is
 * how the engine and our programs behave towards an AWS as we describe it there.
 */
export class AwsProject {
  private constructor(
    readonly project: EngineProject,
    /** The file that holds the account. */
    readonly journalPath: string,
  ) {}

  /**
   * @param program JavaScript that finds `pulumi`, `aws`, `eks` (components/eks) and `step`.
   * @param existing what is in the account beforehand, by `exists`.
   */
  static async create(
    program: string,
    {
      existing = [],
      files = {},
    }: { existing?: readonly LiveResource[]; files?: Readonly<Record<string, string>> } = {},
  ): Promise<AwsProject> {
    const project = await EngineProject.create({
      "index.js": HEAD + program,
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
      ...files,
    });
    const home = project.env.PULUMI_HOME ?? "";
    const journal = join(dirname(project.directory), "aws-account.jsonl");
    installAws(home, journal);
    const made = new AwsProject(project, journal);
    for (const resource of existing) made.exists(resource);
    return made;
  }

  /** Puts something into the account that no program of ours made, or changes it behind the engine's back. */
  exists(resource: LiveResource): void {
    append(this.journalPath, { op: "create", ...resource });
  }

  /** Takes something out of the account behind the engine's back. */
  vanishes(type: string, id: string): void {
    append(this.journalPath, { op: "delete", type, id });
  }

  /** Makes one operation of the next runs fail, once. */
  fail(failure: Failure): void {
    append(this.journalPath, { op: "inject", failure });
  }

  /** Everything that was done to the account, in order of time. */
  journal(): Entry[] {
    return readJournal(this.journalPath);
  }

  /** What is in the account now. */
  live(): readonly LiveResource[] {
    return [...replay(this.journal()).values()];
  }

  /** A resource of the account as it is now. */
  find(type: string, id: string): LiveResource | undefined {
    return this.live().find((resource) => resource.type === type && resource.id === id);
  }

  /**
   * What programs did to the account, in order of time, as `TYPE::NAME` of the resource; without what AWS did by itself.
   * A replacement is a `create` and a `delete` of the same.
   */
  operations(...kinds: readonly ("create" | "update" | "delete")[]): readonly string[] {
    const wanted: readonly string[] = kinds.length > 0 ? kinds : ["create", "update", "delete"];
    return this.journal().flatMap((entry) =>
      wanted.includes(entry.op) && "urn" in entry && entry.urn !== undefined ? [resourceOf(entry.urn)] : [],
    );
  }

  /** What was in the account after each operation on it. */
  *history(): Generator<{ readonly entry: Entry; readonly live: readonly LiveResource[] }> {
    const entries = this.journal();
    for (const [index, entry] of entries.entries())
      if (entry.op === "create" || entry.op === "update" || entry.op === "delete")
        yield { entry, live: [...replay(entries.slice(0, index + 1)).values()] };
  }

  up(step = "", ...args: readonly string[]): Promise<EngineRun> {
    return this.succeed(["up", "--yes", "--skip-preview", ...args], step);
  }

  preview(step = "", ...args: readonly string[]): Promise<EngineRun> {
    return this.succeed(["preview", ...args], step);
  }

  destroy(step = "", ...args: readonly string[]): Promise<EngineRun> {
    return this.succeed(["destroy", "--yes", "--skip-preview", ...args], step);
  }

  /** A command that must succeed. */
  succeed(args: readonly string[], step = ""): Promise<EngineRun> {
    append(this.journalPath, { op: "run", command: args.join(" ") });
    return this.project.succeed(args, { STEP: step });
  }

  /** A command that must fail; its output. */
  async failing(args: readonly string[], step = ""): Promise<string> {
    append(this.journalPath, { op: "run", command: args.join(" ") });
    const { code, output } = await this.project.run(args, { STEP: step });
    if (code === 0) throw new Error(`pulumi ${args.join(" ")} did not fail:\n${output}`);
    return output;
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse((await this.project.succeed(["stack", "output", "--json"])).stdout);
  }

  async resources(): Promise<readonly StoredResource[]> {
    return ((await this.project.deployment()).resources ?? []) as unknown as StoredResource[];
  }

  close(): void {
    this.project.close();
  }
}

/** Something that is in the account beforehand. */
export const existing = (type: string, id: string, state: JsonMap): LiveResource => ({
  type,
  id,
  state: { id, ...state },
});

/** A role of this account that is there beforehand. */
export const existingRole = (name: string, accountId = "123456789012"): LiveResource =>
  existing("aws:iam/role:Role", name, { name, path: "/", arn: `arn:aws:iam::${accountId}:role/${name}` });
