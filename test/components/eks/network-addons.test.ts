import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Ajv } from "ajv";
import { addonVersion } from "../../../components/eks/addons/versions.js";
import { NetworkAddons, type NetworkAddonsArgs, NetworkPolicyMode, PolicyLogs } from "../../../components/eks/index.js";
import { known } from "../../support/known-output.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";
import { VPC_CNI_SCHEMA } from "./addon-schemas.js";

const ADDON = "aws:eks/addon:Addon";
const ROLE = "aws:iam/role:Role";
const ROLE_ARN = "arn:aws:iam::123456789012:role/aws-node";

const made = (args: Partial<NetworkAddonsArgs> = {}, answers?: Record<string, object>): Promise<RecordedResource[]> =>
  recordResources(
    () => new NetworkAddons("network", { clusterName: "prod", version: "1.36", ...args }),
    { [ROLE]: { arn: ROLE_ARN, name: "aws-node" } },
    answers,
  );

const addon = (recorded: readonly RecordedResource[], name: string) =>
  recorded.find((resource) => resource.type === ADDON && resource.name === `network-${name}`)?.inputs;

const configuration = async (args: Partial<NetworkAddonsArgs> = {}) =>
  JSON.parse(addon(await made(args), "vpc-cni").configurationValues);

const refused = async (args: Partial<NetworkAddonsArgs>, message: RegExp): Promise<void> => {
  await recordResources(() => {
    assert.throws(
      () => new NetworkAddons("network", { clusterName: "prod", version: "1.36", ...args }),
      (thrown: Error) => message.test(thrown.message) || assert.fail(thrown.message),
    );
  });
};

