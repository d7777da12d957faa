import assert from "node:assert/strict";
import { exemptionInNote, exemptNote } from "../../../policy-pack/exemptions/notes.js";
import { exemption } from "./runs.js";

describe("the note on an exempt violation", () => {
  const PLACES = {
    code: "exempt() named web-Pod-no-host-namespaces",
    annotation: "annotation on web",
    "stack configuration": "the stack's configuration: rampart:exemptions[0]",
    file: "/etc/rampart/exemptions.yaml:12",
  } as const;
  for (const [channel, statedAt] of Object.entries(PLACES))
    it(`says by whom, why and how long, so that it can be read again: ${channel}`, () => {
      const stated = exemption({ channel: channel as keyof typeof PLACES, statedAt, reason: "old (see: #12): agent" });
      const note = exemptNote("no-host-namespaces", stated);
      assert.deepEqual(exemptionInNote(note), { ...stated, match: {} });
      assert.ok(Buffer.byteLength(note) < 300);
    });

  it("is no other text", () => assert.equal(exemptionInNote("pod must not set hostPID=true (spec)."), undefined));
});
