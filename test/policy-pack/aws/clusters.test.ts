import assert from "node:assert/strict";
import { policies } from "../../../policy-pack/policies/index.js";
import type { ExampleResource } from "../../../policy-pack/policy.js";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { lineOf, projectWith } from "../../cli/sources/program/programs.js";
import { rampart } from "../../support/command.js";
import { judgeAll } from "../pods.js";
import { PLAIN_PROGRAM, PULUMI_EKS, PULUMI_EKS_AUTO_MODE } from "./clusters.js";

/** What this half of the policies on AWS is about. */
const OWN = policies.filter(
  ({ id, topic }) =>
    topic === "aws" && /eks|volume|metadata|ingress|egress|public|control-plane|vpc|default-sec/.test(id),
);
const found = (resources: readonly ExampleResource[]) =>
  judgeAll(resources, OWN, { today: "2026-11-25" })
    .map(({ policy, status, resource }) => `${status} ${policy} ${resource.name}`)
    .sort();

describe("a cluster of @pulumi/eks", () => {
  it("is judged by the resources that its provider registers", () => {
    assert.deepEqual(found(PULUMI_EKS), [
      "violation no-eks-creator-admin shop-eksCluster",
      "violation no-eks-public-endpoint shop-eksCluster",
      "violation no-open-egress shop-eksClusterInternetEgressRule",
      "violation no-overwriting-eks-addons shop-vpc-cni",
      "violation no-public-instance-addresses shop-launchTemplate",
      "violation require-eks-audit-log shop-eksCluster",
      "violation require-eks-control-plane-logs shop-eksCluster",
      "violation require-eks-deletion-protection shop-eksCluster",
      "violation require-eks-network-policy shop-vpc-cni",
      "violation require-eks-pod-garbage-collection shop-eksCluster",
      "violation require-eks-private-endpoint shop-eksCluster",
      "violation require-eks-secrets-encryption shop-eksCluster",
      "violation require-eks-standard-support shop-eksCluster",
      "violation require-metadata-tokens shop-launchTemplate",
      "violation require-volume-keys shop-launchTemplate",
      "violation restrict-eks-public-cidrs shop-eksCluster",
    ]);
  });

  it("is asked for no node group, launch template or add-on in Auto Mode", () => {
    assert.deepEqual(found(PULUMI_EKS_AUTO_MODE), [
      "violation no-eks-creator-admin auto-eksCluster",
      "violation no-eks-public-endpoint auto-eksCluster",
      "violation require-eks-audit-log auto-eksCluster",
      "violation require-eks-control-plane-logs auto-eksCluster",
      "violation require-eks-deletion-protection auto-eksCluster",
      "violation require-eks-pod-garbage-collection auto-eksCluster",
      "violation require-eks-private-endpoint auto-eksCluster",
      "violation require-eks-secrets-encryption auto-eksCluster",
      "violation require-eks-standard-support auto-eksCluster",
      "violation restrict-eks-public-cidrs auto-eksCluster",
    ]);
  });

  it("NSA-CP-02: is undecided, not passed, where the provider does not know its endpoint yet", () => {
    const [cluster] = PULUMI_EKS_AUTO_MODE;
    assert.ok(cluster);

    const open = { ...cluster, props: { ...cluster.props, vpcConfig: UNKNOWN } };
    assert.ok(found([open]).includes("undecided no-eks-public-endpoint auto-eksCluster"));
  });
});

interface Report {
  readonly findings: readonly {
    readonly policy: string;
    readonly status: string;
    readonly resource: { readonly name: string; readonly line: number | null };
  }[];
}

describe("rampart check --program on clusters of EKS", function () {
  this.timeout(60_000);

  async function judged(program: string): Promise<Report["findings"]> {
    const folder = projectWith({ "index.ts": program });
    const { stdout } = await rampart(["check", "--program", folder, "--format", "json"]);
    return (JSON.parse(stdout) as Report).findings;
  }

  it("CIS-EKS-5.4.1, CIS-EKS-5.4.3, NSA-CP-06: judges what a plain program makes, relations between its resources as well", async () => {
    const findings = await judged(PLAIN_PROGRAM);
    const lines = (policy: string) =>
      findings
        .filter((each) => each.policy === policy && each.status === "violation")
        .map(({ resource }) => resource.line);
    const at = (text: string) => [lineOf(PLAIN_PROGRAM, text)];
    const cluster = at('new aws.eks.Cluster("prod"');
    const nodes = at('new aws.eks.NodeGroup("nodes"');
    for (const policy of [
      ...["restrict-eks-public-cidrs", "no-eks-public-endpoint", "require-eks-audit-log"],
      ...["require-eks-secrets-encryption", "require-eks-network-policy-engine", "require-eks-api-authentication"],
    ])
      assert.deepEqual(lines(policy), cluster, policy);
    for (const policy of ["no-eks-node-ssh", "require-eks-launch-templates", "no-public-eks-nodes"])
      assert.deepEqual(lines(policy), nodes, policy);
    for (const policy of ["require-vpc-flow-logs", "require-empty-default-security-groups"])
      assert.deepEqual(lines(policy), at('new aws.ec2.Vpc("main"'), policy);
    assert.deepEqual(lines("no-open-control-plane-ports"), at('new aws.ec2.SecurityGroup("cluster"'));
    assert.deepEqual(lines("no-public-subnet-addresses"), []);
  });

  it("says of a cluster of @pulumi/eks that nobody has looked inside, and passes nothing", async () => {
    const findings = await judged(`import * as pulumi from "@pulumi/pulumi";
class Cluster extends pulumi.ComponentResource {
  constructor(name: string, args: pulumi.Inputs, opts?: pulumi.ComponentResourceOptions) {
    super("eks:index:Cluster", name, args, opts, true);
  }
}
new Cluster("shop", { endpointPublicAccess: false });
`);
    assert.deepEqual(
      findings.map(({ policy, status, resource: { name } }) => `${status} ${policy} ${name}`),
      ["not-inspected not-inspected shop"],
    );
  });
});
