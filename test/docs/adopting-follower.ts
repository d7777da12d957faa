import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { dayAfter, today } from "../../policy-pack/exemptions/day.js";
import { runEngine } from "../../sandbox/engine-run.js";
import { AwsProject, existingRole } from "../support/aws-project.js";
import { REPOSITORY, rampart } from "../support/command.js";
import { EngineProject } from "../support/engine-project.js";
import { type Block, changed, hasLines, isText, type ShownCommand, textOf } from "./adopting-page.js";

const EXAMPLES = join(REPOSITORY, "examples", "adopting");

/** The page's day, and one that is still to come. */
const [WRITTEN, EXPIRES] = ["2026-12-31", dayAfter(today(), 20)];

/** What the engine may do on this page. */
const HARMLESS = ["create", "import", "read", "refresh", "same", "update"];

/** Both projects of the page as they are for somebody who has followed it so far. */
export class Follower {
  private code: number | null = 0;
  /** A program as it was before its mistake. */
  private mended: { readonly project: EngineProject; readonly program: string } | undefined;
  private constructor(
    private readonly projects: Readonly<Record<string, EngineProject>>,
    readonly account: AwsProject,
  ) {}

  /** @param kubeconfig of the cluster that the project `shop` is in. */
  static async create(kubeconfig: string): Promise<Follower> {
    const file = (...path: string[]) => readFileSync(join(EXAMPLES, ...path), "utf8");
    const files = (name: string) => ({
      "Pulumi.yaml": file(name, "Pulumi.yaml"),
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
      "index.ts": file(name, "index.ts"),
    });
    const shop = await EngineProject.create(files("shop"), kubeconfig);
    const account = await AwsProject.create("", {
      existing: [existingRole("platform-admins")],
      files: { ...files("cluster"), "foundation.ts": file("cluster", "foundation.ts") },
    });
    for (const { directory } of [shop, account.project]) install(join(directory, "node_modules"));
    return new Follower({ shop, cluster: account.project }, account);
  }

  /** What there was before anybody had heard of Rampart. */
  async deploy(): Promise<void> {
    for (const project of Object.values(this.projects)) await this.pulumi(project, ["up"]);
    assert.equal(this.code, 0);
  }

  /** The project that a block is about. */
  private of({ project }: Block): EngineProject {
    return this.projects[project] ?? assert.fail(`there is no project ${project}`);
  }

  async follow(block: Block): Promise<void> {
    if (block.language === "ts") this.take(block);
    else if (block.language === "diff") this.change(block);
    else if (block.language === "json" || block.language === "yaml") this.write(block);
  }

  /** The program that the page shows, which is the example's. */
  private take(block: Block): void {
    assert.equal(textOf(block), readFileSync(join(REPOSITORY, block.about), "utf8"), block.about);
    this.of(block).write({ "index.ts": textOf(block) });
  }

  private change(block: Block): void {
    const project = this.of(block);
    const program = readFileSync(join(project.directory, "index.ts"), "utf8");
    if (block.about === "mistake") this.mended = { project, program };
    project.write({ "index.ts": changed(program, block).replaceAll(WRITTEN, EXPIRES) });
  }

  /** Takes a mistake back that the page shows. */
  mend(): void {
    this.mended?.project.write({ "index.ts": this.mended.program });
    this.mended = undefined;
  }

  /** A file of the project; what a stack's configuration has already stays. */
  private write(block: Block): void {
    const project = this.of(block);
    const text = textOf(block).replaceAll(WRITTEN, EXPIRES);
    if (!block.about.startsWith("Pulumi.")) {
      project.write({ [block.about]: text });
      return;
    }
    const { config } = load(text) as { readonly config: object };
    const before = load(readFileSync(join(project.directory, block.about), "utf8")) as { readonly config?: object };
    project.write({ [block.about]: JSON.stringify({ ...before, config: { ...before.config, ...config } }) });
  }

  /** Runs a command of the page as its reader does, and holds what it prints against what the page shows. */
  async run({ command, shown }: ShownCommand, block: Block): Promise<void> {
    if (command === "echo $?") {
      assert.equal(shown.join("\n"), `${this.code}`);
      this.code = 0;
      return;
    }
    assert.equal(this.code, 0, `before ${command}`);
    const [program, ...args] = command.split(" ");
    if (program === "pulumi") hasLines(await this.pulumi(this.of(block), args), shown);
    else if (command.startsWith("npx rampart preview "))
      hasLines(await this.rampart(this.of(block), args.slice(1)), shown);
    else if (command.startsWith("npx rampart ")) isText(await this.rampart(this.of(block), args.slice(1)), shown);
    else assert.fail(`nobody knows how to run ${command}`);
  }

  /** Whether the engine knows a command that nobody here can run, and its flags. */
  async hasCommand(line: string, block: Block): Promise<void> {
    const words = line.split(" ").slice(1);
    const end = words.findIndex((word) => !/^[a-z]+$/.test(word));
    const command = words.slice(0, end < 0 ? undefined : end).filter((word) => word !== "acme");
    const help = await this.pulumi(this.of(block), [...command, "--help"]);
    assert.match(help, new RegExp(`^  pulumi ${command.join(" ")} `, "m"), line);
    for (const flag of words.filter((word) => word.startsWith("--"))) assert.ok(help.includes(` ${flag} `), line);
  }

  private async pulumi(project: EngineProject, args: readonly string[]): Promise<string> {
    const more = args[0] === "up" ? ["--yes", "--skip-preview"] : [];
    const env = { ...process.env, ...project.env };
    const { code, output, steps } = await runEngine({
      ...{ executable: "pulumi", env, cwd: project.directory },
      args: [...args, ...more],
    });
    this.code = code;
    // Mistakes are refused in preview, before anything is done.
    if (code === 0) for (const { op, urn } of steps) assert.ok(HARMLESS.includes(op), `${op} of ${urn}\n${output}`);
    return output.replaceAll(EXPIRES, WRITTEN).replace(/\(\d[\d.]*s\)/g, "(…)");
  }

  private async rampart(project: EngineProject, args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await rampart(args, { cwd: project.directory, env: project.env });
    this.code = code;
    return `${stderr}${stdout}`.replaceAll(EXPIRES, WRITTEN);
  }

  close(): void {
    for (const project of Object.values(this.projects)) project.close();
  }
}

/** The packages of a project that has `pulumi-rampart` among them. */
function install(folder: string): void {
  rmSync(folder);
  mkdirSync(folder);
  symlinkSync(REPOSITORY, join(folder, "pulumi-rampart"));
  symlinkSync(join(REPOSITORY, "node_modules", "@pulumi"), join(folder, "@pulumi"));
}
