import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { REPOSITORY } from "./support/command.js";

const PARTS = ["cli", "components", "sandbox"];
/** A path that compiled code builds from its own place: `resolve(__dirname, "../../../sandbox/…")`. */
const OWN_PATH = /(?:resolve|join)\)?\(__dirname, "([^"]+)"\)/g;

/** What `npm pack` would publish, without running a build. */
function packed(): ReadonlySet<string> {
  const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: REPOSITORY,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ files }] = JSON.parse(text) as [{ files: { path: string }[] }];
  return new Set(files.map(({ path }) => path));
}

describe("the npm package", () => {
  it("holds every file that its code opens by path", () => {
    const files = packed();
    const opened = new Set<string>();
    for (const part of PARTS)
      for (const name of readdirSync(join(REPOSITORY, "dist", part), { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".js")) continue;
        const file = join(REPOSITORY, "dist", part, name);
        for (const [, path = ""] of readFileSync(file, "utf8").matchAll(OWN_PATH))
          opened.add(relative(REPOSITORY, resolve(file, "..", path)));
      }
    opened.delete("");
    assert.ok(opened.size > 2, [...opened].join(", "));
    for (const path of opened)
      assert.ok(
        [...files].some((file) => file === path || file.startsWith(`${path}/`)),
        `${path} is not in the package`,
      );
  });

  it("holds the bundled policy pack and no test", () => {
    const files = packed();
    for (const name of ["bin/index.js", "PulumiPolicy.yaml", "package.json", "configuration.schema.json"])
      assert.ok(files.has(`policy-pack/${name}`), name);
    assert.ok(![...files].some((path) => path.includes("test/")));
  });
});
