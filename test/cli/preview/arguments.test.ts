import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { previewArguments } from "../../../cli/preview/arguments.js";
import { positionsIn } from "../../../cli/preview/positions.js";
import { folderWith } from "../check/manifests.js";

const privateFolder = folderWith({
  "ours/package.json": '{"name":"rampart"}',
  "theirs/package.json": '{"name":"theirs"}',
});
const EVENTS = join(privateFolder, "events.jsonl");
const NONE = join(privateFolder, "no-settings.json");
const ours = join(privateFolder, "ours");
const theirs = join(privateFolder, "theirs");

const argumentsFor = (args: readonly string[], config?: string) =>
  previewArguments({ args, config, pack: "/pack", packName: "rampart", privateFolder });

describe("the arguments of pulumi preview", () => {
  const START = ["preview", "--event-log", EVENTS];
  const PACK = ["--policy-pack", "/pack"];
  const CASES: readonly (readonly [string, readonly string[], string | undefined, readonly string[]])[] = [
    ["add the pack", ["--diff"], undefined, [...PACK, "--diff"]],
    ["add its settings", [], "/levels.json", [...PACK, "--policy-pack-config", "/levels.json"]],
    [
      "leave the settings of the only pack where they are",
      ["--policy-pack-config", "a.json"],
      undefined,
      [...PACK, "--policy-pack-config", "a.json"],
    ],
    ["add the pack to others", [`--policy-pack=${theirs}`], undefined, [...PACK, `--policy-pack=${theirs}`]],
    [
      "give every pack settings where one has them",
      ["--policy-pack", theirs, "--policy-pack-config", "a.json"],
      undefined,
      [...PACK, "--policy-pack-config", NONE, "--policy-pack", theirs, "--policy-pack-config", "a.json"],
    ],
    [
      "give every pack settings where ours has them",
      ["--policy-pack", theirs],
      "/levels.json",
      [...PACK, "--policy-pack-config", "/levels.json", "--policy-pack-config", NONE, "--policy-pack", theirs],
    ],
    ["take the pack that they name", ["--policy-pack", ours], undefined, ["--policy-pack", ours]],
    [
      "take it from a list, and relative to the working folder",
      ["-C", privateFolder, "--policy-pack", "theirs,ours"],
      undefined,
      ["-C", privateFolder, "--policy-pack", "theirs,ours"],
    ],
  ];
  for (const [what, args, config, expected] of CASES)
    it(what, () => assert.deepEqual(argumentsFor(args, config).args, [...START, ...expected]));

  it("have settings without any where a pack needs an own file", () => assert.equal(readFileSync(NONE, "utf8"), "{}"));

  it("refuse settings for a pack that they name themselves", () =>
    assert.throws(
      () => argumentsFor(["--policy-pack", ours], "/levels.json"),
      /--policy-pack-config instead of --config/,
    ));

  it("have the user's own event log, if there is one", () => {
    assert.equal(argumentsFor(["--event-log=mine.jsonl"]).eventLog, resolve("mine.jsonl"));
    assert.equal(argumentsFor(["--cwd", "/project", "--event-log", "mine.jsonl"]).eventLog, "/project/mine.jsonl");
    assert.equal(argumentsFor([]).eventLog, EVENTS);
  });
});

describe("the positions in the engine's log of its calls", () => {
  const STACK = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";
  const call = (method: string, request: object, response?: object): string =>
    JSON.stringify({ method: `/pulumirpc.ResourceMonitor/${method}`, request, ...(response ? { response } : {}) });
  const at = (file: string, line: number) => ({ uri: `file://${resolve(file)}`, line });
  const positions = (...lines: readonly string[]) =>
    Object.fromEntries(positionsIn(join(folderWith({ "calls.jsonl": `${lines.join("\n")}\n` }), "calls.jsonl")));

  it("belong to resources with and without an answer, whatever their parents", () => {
    const team = "urn:pulumi:dev::test::test:index:Team::team";
    const request = (name: string, parent: string) => ({
      type: "a:b:C",
      name,
      parent,
      sourcePosition: at("index.ts", 3),
    });
    assert.deepEqual(
      positions(
        call("RegisterResource", request("refused", STACK)),
        call("RegisterResource", request("below", team)),
        call("RegisterResource", request("answered", ""), { urn: "urn:pulumi:dev::test::a:b:C::answered" }),
        call("RegisterResource", { type: "a:b:C", name: "nowhere", parent: STACK }),
        call("Invoke", request("other", STACK)),
      ),
      {
        "urn:pulumi:dev::test::a:b:C::refused": { file: "index.ts", line: 3 },
        "urn:pulumi:dev::test::test:index:Team$a:b:C::below": { file: "index.ts", line: 3 },
        "urn:pulumi:dev::test::a:b:C::answered": { file: "index.ts", line: 3 },
      },
    );
  });

  it("are those of the program's own code", () => {
    const frames = [at("node_modules/lib/web.js", 1), at("src/shop.ts", 7), at("index.ts", 9)].map((pc) => ({ pc }));
    const request = { type: "a:b:C", name: "x", parent: STACK, stackTrace: { frames: [{}, ...frames] } };
    assert.deepEqual(positions(call("RegisterResource", request)), {
      "urn:pulumi:dev::test::a:b:C::x": { file: "src/shop.ts", line: 7 },
    });
  });

  it("are none where the log is cut or not there", () => {
    assert.deepEqual(positions('{"method":"/pulumirpc.ResourceMonitor/RegisterResource","request":{"ty'), {});
    assert.equal(positionsIn(join(privateFolder, "none.jsonl")).size, 0);
  });
});
