import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type ExemptionArgs, exempt } from "../../components/index.js";
import { registered } from "../support/recorded-resources.js";

const ARGS: ExemptionArgs = {
  policies: ["no-host-namespaces"],
  reason: "The agent reads the processes of its node.",
  owner: "team-shop",
  expires: "2026-12-31",
};

const agent = (): pulumi.ComponentResource => new pulumi.ComponentResource("test:index:Agent", "agent", {});

describe("exempt", () => {
  it("registers what is exempt, why, until when and by whom, and returns its target", async () => {
    let same = false;
    const seen = await registered(() => {
      const target = agent();
      same = exempt(target, ARGS) === target;
    });
    assert.ok(same);
    const exemption = seen.find(({ type }) => type === "rampart:index:Exemption");
    assert.equal(exemption?.name, "agent-Agent-no-host-namespaces");
    assert.deepEqual(exemption?.inputs, { targetType: "test:index:Agent", targetName: "agent", ...ARGS });
  });

  const WRONG: readonly (readonly [string, object, RegExp])[] = [
    ["no policies", { policies: [] }, /^exempt: policies must be a list of policy ids, got \[\]$/],
    ["policies that are no list", { policies: "no-root-user" }, /policies must be a list of policy ids/],
    ["every policy", { policies: ["*"] }, /^exempt: policies must be ids such as "no-host-namespaces", got "\*"$/],
    ["no reason", { reason: " " }, /^exempt: reason must be a text, got " "$/],
    ["no owner", { owner: undefined }, /^exempt: owner must be a text, got nothing$/],
    ["no day", { expires: undefined }, /^exempt: expires must be a day such as "2026-12-31", got nothing$/],
    ["another format", { expires: "31.12.2026" }, /got "31\.12\.2026"$/],
    ["a day that there is not", { expires: "2026-02-29" }, /got "2026-02-29"$/],
    ["a date", { expires: new Date("2026-12-31") }, /got "2026-12-31T00:00:00\.000Z"$/],
  ];
  for (const [what, changes, message] of WRONG)
    it(`refuses ${what}`, async () => {
      const seen = await registered(() => {
        assert.throws(() => exempt(agent(), { ...ARGS, ...changes }), { message });
      });
      assert.deepEqual(
        seen.map(({ type }) => type),
        ["test:index:Agent"],
      );
    });

  it("refuses what this program does not make", () => {
    assert.throws(
      () => exempt({} as pulumi.Resource, ARGS),
      /^Error: exempt: resource must be one that this program makes/,
    );
  });
});
