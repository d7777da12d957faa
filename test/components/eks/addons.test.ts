import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Addons, type AddonsArgs, ClusterAddon } from "../../../components/eks/index.js";
import { EKS_ADDON_VERSIONS } from "../../../controls/eks-addon-versions.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const ADDON = "aws:eks/addon:Addon";
const ROLE = "aws:iam/role:Role";
const ROLE_ARN = "arn:aws:iam::123456789012:role/ebs";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const made = (args: Partial<AddonsArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new Addons("addons", { clusterName: "prod", version: "1.36", volumesKeyArn: KEY, ...args }), {
    [ROLE]: { arn: ROLE_ARN, name: "ebs" },
  });

const addons = (recorded: readonly RecordedResource[]) =>
  recorded.filter(({ type }) => type === ADDON).map(({ inputs }) => inputs);

describe("Addons", () => {
  it("NSA-UPG-01: names, metrics, snapshots and volumes, each at the version for the cluster's", async () => {
    const versions = addons(await made({ version: "1.35" })).map(({ addonName, addonVersion }) => [
      addonName,
      addonVersion,
    ]);
    assert.deepEqual(Object.fromEntries(versions), {
      coredns: "v1.13.2-eksbuild.31",
      "metrics-server": "v0.9.0-eksbuild.11",
      "snapshot-controller": "v8.6.0-eksbuild.6",
      "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    });
  });

  it("NSA-UPG-01: conflicts are never overwritten, and nothing stays behind", async () => {
    const made4 = addons(await made());
    assert.equal(made4.length, 4);
    for (const { resolveConflictsOnCreate, resolveConflictsOnUpdate, preserve } of made4)
      assert.deepEqual([resolveConflictsOnCreate, resolveConflictsOnUpdate, preserve], ["NONE", "NONE", false]);
  });

  it("NSA-CLD-02, CIS-EKS-5.2.1: the volume driver has a role of its own, and the key by way of EC2 only", async () => {
    const recorded = await made();
    const driver = addons(recorded).find(({ addonName }) => addonName === "aws-ebs-csi-driver");
    assert.deepEqual(driver.podIdentityAssociations, [{ serviceAccount: "ebs-csi-controller-sa", roleArn: ROLE_ARN }]);
    const { Statement } = JSON.parse(
      recorded.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")?.inputs.policy,
    );
    for (const { Resource, Condition } of Statement) {
      assert.equal(Resource, KEY);
      assert.deepEqual(Condition.StringEquals, { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" });
    }
    assert.deepEqual(Statement.find(({ Action }: { Action: unknown }) => Action === "kms:CreateGrant").Condition.Bool, {
      "kms:GrantIsForAWSResource": "true",
    });
  });

  it("the volume driver comes after its rights and the kinds of snapshots", async () => {
    const names = (await made()).map(({ name }) => name);
    const driver = names.indexOf("addons-aws-ebs-csi-driver");
    for (const before of [
      "addons-snapshot-controller",
      "addons-aws-ebs-csi-driver-policy",
      "addons-aws-ebs-csi-driver-volumes",
    ])
      assert.ok(names.indexOf(before) !== -1 && names.indexOf(before) < driver, `${before} in ${names.join(", ")}`);
  });

  it("what the component waits for, its add-ons wait for", async () => {
    const names = (
      await recordResources(() => {
        const slow = new aws.ec2.Eip("nodes", {}, {});
        new Addons("addons", { clusterName: "prod", version: "1.36", volumesKeyArn: KEY }, { dependsOn: [slow] });
      })
    ).map(({ name }) => name);
    assert.ok(names.indexOf("nodes") < names.indexOf("addons-coredns"), names.join(", "));
  });

  it("on Auto Mode what AWS runs is left out, and the key is not needed", async () => {
    const names = addons(await made({ autoMode: true, volumesKeyArn: undefined })).map(({ addonName }) => addonName);
    assert.deepEqual(names.sort(), ["metrics-server", "snapshot-controller"]);
  });

  it("what is not wanted is left out", async () => {
    const leaveOut = [ClusterAddon.EbsCsiDriver, ClusterAddon.SnapshotController];
    const names = addons(await made({ leaveOut, volumesKeyArn: undefined })).map(({ addonName }) => addonName);
    assert.deepEqual(names.sort(), ["coredns", "metrics-server"]);
  });

  it("refuses a driver without a key, an alias as the key, and unknown names", async () => {
    const refused: readonly (readonly [Partial<AddonsArgs>, RegExp])[] = [
      [{ volumesKeyArn: undefined }, /^Error: volumesKeyArn: must be given, or leaveOut contain aws-ebs-csi-driver/],
      [{ volumesKeyArn: "alias/volumes" }, /^Error: volumesKeyArn: must be an ARN such as/],
      [{ leaveOut: ["kube-proxy" as ClusterAddon] }, /^Error: leaveOut: must be one of coredns, /],
      [{ versions: { "vpc-cni": "v1.22.4-eksbuild.3" } }, /^Error: versions: must be one of coredns, /],
      [{ versions: { "aws-ebs-csi-driver": "v1.25.0-eksbuild.1" } }, /must be at least v1\.26\.0/],
    ];
    for (const [args, message] of refused)
      await recordResources(() => {
        assert.throws(
          () => new Addons("addons", { clusterName: "prod", version: "1.36", volumesKeyArn: KEY, ...args }),
          message,
        );
      });
  });

  it("NSA-UPG-01: the versions that this release knows are such as AWS has, kube-proxy's of the cluster's minor", () => {
    const { byKubernetes, anyKubernetes, asOf } = EKS_ADDON_VERSIONS;
    assert.match(asOf, /^\d{4}-\d\d-\d\d$/);
    for (const [minor, versions] of Object.entries(byKubernetes)) {
      assert.ok(versions["kube-proxy"].startsWith(`v${minor}.`), minor);
      for (const version of [...Object.values(versions), ...Object.values(anyKubernetes)])
        assert.match(version, /^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    }
  });
});
