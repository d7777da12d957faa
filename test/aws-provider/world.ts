import type { JsonMap } from "../../sandbox/plugins/provider/values.js";
import { type Made, Operations } from "./operations.js";

const MANAGED = "arn:aws:iam::aws:policy";
export const ADMIN = "arn:aws:iam::123456789012:role/platform-admins";

export const document = (...Statement: readonly JsonMap[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });

export const OPEN_KEY = document(
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
  {
    Effect: "Allow",
    Principal: { Service: "logs.eu-central-1.amazonaws.com" },
    Action: "kms:Encrypt*",
    Resource: "*",
    Condition: {
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/prod/cluster",
      },
    },
  },
);

const trust = (service: string): string =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });

/** What a story needs before it begins, made on demand and once. */
export class World {
  readonly aws = new Operations();
  private readonly made = new Map<string, Made>();

  private once(type: string, name: string, inputs: () => JsonMap): Made {
    const known = this.made.get(`${type}::${name}`);
    if (known !== undefined) return known;
    const made = this.aws.create(type, name, inputs());
    this.made.set(`${type}::${name}`, made);
    return made;
  }

  vpc = (): Made => this.once("aws:ec2/vpc:Vpc", "vpc", () => ({ cidrBlock: "10.0.0.0/16" }));
  subnet = (zone: "a" | "b"): Made =>
    this.once("aws:ec2/subnet:Subnet", zone, () => ({
      vpcId: this.vpc().id,
      cidrBlock: zone === "a" ? "10.0.0.0/24" : "10.0.1.0/24",
      availabilityZone: `eu-central-1${zone}`,
    }));
  group = (name = "group"): Made =>
    this.once("aws:ec2/securityGroup:SecurityGroup", name, () => ({ name, vpcId: this.vpc().id }));
  key = (policy = OPEN_KEY): Made => this.once("aws:kms/key:Key", "key", () => ({ policy }));
  role = (name: string, service = "eks.amazonaws.com"): Made =>
    this.once("aws:iam/role:Role", name, () => ({ name, assumeRolePolicy: trust(service) }));
  attach = (role: Made, policy: string): Made =>
    this.once("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `${role.name}-${policy}`, () => ({
      role: role.id,
      policyArn: `${MANAGED}/${policy}`,
    }));

  clusterInputs(more: JsonMap = {}): JsonMap {
    this.attach(this.role("cluster"), "AmazonEKSClusterPolicy");
    return {
      name: "prod",
      roleArn: this.role("cluster").state.arn,
      version: "1.34",
      vpcConfig: { subnetIds: [this.subnet("a").id, this.subnet("b").id] },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      ...more,
    };
  }

  cluster = (more: JsonMap = {}): Made =>
    this.once("aws:eks/cluster:Cluster", "cluster", () => this.clusterInputs(more));

  entry = (more: JsonMap = {}): Made =>
    this.once("aws:eks/accessEntry:AccessEntry", "admin", () => {
      this.role("platform-admins");
      return { clusterName: this.cluster().id, principalArn: ADMIN, ...more };
    });

  nodeGroupInputs(more: JsonMap = {}): JsonMap {
    const role = this.role("nodes", "ec2.amazonaws.com");
    this.attach(role, "AmazonEKSWorkerNodePolicy");
    this.attach(role, "AmazonEC2ContainerRegistryPullOnly");
    return {
      clusterName: this.cluster().id,
      nodeGroupName: "workers",
      nodeRoleArn: role.state.arn,
      subnetIds: [this.subnet("a").id],
      scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 1 },
      ...more,
    };
  }

  nodeGroup = (more: JsonMap = {}): Made =>
    this.once("aws:eks/nodeGroup:NodeGroup", "nodes", () => this.nodeGroupInputs(more));

  ids(type: string): string[] {
    return [...this.aws.account.all(type)].map(({ id }) => id);
  }
}
