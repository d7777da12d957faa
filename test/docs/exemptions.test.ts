import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import ts from "typescript";
import { dayAfter, today } from "../../policy-pack/exemptions/day.js";
import { parseCentralFile } from "../../policy-pack/exemptions/file.js";
import { HYGIENE_RULES } from "../../policy-pack/exemptions/hygiene.js";
import { isNarrow } from "../../policy-pack/exemptions/match.js";
import { exemptionsIn } from "../../policy-pack/exemptions/stack-configuration.js";
import { policies } from "../../policy-pack/policies/index.js";
import { folderWith } from "../cli/check/manifests.js";
import { REPOSITORY, rampart } from "../support/command.js";

const IDS = policies.map(({ id }) => id);
const PAGE = readFileSync(join(REPOSITORY, "docs/EXEMPTIONS.md"), "utf8");

/** The page's code in a language, in order, with a day that is still to come. */
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code = ""]) =>
    code.replaceAll("2026-12-31", dayAfter(today(), 10)),
  );

describe("docs/EXEMPTIONS.md", () => {
  const [manifest = "", configuration = "", central = ""] = blocks("yaml");

  it("has an annotation that exempts its pod", async () => {
    const { stdout } = await rampart(["check", folderWith({ "pod.yaml": manifest })]);
    assert.match(stdout, /exempt {2}no-host-namespaces/);
    assert.doesNotMatch(stdout, /-exemption/);
  });

  it("has stack configuration and a central file that are read, and narrow", () => {
    const { config } = load(configuration) as { readonly config: Readonly<Record<string, unknown>> };
    const value = config["rampart:exemptions"] as readonly object[];
    const ofStack = exemptionsIn([{ channel: "stack configuration", statedAt: "Pulumi.dev.yaml", value }], IDS);
    const { exemptions, neverExempt, maximumDays } = parseCentralFile(central, "exemptions.yaml", IDS);
    for (const { match, reason, owner } of [...ofStack, ...exemptions])
      assert.ok(isNarrow(match) && reason !== "" && owner !== "");
    assert.deepEqual([ofStack.length, exemptions.length, neverExempt.size], [1, 1, 1]);
    assert.deepEqual(Object.keys(maximumDays), ["critical", "high", "medium", "low"]);
  });

  it("has a program that registers the exemption", async () => {
    const types: string[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        types.push(type);
        return { id: name, state: inputs };
      },
      call: () => ({}),
    });
    const { outputText } = ts.transpileModule(blocks("ts")[0] ?? "", {
      compilerOptions: { module: ts.ModuleKind.CommonJS, esModuleInterop: true },
    });
    new Function("require", "exports", outputText)(require, {});
    await pulumi.runtime.disconnect();
    assert.deepEqual(types.sort(), ["kubernetes:apps/v1:DaemonSet", "rampart:index:Exemption"]);
  });

  it("has commands that there are", async () => {
    const commands = blocks("sh").flatMap((block) => block.split("\n").filter((line) => line.startsWith("rampart ")));
    assert.equal(commands.length, 4);
    const folder = folderWith({ "pod.yaml": manifest, "central.txt": central });
    for (const command of commands) {
      const args = command.replace(/ >.*/, "").replaceAll("deploy/", folder).split(" ").slice(1);
      const { code, stderr } = await rampart(
        args.map((arg) => arg.replace("exemptions.yaml", `${folder}/central.txt`)),
      );
      assert.notEqual(code, 2, stderr);
    }
  });

  it("has every finding on exemptions, with its severity and level", () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z]+-[a-z-]+)` \| (\w+) \| (\w+) \|/gm)].map(([, ...cells]) => cells);
    assert.deepEqual(rows.sort(), HYGIENE_RULES.map(({ id, severity, level }) => [id, severity, level]).sort());
  });
});
