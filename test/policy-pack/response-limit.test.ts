import assert from "node:assert/strict";
import type { Finding } from "../../policy-pack/finding.js";
import { withinLimit } from "../../policy-pack/response-limit.js";
import { RunningPack } from "./running-pack.js";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const RELATIONS = ["require-default-deny", "require-limit-range", "require-resource-quota"];

const namespaces = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    type: NAMESPACE,
    name: `ns-${index}`,
    props: { metadata: { name: `ns-${index}` } },
  }));

/** How many findings of each policy were sent, and how many more it says there are. */
function counted(diagnostics: readonly { readonly policyname: string; readonly message: string }[]) {
  return RELATIONS.map((policy) => {
    const own = diagnostics.filter(({ policyname }) => policyname === policy);
    const notes = own.flatMap(
      ({ message }) => /\n(\d+) more findings of (\S+) are left out: /.exec(message)?.[1] ?? [],
    );
    return {
      sent: own.length - notes.length,
      notes: notes.length,
      leftOut: notes.map(Number).reduce((a, b) => a + b, 0),
    };
  });
}

describe("an answer to the engine, which takes at most 4 MB", () => {
  let pack: RunningPack;
  before(async () => {
    pack = await RunningPack.start();
  });
  after(() => pack?.close());

  it("holds every finding where they fit", async () => {
    const counts = counted(await pack.analyzeStack(namespaces(2000)));
    for (const count of counts) assert.deepEqual(count, { sent: 2000, notes: 0, leftOut: 0 });
  });

  it("says of each policy exactly how many findings are left out, where they do not", async () => {
    // The client has gRPC's default limit, as the language host's proxy has: without the note this call fails.
    const counts = counted(await pack.analyzeStack(namespaces(3500)));
    for (const { sent, notes, leftOut } of counts) {
      assert.equal(notes, 1);
      assert.equal(sent + leftOut, 3500);
      assert.ok(sent > 2000, `${sent} sent`);
    }
  });

  it("leaves out nothing of a policy with few findings", () => {
    const finding = (policy: string, urn: string): Finding => ({
      policy,
      status: "violation",
      severity: "high",
      resource: { type: NAMESPACE, urn, name: urn },
      path: "",
      containers: [],
      message: "x".repeat(200),
      remediation: "",
    });
    const few = [finding("few", "a"), finding("few", "b")];
    const many = Array.from({ length: 100 }, (_, index) => finding("many", String(index)));
    const kept = withinLimit(new Map(Object.entries({ many, few })), () => "why", 5000);
    assert.deepEqual([...kept.keys()], ["many", "few"]);
    assert.deepEqual(kept.get("few"), few);
    const shown = kept.get("many") ?? [];
    assert.match(shown.at(-1)?.message ?? "", new RegExp(`^${100 - (shown.length - 1)} more findings of many`));
    assert.ok(shown.length > 5 && shown.length < 20, `${shown.length}`);
    assert.equal(shown.at(-1)?.resource.urn, "");
    assert.ok(Buffer.byteLength(shown.at(-1)?.message ?? "") < 300);
  });
});