describe("NetworkAddons", () => {
  it("NSA-UPG-01: each add-on has a version, and nothing changed in the cluster is overwritten", async () => {
    const recorded = await made({ tags: { team: "platform" } });
    const versions = { "eks-pod-identity-agent": "v1.4.0-eksbuild.2", "kube-proxy": "v1.36.0-eksbuild.25" };
    for (const [name, addonVersion] of Object.entries(versions))
      assert.deepEqual(addon(recorded, name), {
        clusterName: "prod",
        addonName: name,
        addonVersion,
        resolveConflictsOnCreate: "NONE",
        resolveConflictsOnUpdate: "NONE",
        preserve: false,
        tags: { team: "platform" },
      });
    assert.equal(addon(await made({ keepChangedFields: true }), "kube-proxy").resolveConflictsOnUpdate, "PRESERVE");
  });

  it("NSA-NET-04, CIS-EKS-4.3.1, CIS-EKS-5.4.4: network policies are on, and verdicts go to the log group", async () => {
    assert.equal(
      addon(await made(), "vpc-cni").configurationValues,
      '{"enableNetworkPolicy":"true","nodeAgent":{"enableCloudWatchLogs":"true","enablePolicyEventLogs":"true"}}',
    );
  });

  it("the configuration has the nesting and the types that the add-on's published schema asks for", async () => {
    const fits = new Ajv().compile(VPC_CNI_SCHEMA);
    for (const policyLogs of Object.values(PolicyLogs))
      assert.ok(fits(await configuration({ policyLogs })), JSON.stringify(fits.errors));
    const strict = { networkPolicyMode: NetworkPolicyMode.Strict, systemRulesInPlace: true };
    assert.ok(fits(await configuration(strict)));
    // What users wrote, and learned of when it was applied (terraform-aws-eks #2878).
    for (const wrong of [{ env: {}, nodeAgent: { enableNetworkPolicy: "true" } }, { enableNetworkPolicy: true }])
      assert.equal(fits(wrong), false);
  });

  it("strict mode is asked for by its name, and only with the rules that keep kube-system alive", async () => {
    const mode = { networkPolicyMode: NetworkPolicyMode.Strict };
    assert.deepEqual((await configuration({ ...mode, systemRulesInPlace: true })).env, {
      NETWORK_POLICY_ENFORCING_MODE: "strict",
    });
    await refused(mode, /^systemRulesInPlace: must be true for strict mode: without policies in kube-system/);
  });

  it("NSA-CLD-02, CIS-EKS-5.2.1: the CNI has its own role, for its service account alone", async () => {
    const recorded = await made({ permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" });
    assert.deepEqual(addon(recorded, "vpc-cni").podIdentityAssociations, [
      { serviceAccount: "aws-node", roleArn: ROLE_ARN },
    ]);
    assert.equal(addon(recorded, "vpc-cni").serviceAccountRoleArn, undefined);
    const role = recorded.find(({ type }) => type === ROLE)?.inputs;
    assert.equal(role.permissionsBoundary, "arn:aws:iam::123456789012:policy/boundary");
    const [{ Condition }] = JSON.parse(role.assumeRolePolicy).Statement;
    assert.equal(Condition.StringEquals["aws:RequestTag/kubernetes-namespace"], "kube-system");
    assert.equal(Condition.StringEquals["aws:RequestTag/kubernetes-service-account"], "aws-node");
  });

  it("NSA-CLD-02: the CNI writes to the cluster's log group and creates none", async () => {
    const policy = (recorded: readonly RecordedResource[]) =>
      recorded.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")?.inputs.policy;
    assert.deepEqual(JSON.parse(policy(await made())).Statement, [
      {
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/prod/cluster:*",
      },
    ]);
    assert.equal(policy(await made({ policyLogs: PolicyLogs.Node })), undefined);
  });

  it("the CNI comes after its agent and its rights", async () => {
    const names = (await made()).map(({ name }) => name);
    const cni = names.indexOf("network-vpc-cni");
    for (const before of ["network-eks-pod-identity-agent", "network-vpc-cni-policy", "network-vpc-cni-interfaces"])
      assert.ok(names.indexOf(before) !== -1 && names.indexOf(before) < cni, `${before} in ${names.join(", ")}`);
  });

  it("NSA-UPG-01: a Kubernetes version without known add-ons is refused, with the command that finds them", async () => {
    await refused(
      { version: "1.40" },
      /^versions: must name the version of eks-pod-identity-agent for Kubernetes 1\.40, .* \(it knows 1\.33, 1\.34, 1\.35, 1\.36\): aws eks describe-addon-versions --kubernetes-version 1\.40 --addon-name eks-pod-identity-agent, got nothing$/,
    );
    const versions = {
      "eks-pod-identity-agent": "v1.5.0-eksbuild.1",
      "vpc-cni": "v1.30.0-eksbuild.1",
      "kube-proxy": "v1.40.0-eksbuild.1",
    };
    const recorded = await made({ version: "1.40", versions });
    for (const [name, version] of Object.entries(versions)) assert.equal(addon(recorded, name).addonVersion, version);
  });

  it("AWS is asked for a version only where that is allowed and none is known", async () => {
    const answers = {
      "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
      "aws:eks/getAddonVersion:getAddonVersion": { version: "v9.9.9-eksbuild.9" },
    };
    const unknown = await made({ version: "1.40", allowUnpinnedVersions: true }, answers);
    assert.equal(addon(unknown, "kube-proxy").addonVersion, "v9.9.9-eksbuild.9");
    const pinned = await made({ allowUnpinnedVersions: true }, answers);
    assert.equal(addon(pinned, "kube-proxy").addonVersion, "v1.36.0-eksbuild.25");
  });

  it("a version that becomes known with the cluster is taken then", async () => {
    assert.equal(
      addon(await made({ version: pulumi.output("1.35") }), "kube-proxy").addonVersion,
      "v1.35.3-eksbuild.29",
    );
    await assert.rejects(
      known(addonVersion("kube-proxy", { version: pulumi.output("1.40") })),
      /^Error: versions: must name the version of kube-proxy for Kubernetes 1\.40/,
    );
  });

  it("versions of unknown add-ons, of another form, and too old for what is asked of them are refused", async () => {
    await refused(
      { versions: { coredns: "v1.14.3-eksbuild.23" } },
      /^versions: must be one of eks-pod-identity-agent, /,
    );
    await refused(
      { versions: { "kube-proxy": "1.36" } },
      /^versions\.kube-proxy: must be a version of an add-on such as/,
    );
    await refused({ versions: { "vpc-cni": "v1.15.5-eksbuild.1" } }, /^versions\.vpc-cni: must be at least v1\.17\.1/);
    await refused({ versions: { "vpc-cni": "v1.9.9-eksbuild.1" } }, /^versions\.vpc-cni: must be at least v1\.17\.1/);
    await refused({ version: "1.36.2" }, /^version: must be a Kubernetes version such as "1\.36", got "1\.36\.2"/);
    await refused(
      { networkPolicyMode: "off" as NetworkPolicyMode },
      /^networkPolicyMode: must be one of standard, strict/,
    );
    await refused({ policyLogs: "S3" as PolicyLogs }, /^policyLogs: must be one of CloudWatch, Node, None/);
  });
});
