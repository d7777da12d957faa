import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../cli/check/manifests.js";
import { REPOSITORY, rampart } from "../support/command.js";
import { mistakesIn } from "./compiled.js";

const PAGE = readFileSync(join(REPOSITORY, "README.md"), "utf8");

/** The page's code in a language, in order; "": what commands print. */
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of, code = ""]) => (of === language ? [code] : []));

describe("README.md", () => {
  it("shows what rampart check prints of its manifest", async () => {
    const [manifest = ""] = blocks("yaml");
    const [, printed = ""] = blocks("");
    const [, arguments_ = ""] = /^npx rampart (check .*)$/m.exec(PAGE) ?? [];
    const folder = folderWith({ "deploy/web.yaml": manifest });
    const { code, stdout } = await rampart(arguments_.split(" "), { cwd: folder });
    assert.equal(stdout, printed);
    assert.equal(code, 1);
    const byDefault = await rampart(["check", "deploy/"], { cwd: folder });
    assert.match(byDefault.stdout, /^10 violations:/m);
    assert.match(PAGE, /finds nine more/);
  });

  it("has programs that compile", () => {
    const programs = blocks("ts");
    assert.equal(programs.length, 2);
    const mistakes = mistakesIn(new Map(programs.map((code, index) => [`readme-${index}`, code])));
    assert.deepEqual([...mistakes.values()].flat(), []);
  });

  it("names ids that rampart explain knows", async () => {
    const [, ids = ""] = /`npx rampart explain ([^`]+)`/.exec(PAGE) ?? [];
    assert.equal((await rampart(["explain", ...ids.split(" ")])).code, 0);
  });

  it("shows nothing wider than a terminal", () => {
    for (const line of blocks("").join("").split("\n")) assert.ok([...line].length <= 80, line);
  });
});
