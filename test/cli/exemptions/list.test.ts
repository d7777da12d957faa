import assert from "node:assert/strict";
import { join } from "node:path";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import { rampart } from "../../support/command.js";
import { folderWith, SHARING_POD } from "../check/manifests.js";

const on = (days: number): string => dayAfter(today(), days);
const annotated = (days: number, id = "no-host-namespaces"): string =>
  SHARING_POD.replace(
    "  labels:",
    `  annotations:\n    rampart.dev/exempt-${id}: expires=${on(days)}; owner=team-shop; reason=a reason\n  labels:`,
  );
const CENTRAL = `exemptions:
  - {policies: [no-host-ports], match: {name: shell}, reason: ports, owner: team-net, expires: ${on(90)}}
  - {policies: [no-host-ports], match: {name: "*"}, reason: all, owner: team-net, expires: ${on(200)}}
`;

async function list(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const folder = folderWith(files);
  const run = await rampart(["exemptions", folder, ...options.map((option) => option.replace("FOLDER", folder))]);
  return { ...run, folder };
}

describe("rampart exemptions", () => {
  it("lists each with days left, owner and place, the next to end first, and says which are unused", async () => {
    const files = { "pod.yaml": annotated(5), "central.txt": CENTRAL };
    const { code, stdout, folder } = await list(files, "--exemptions", "FOLDER/central.txt");
    assert.equal(code, 0);
    const [first, second, third] = stdout.split(/\n(?=\d{4}-)/);
    assert.match(first ?? "", new RegExp(`^${on(5)} {2}5 days left {2}team-shop\n {2}no-host-namespaces\n`));
    assert.match(
      (first ?? "").replaceAll(/\n +/g, " "),
      new RegExp(`${folder}/pod\\.yaml:7 \\(annotation\\) a reason$`),
    );
    assert.match(second ?? "", /team-net\n[\s\S]*\(file\)\n {2}ports\n {2}Unused: no-host-ports/);
    assert.match(third ?? "", /matches too much, and/);
    assert.match(stdout, /\n3 exemptions, 1 unused\.\n$/);
  });

  it("fails when one ends within the days that are given", async () => {
    const codes = await Promise.all(
      ["4", "5", "30"].map(async (days) => (await list({ "pod.yaml": annotated(5) }, "--expiring", days)).code),
    );
    assert.deepEqual(codes, [0, 1, 1]);
    const ended = await list({ "pod.yaml": annotated(-2) }, "--expiring", "0");
    assert.equal(ended.code, 1);
    assert.match(ended.stdout, /ended 2 days ago/);
    assert.equal(ended.stderr, "An exemption ends within 0 days.\n");
  });

  it("fails for one that nobody can read, as nobody knows when it ends", async () => {
    const { code, stdout } = await list({ "pod.yaml": annotated(90, "no-such-policy") }, "--expiring", "30");
    assert.equal(code, 1);
    assert.match(stdout, /^unreadable {2}.*pod\.yaml:7\n/);
  });

  it("says what it has of a file alone, and not that it is unused", async () => {
    const folder = folderWith({ "central.yaml": CENTRAL });
    const run = await rampart(["exemptions", "--exemptions", join(folder, "central.yaml"), "--format", "json"]);
    const { version, exemptions } = JSON.parse(run.stdout);
    assert.equal(version, 1);
    assert.deepEqual(
      exemptions.map((listed: Record<string, unknown>) => [listed.daysLeft, listed.exempts, listed.unused]),
      [
        [90, ["no-host-ports"], null],
        [200, [], null],
      ],
    );
    assert.equal(exemptions[1].problems[0].rule, "exemption-too-broad");
  });

  it("ends with exit code 2 where it cannot look", async () => {
    const broken = await list(
      { "pod.yaml": annotated(5), "broken.yaml": "apiVersion: v1\nkind: [\n" },
      "--expiring",
      "30",
    );
    assert.equal(broken.code, 2);
    assert.match(broken.stdout.replaceAll(/\n +/g, " "), /Could not be read: .*broken\.yaml:\d: /);
    for (const [args, message] of [
      [[], /^Name manifests to look at/],
      [["--exemptions", "none.yaml"], /^none\.yaml: there is no such file/],
      [["x", "--expiring", "soon"], /It must be a whole number of days\./],
    ] as const) {
      const run = await rampart(["exemptions", ...args]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
    }
  });

  it("says so where there is none", async () => {
    const { code, stdout } = await list({ "pod.yaml": SHARING_POD }, "--expiring", "30");
    assert.deepEqual([code, stdout], [0, "0 exemptions.\n"]);
  });
});
