import assert from "node:assert/strict";
import type { LiveResource } from "../../../support/aws-provider/journal.js";
import { describeWithTools } from "../../../support/tiers.js";
import { ADMINISTRATOR, HardenedProject, OTHER_ADMINISTRATOR } from "./hardened-project.js";

const CLUSTER = "aws:eks/cluster:Cluster";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
/** What lives in a cluster, and needs somebody who can look after it. */
const INSIDE = /^aws:eks\/(?:nodeGroup|addon|podIdentityAssociation):/;

const administrators = (live: readonly LiveResource[]): readonly LiveResource[] =>
  live.filter(({ type, state }) => type === ASSOCIATION && String(state.policyArn).endsWith("ClusterAdminPolicy"));

describeWithTools("HardenedEks from its first update to its last", function () {
  this.timeout(300_000);
  let project: HardenedProject;
  before(async () => {
    project = await HardenedProject.create();
  });
  after(() => project.close());

  const position = (operation: string, from = 0): number => {
    const found = project.aws.operations().indexOf(operation, from);
    assert.notEqual(found, -1, `${operation} in:\n${project.aws.operations().slice(from).join("\n")}`);
    return found;
  };

  it("previews with nothing known and comes up; the second time nothing changes", async () => {
    await project.preview({ version: "1.35" });
    await project.up({ version: "1.35" });
    await project.up({ version: "1.35" }, "--expect-no-changes");
  });

  it("makes what the cluster needs before it, and network add-ons, nodes, add-ons in this order after it", () => {
    const order = [
      "aws:kms/key:Key::prod-keys-secrets-key",
      "aws:eks/cluster:Cluster::prod-cluster-cluster",
      "aws:eks/addon:Addon::prod-network-addons-vpc-cni",
      "aws:eks/nodeGroup:NodeGroup::prod-workers-group",
      "aws:eks/addon:Addon::prod-addons-coredns",
    ].map((operation) => position(operation));
    assert.deepEqual(
      [...order].sort((one, other) => one - other),
      order,
    );
    assert.ok(position("aws:cloudwatch/logGroup:LogGroup::prod-cluster-logs") < (order[1] ?? 0));
  });

  it("upgrades the control plane, then network add-ons, then nodes, and replaces nothing", async () => {
    const before = project.aws.operations().length;
    const journal = project.aws.journal().length;
    await project.up({ version: "1.36" });
    const order = [
      "aws:eks/cluster:Cluster::prod-cluster-cluster",
      "aws:eks/addon:Addon::prod-network-addons-kube-proxy",
      "aws:eks/nodeGroup:NodeGroup::prod-workers-group",
      "aws:eks/addon:Addon::prod-addons-coredns",
    ].map((operation) => position(operation, before));
    assert.deepEqual(
      [...order].sort((one, other) => one - other),
      order,
    );
    const upgrade = project.aws.journal().slice(journal);
    assert.deepEqual(
      upgrade.filter(({ op }) => op === "create" || op === "delete"),
      [],
    );
  });

  it("has a new administrator before the old one goes", async () => {
    await project.up({ administrators: [OTHER_ADMINISTRATOR] });
    await project.up({ administrators: [ADMINISTRATOR] });
  });

  it("is destroyed in two steps, leaves nothing, and again changes nothing", async () => {
    await project.destroy();
    assert.deepEqual(project.left(), []);
    await project.aws.destroy(JSON.stringify({ deletionProtection: false }));
  });

  it("comes up and goes a second time in the same account", async () => {
    await project.up();
    await project.destroy();
    assert.deepEqual(project.left(), []);
  });

  it("NSA-AUTH-01: was never without an administrator while anything was in it", () => {
    let had = false;
    let states = 0;
    for (const { entry, live } of project.aws.history()) {
      if (!live.some(({ type }) => type === CLUSTER)) {
        had = false;
        continue;
      }
      states++;
      const some = administrators(live).length > 0;
      const inside = live.filter(({ type }) => INSIDE.test(type));
      assert.ok(
        some || (!had && inside.length === 0),
        `nobody administers it after ${JSON.stringify(entry).slice(0, 200)}`,
      );
      had ||= some;
    }
    assert.ok(states > 100, `${states} states were looked at`);
  });
});
