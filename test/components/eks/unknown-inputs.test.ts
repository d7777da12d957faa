import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AuditTrail, Registry, ThreatDetection } from "../../../components/eks/index.js";
import { AWS_ACCOUNT } from "../../support/recorded-resources.js";

/** What a preview gives for a value that only a deployment knows. */
const later = <T>(): pulumi.Output<T> => pulumi.output<T>(pulumi.unknown as never) as pulumi.Output<T>;

/** Names of what `program` registers in a preview. */
async function previewed(program: () => unknown): Promise<string[]> {
  const names: string[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs, custom }) => {
      if (custom) names.push(name);
      return { id: `${name}-id`, state: inputs };
    },
    call: ({ token }) => AWS_ACCOUNT[token] ?? {},
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", true);
  try {
    program();
    await pulumi.runtime.disconnect();
  } finally {
    await pulumi.runtime.setMocks(mocks);
  }
  return names;
}

describe("previews of audit, detection and registry with values that are not known yet", () => {
  it("show all that AuditTrail makes", async () => {
    const names = await previewed(
      () =>
        new AuditTrail("prod", {
          clusterName: later(),
          logGroupName: later(),
          alarmTopicArns: [later()],
          automation: [later()],
          expectedSourceCidrs: [later()],
          thresholds: { denied: later() },
          archive: { keyArn: later(), lockDays: later(), expireAfterDays: 60 },
          destination: { arn: later(), roleArn: later() },
          permissionsBoundary: later(),
          tags: later(),
        }),
    );
    for (const name of [
      "prod-secret-read",
      "prod-unexpected-source",
      "prod-archive",
      "prod-destination",
      "prod-log-silent",
    ])
      assert.ok(names.includes(name), name);
  });

  it("show all that ThreatDetection makes", async () => {
    const names = await previewed(
      () =>
        new ThreatDetection("account", { detectorId: later(), findingsTopicArn: later(), minimumSeverity: later() }),
    );
    assert.deepEqual([...new Set(names)].sort(), [
      "account-audit-logs",
      "account-findings",
      "account-inspector",
      "account-runtime",
      "account-vulnerabilities",
    ]);
  });

  it("show all that Registry makes", async () => {
    const names = await previewed(
      () =>
        new Registry("prod", {
          registryKeyArn: later(),
          keepImages: later(),
          repositories: {
            web: {
              allowMovingTags: [later()],
              keepImages: later(),
              pullAccountIds: [later()],
              pullPrincipalArns: [later()],
            },
          },
          caches: { hub: { upstream: "ghcr.io", credentialArn: later() } },
        }),
    );
    assert.deepEqual([...new Set(names)].sort(), ["prod-cache-creator", "prod-cache-hub", "prod-web"]);
  });

  it("throw where a plain value beside an unknown one is wrong", async () => {
    const wrong = () =>
      new AuditTrail("prod", { clusterName: later(), alarmTopicArns: [later(), "alarms"], automation: [later(), "*"] });
    await assert.rejects(async () => await previewed(wrong), /^Error: alarmTopicArns\[1\]: must be an ARN/);
    const users = () =>
      new AuditTrail("prod", { clusterName: later(), alarmTopicArns: [later()], automation: [later(), "*"] });
    await assert.rejects(async () => await previewed(users), /^Error: automation\[1\]: must be one name/);
  });
});
