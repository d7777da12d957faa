import assert from "node:assert/strict";
import { KeyRing, type KeyRingArgs } from "../../../components/eks/index.js";
import { recordResources } from "../../support/recorded-resources.js";

// Mocks show what is asked for. Who can do what by these policies is decided in key-ring-access.test.ts.
const ADMINISTRATOR = "arn:aws:iam::123456789012:role/platform-admins";
const ARGS: KeyRingArgs = { clusterName: "prod", administrators: [ADMINISTRATOR] };

const keys = async (args: Partial<KeyRingArgs> = {}) =>
  (await recordResources(() => new KeyRing("prod", { ...ARGS, ...args }))).filter(
    ({ type }) => type === "aws:kms/key:Key",
  );

describe("KeyRing", () => {
  it("NSA-SEC-04: has a key for each class of data, each rotated within a year", async () => {
    const recorded = await keys();
    assert.deepEqual(recorded.map(({ name }) => name).sort(), [
      "prod-logs-key",
      "prod-registry-key",
      "prod-secrets-key",
      "prod-volumes-key",
    ]);
    for (const { inputs } of recorded) {
      assert.equal(inputs.enableKeyRotation, true);
      assert.equal(inputs.rotationPeriodInDays, 365);
      assert.equal(inputs.deletionWindowInDays, 30);
      assert.equal(inputs.bypassPolicyLockoutSafetyCheck, undefined);
    }
  });

  it("lets only the log groups of the cluster and its network use the key of logs", async () => {
    const logs = (await keys()).find(({ name }) => name === "prod-logs-key");
    const { Statement } = JSON.parse(logs?.inputs.policy);
    const statement = Statement.find(({ Sid }: { Sid: string }) => Sid === "UseByCloudWatchLogs");
    assert.deepEqual(statement.Principal, { Service: "logs.eu-central-1.amazonaws.com" });
    assert.deepEqual(statement.Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"], [
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/prod/*",
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vpc/prod/*",
    ]);
  });

  for (const [what, args, message] of [
    ["nobody", { administrators: [] }, /^administrators: must name at least one role or user/],
    [
      "a session of a role",
      { administrators: ["arn:aws:sts::123456789012:assumed-role/admin/alice"] },
      /^administrators\[0\]: must be an ARN such as ".*", got "arn:aws:sts::123456789012:assumed-role\/admin\/alice"/,
    ],
    [
      "the whole account",
      { administrators: ["arn:aws:iam::123456789012:root"] },
      /^administrators\[0\]: must be an ARN/,
    ],
    ["a pattern", { administrators: ["arn:aws:iam::123456789012:role/*"] }, /^administrators\[0\]: must be an ARN/],
    ["one twice", { administrators: [ADMINISTRATOR, ADMINISTRATOR] }, /^administrators: must name each only once/],
    [
      "rotation after years",
      { rotationPeriodInDays: 2560 },
      /^rotationPeriodInDays: must be .* from 90 to 365, got 2560/,
    ],
    ["deletion at once", { deletionWindowInDays: 1 }, /^deletionWindowInDays: must be .* from 7 to 30, got 1/],
    ["a name that EKS has not", { clusterName: "-prod" }, /^clusterName: must be 1 to 100/],
  ] as const)
    it(`refuses ${what}`, async () => {
      await assert.rejects(keys(args as Partial<KeyRingArgs>), { message });
    });
});
