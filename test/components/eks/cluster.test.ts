import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  Cluster,
  type ClusterArgs,
  ClusterLog,
  ControlPlaneEgress,
  VersionSupport,
} from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

// Mocks show what is asked for; what AWS would make of it is a matter of the tests on the engine.
const ARGS: ClusterArgs = {
  administrators: ["arn:aws:iam::123456789012:role/platform-admins"],
  subnetIds: ["subnet-1", "subnet-2"],
  secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000001",
  logsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-4000-8000-000000000002",
};

const record = (args: Partial<ClusterArgs> = {}) => recordResources(() => new Cluster("prod", { ...ARGS, ...args }));

const only = (resources: readonly RecordedResource[], type: string) => {
  const found = resources.filter((resource) => resource.type === type);
  assert.equal(found.length, 1, type);
  return found[0]?.inputs;
};
const clusterOf = async (args?: Partial<ClusterArgs>) => only(await record(args), "aws:eks/cluster:Cluster");

describe("Cluster", () => {
  it("NSA-CP-01, NSA-CP-02, CIS-EKS-5.4.1, CIS-EKS-5.4.2: is reached from its network alone", async () => {
    const { vpcConfig } = await clusterOf();
    assert.equal(vpcConfig.endpointPrivateAccess, true);
    assert.equal(vpcConfig.endpointPublicAccess, false);
    assert.equal(vpcConfig.publicAccessCidrs, undefined);
  });

  it("is public only for the blocks that are named", async () => {
    const { vpcConfig } = await clusterOf({
      allowPublicEndpoint: { cidrs: ["203.0.113.0/24", pulumi.output("2001:db8::/48")] },
    });
    assert.equal(vpcConfig.endpointPrivateAccess, true);
    assert.deepEqual(vpcConfig.publicAccessCidrs, ["203.0.113.0/24", "2001:db8::/48"]);
  });

  it("NSA-LOG-01, NSA-LOG-05, CIS-EKS-2.1.1: writes all five logs", async () => {
    assert.deepEqual((await clusterOf()).enabledClusterLogTypes, [
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
  });

  it("leaves out a log that is named", async () => {
    const { enabledClusterLogTypes } = await clusterOf({ omitLogs: [ClusterLog.Scheduler] });
    assert.deepEqual(enabledClusterLogTypes, ["api", "audit", "authenticator", "controllerManager"]);
  });

  it("NSA-LOG-03, NSA-LOG-13, CIS-EKS-2.1.2: keeps the logs for a year under a key, in a group made before the cluster", async () => {
    const resources = await record();
    assert.deepEqual(only(resources, "aws:cloudwatch/logGroup:LogGroup"), {
      name: "/aws/eks/prod/cluster",
      retentionInDays: 365,
      kmsKeyId: ARGS.logsKeyArn,
      deletionProtectionEnabled: true,
    });
    const types = resources.map(({ type }) => type);
    assert.ok(types.indexOf("aws:cloudwatch/logGroup:LogGroup") < types.indexOf("aws:eks/cluster:Cluster"));
  });

  it("NSA-SEC-03, NSA-SEC-04, CIS-EKS-5.3.1: encrypts Secrets under the given key", async () => {
    assert.deepEqual((await clusterOf()).encryptionConfig, {
      provider: { keyArn: ARGS.secretsKeyArn },
      resources: ["secrets"],
    });
  });

  it("NSA-AUTH-01, CIS-EKS-4.1.7, CIS-EKS-5.5.1: admits by entries alone, its creator by none", async () => {
    assert.deepEqual((await clusterOf()).accessConfig, {
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
  });

  it("makes each administrator one", async () => {
    const resources = await record({
      administrators: ["arn:aws:iam::123456789012:role/a", pulumi.output("arn:aws:iam::123456789012:user/b")],
    });
    const entries = resources.filter(({ type }) => type === "aws:eks/accessEntry:AccessEntry");
    assert.deepEqual(
      entries.map(({ inputs }) => inputs.principalArn),
      ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:user/b"],
    );
    for (const { inputs } of resources.filter(
      ({ type }) => type === "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    )) {
      assert.equal(inputs.policyArn, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy");
      assert.deepEqual(inputs.accessScope, { type: "cluster" });
    }
  });

  it("names an administrator's entry by the principal, whatever its place", async () => {
    const names = async (administrators: string[]) =>
      (await record({ administrators }))
        .filter(({ type }) => type.startsWith("aws:eks/access"))
        .map(({ name }) => name);
    const [a, b] = ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/x/a"];
    assert.deepEqual((await names([a, b])).sort(), (await names([b, a])).sort());
  });

  it("NSA-UPG-01: is in standard support and protected against deletion", async () => {
    const { upgradePolicy, deletionProtection, version } = await clusterOf();
    assert.deepEqual(upgradePolicy, { supportType: "STANDARD" });
    assert.equal(deletionProtection, true);
    assert.match(version, /^1\.\d\d$/);
  });

  it("sets all three parts of Auto Mode together, on and off", async () => {
    for (const autoMode of [true, false]) {
      const { computeConfig, storageConfig, kubernetesNetworkConfig } = await clusterOf({ autoMode });
      assert.equal(computeConfig.enabled, autoMode);
      assert.equal(storageConfig.blockStorage.enabled, autoMode);
      assert.equal(kubernetesNetworkConfig.elasticLoadBalancing.enabled, autoMode);
    }
  });

  it("passes what can be set of the control plane", async () => {
    const inputs = await clusterOf({
      eventTtl: "30m",
      nodePorts: { from: 31_000, to: 31_100 },
      terminatedPodGcThreshold: 10,
      controlPlaneEgress: ControlPlaneEgress.CustomerRouted,
      versionSupport: VersionSupport.Extended,
      serviceCidr: "172.20.0.0/16",
    });
    assert.deepEqual(inputs.kubeApiServerConfig, {
      eventTtl: "30m",
      serviceNodePortRange: { minPort: 31_000, maxPort: 31_100 },
    });
    assert.equal(inputs.kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold, 10);
    assert.equal(inputs.vpcConfig.controlPlaneEgressMode, "CUSTOMER_ROUTED");
    assert.equal(inputs.upgradePolicy.supportType, "EXTENDED");
    assert.equal(inputs.kubernetesNetworkConfig.serviceIpv4Cidr, "172.20.0.0/16");
  });

  it("gives a kubeconfig that asks for its tokens", async () => {
    let text: pulumi.Output<string> | undefined;
    await recordResources(
      () => {
        text = new Cluster("prod", ARGS).kubeconfig;
      },
      {
        "aws:eks/cluster:Cluster": {
          name: "prod",
          arn: "arn:aws:eks:eu-central-1:123456789012:cluster/prod",
          endpoint: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
          certificateAuthority: { data: "LS0t" },
          identities: [],
          vpcConfig: {},
          version: "1.35",
        },
      },
    );
    const kubeconfig = JSON.parse((await new Promise<string>((done) => text?.apply(done))) as string);
    assert.deepEqual(kubeconfig.users[0].user.exec.args, [
      "--region",
      "eu-central-1",
      "eks",
      "get-token",
      "--cluster-name",
      "prod",
      "--output",
      "json",
    ]);
    assert.equal(kubeconfig.clusters[0].cluster.server, "https://0123.gr7.eu-central-1.eks.amazonaws.com");
  });

  for (const [what, args, message] of [
    [
      "the internet",
      { allowPublicEndpoint: { cidrs: ["0.0.0.0/0"] } },
      /^allowPublicEndpoint\.cidrs\[0\]: must be no wider than \/8/,
    ],
    [
      "the internet of IPv6",
      { allowPublicEndpoint: { cidrs: ["::/0"] } },
      /^allowPublicEndpoint\.cidrs\[0\]: must be no wider than \/32/,
    ],
    ["the internet in halves", { allowPublicEndpoint: { cidrs: ["0.0.0.0/1", "128.0.0.0/1"] } }, /no wider than \/8/],
    ["private addresses", { allowPublicEndpoint: { cidrs: ["10.1.0.0/16"] } }, /must be public addresses/],
    ["no block", { allowPublicEndpoint: { cidrs: [] } }, /^allowPublicEndpoint\.cidrs: must have 1 to 40/],
    ["what is no block", { allowPublicEndpoint: { cidrs: ["203.0.113.7"] } }, /must be a block of addresses/],
    ["nobody", { administrators: [] }, /^administrators: must name at least one/],
    ["a patch version", { version: "1.35.1" }, /^version: must be "major.minor"/],
    ["a log that there is not", { omitLogs: ["etcd" as ClusterLog] }, /^omitLogs\[0\]: must be one of api, audit/],
    ["a retention that there is not", { logRetentionInDays: 100 }, /^logRetentionInDays: must be one of 1, 3/],
    ["no end of retention", { logRetentionInDays: 0 }, /^logRetentionInDays: must be one of 1, 3/],
    ["a public network of Services", { serviceCidr: "203.0.113.0/24" }, /^serviceCidr: must be a private IPv4 block/],
    ["a time in hours", { eventTtl: "1h" }, /^eventTtl: must be whole minutes from 10m to 60m, got "1h"/],
    [
      "ports in disorder",
      { nodePorts: { from: 31_000, to: 30_000 } },
      /^nodePorts\.to: must be at least nodePorts\.from, 31000/,
    ],
    [
      "a threshold too high",
      { terminatedPodGcThreshold: 20_000 },
      /^terminatedPodGcThreshold: must be .* from 0 to 12500/,
    ],
    [
      "an egress that there is not",
      { controlPlaneEgress: "NONE" as ControlPlaneEgress },
      /^controlPlaneEgress: must be one of AWS_MANAGED/,
    ],
    [
      "a name not known to adopt by",
      { adoptLogGroup: true, clusterName: pulumi.output("prod") },
      /^adoptLogGroup: must be used with a clusterName/,
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      await assert.rejects(record(args as Partial<ClusterArgs>), { message });
    });
});
