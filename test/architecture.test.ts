import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");

/** Which part may import which; `test` and `bench` see all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  controls: [],
  components: ["controls"],
  "policy-pack": ["controls"],
  stacks: ["components"],
  plugin: ["components"],
  sandbox: ["components/control-plane", "controls"],
  cli: ["policy-pack", "controls", "sandbox"],
};

/** The only files that know CrossGuard. */
const CROSSGUARD = ["policy-pack/crossguard.ts", "policy-pack/engine-requests.ts", "policy-pack/index.ts"];

const IMPORT = /(?:\bfrom|\bimport|\brequire\()\s*["']([^"']+)["']/g;

const sources = (part: string): string[] =>
  readdirSync(join(REPOSITORY, part), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/(^|\/)(node_modules|bin)\//.test(name))
    .map((name) => join(part, name));

/** What a file imports: files of the repository by their path, packages by their name. */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(REPOSITORY, file), "utf8").matchAll(IMPORT)].map(([, target = ""]) =>
    target.startsWith(".") ? relative(REPOSITORY, resolve(REPOSITORY, dirname(file), target)) : target,
  );

describe("the arrows between the parts", () => {
  for (const [part, allowed] of Object.entries(MAY_IMPORT))
    it(`${part} imports ${allowed.join(", ") || "no other part"}`, () => {
      const files = sources(part);
      assert.notEqual(files.length, 0, `no source in ${part}`);
      for (const file of files)
        for (const target of importsOf(file)) {
          const other = target.replace(/^pulumi-rampart(?=$|\/)/, "components");
          const isPart = Object.keys(MAY_IMPORT).some((name) => other === name || other.startsWith(`${name}/`));
          const own = other === part || other.startsWith(`${part}/`);
          const fits = allowed.some((name) => other === name || other.startsWith(`${name}/`));
          assert.ok(!isPart || own || fits, `${file} imports ${target}`);
        }
    });

  it("are those of the drawing in docs/architecture.md", () => {
    const page = readFileSync(join(REPOSITORY, "docs/architecture.md"), "utf8");
    const [, drawing = ""] = /```mermaid\n([\s\S]*?)```/.exec(page) ?? [];
    const parts = new Map(
      [...drawing.matchAll(/^ {2}(\w+)\["([\w/-]+)<br\/>/gm)].map(([, id = "", part = ""]) => [id, part]),
    );
    const drawn = [...drawing.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
      ([, from = "", to = ""]) => `${parts.get(from)} -> ${parts.get(to)}`,
    );
    const allowed = Object.entries(MAY_IMPORT).flatMap(([part, others]) =>
      others.map((other) => `${part} -> ${other}`),
    );
    assert.deepEqual(drawn.sort(), allowed.sort());
  });

  it("policies are evaluated without CrossGuard", () => {
    for (const file of sources("policy-pack").filter((name) => !CROSSGUARD.includes(name)))
      assert.ok(!importsOf(file).some((target) => target.startsWith("@pulumi/")), file);
  });
});
