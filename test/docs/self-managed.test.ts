import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { parse, parseAllDocuments } from "yaml";
import { REPOSITORY } from "../support/command.js";
import { EngineProject } from "../support/engine-project.js";
import { kubeadmDryRun, kubeadmValidate } from "../support/kubeadm.js";
import { describeWithOracle, describeWithTools } from "../support/tiers.js";

const page = readFileSync(join(REPOSITORY, "docs", "self-managed.md"), "utf8");
/** The page's blocks of code in a language. */
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, code = ""]) => code);
const commands = blocks("sh").flatMap((block) => block.trim().split("\n"));

describe("docs/self-managed.md", () => {
  it("has commands that a shell can read", () => {
    assert.notEqual(commands.length, 0);
    for (const block of blocks("sh")) execFileSync("/bin/sh", ["-n", "-c", block]);
  });

  describeWithOracle("kubeadm", "followed word by word", () => {
    describeWithTools("by the engine and by kubeadm", () => {
      let folder: string;
      let project: EngineProject;
      let outputs: { cloudInit: string; workerFiles: Record<string, string>; join: string };
      before(async () => {
        folder = mkdtempSync(join(tmpdir(), "rampart-docs-"));
        const source = blocks("ts").join("\n").replaceAll('"pulumi-rampart"', JSON.stringify(REPOSITORY));
        const { code } = transformSync(source, { loader: "ts", format: "cjs" });
        project = await EngineProject.create({ "index.js": code });
        await project.succeed(["config", "set", "--secret", "encryptionKey", Buffer.alloc(32, 7).toString("base64")]);
        await project.succeed(["config", "set", "--secret", "bootstrapToken", "abcdef.0123456789abcdef"]);
        await project.succeed(["up", "--yes", "--skip-preview"]);
        const { stdout } = await project.succeed(["stack", "output", "--json", "--show-secrets"]);
        outputs = JSON.parse(stdout);
      });
      after(() => {
        project?.close();
        rmSync(folder, { recursive: true, force: true });
      });

      /** A file of the user data. */
      const written = (path: string): string =>
        (parse(outputs.cloudInit) as { write_files: { path: string; content: string }[] }).write_files.find(
          (file) => file.path === path,
        )?.content ?? assert.fail(`${path} is not written`);

      it("writes what its kubeadm commands for the first machine read, and these accept it", async () => {
        const of = (start: string) => commands.filter((command) => command.startsWith(start));
        const [path = "", ...others] = new Set(
          of("kubeadm init").map((command) => command.split("--config ")[1] ?? assert.fail(command)),
        );
        assert.deepEqual(others, []);
        const all = parseAllDocuments(written(path)).map((document) => document.toJS());
        assert.ok(of("kubeadm config validate").some((command) => command.endsWith(path)));
        const { ok, output } = await kubeadmValidate(folder, all);
        assert.ok(ok, output);
        assert.ok(of("kubeadm init --dry-run").length > 0);
        // The address of the default route, which a machine of the cluster has and this one need not have.
        const init = all.find(({ kind }) => kind === "InitConfiguration");
        init.localAPIEndpoint = { advertiseAddress: "10.0.0.10" };
        const run = await kubeadmDryRun(folder, all);
        for (const value of Object.values(run.flags["kube-apiserver"]))
          if (value.startsWith("/etc/kubernetes/rampart/")) assert.ok(written(value));
      });

      it("writes what its kubeadm commands for the next machines read, and these accept it", async () => {
        const configuration = JSON.parse(outputs.join);
        const place = configuration.discovery.file.kubeConfigPath;
        assert.ok(page.includes(`as \`${place}\``));
        const folderOfPatches = `${configuration.patches.directory}/`;
        assert.ok(Object.keys(outputs.workerFiles).some((path) => path.startsWith(folderOfPatches)));
        mkdirSync(join(folder, "worker"));
        configuration.discovery.file.kubeConfigPath = join(folder, "discovery.conf");
        writeFileSync(configuration.discovery.file.kubeConfigPath, "");
        const { ok, output } = await kubeadmValidate(join(folder, "worker"), [configuration]);
        assert.ok(ok, output);
      });

      it("shows no secret of its own program", async () => {
        const { stdout } = await project.succeed(["stack", "output"]);
        assert.match(stdout, /cloudInit\s+\[secret\]/);
        assert.match(stdout, /join\s+\[secret\]/);
      });
    });
  });
});
