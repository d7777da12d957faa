import assert from "node:assert/strict";
import { typesJudgedBy } from "../../../policy-pack/judged-types.js";
import { policies } from "../../../policy-pack/policies/index.js";

describe("the types of AWS that policies name", () => {
  const tokens = [...typesJudgedBy(policies)].filter((token) => token.startsWith("aws:")).sort();

  it("are those of @pulumi/aws", () => {
    assert.ok(tokens.length > 15);
    for (const token of tokens) {
      const [, module = "", file = "", name = ""] = /^aws:([a-z0-9]+)\/(\w+):(\w+)$/i.exec(token) ?? [];
      const { [name]: resource } = require(`@pulumi/aws/${module}/${file}.js`);
      assert.equal(resource?.__pulumiType, token);
    }
  });

  it("are known to sources by the policies themselves, those of relations and of deletions as well", () => {
    for (const token of ["aws:ec2/flowLog:FlowLog", "aws:ec2/route:Route", "aws:kms/replicaKey:ReplicaKey"])
      assert.ok(tokens.includes(token), token);
  });
});
