import { ADMIN, document, OPEN_KEY, type World } from "./world.js";

const CLUSTER = "aws:eks/cluster:Cluster";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const ADDON = "aws:eks/addon:Addon";
const NODES = "aws:eks/nodeGroup:NodeGroup";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const KEY = "aws:kms/key:Key";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const LOG_GROUP = "/aws/eks/prod/cluster";

export interface Story {
  readonly title: string;
  /** Ends with what must be refused. */
  readonly tell: (world: World) => unknown;
  readonly refusal: RegExp;
}

const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

export const STORIES: readonly Story[] = [
  {
    title: "a second cluster of the same name",
    tell: (w) => [w.cluster(), w.aws.create(CLUSTER, "again", w.clusterInputs())],
    refusal: /ResourceInUseException: prod already exists/,
  },
  {
    title: "a cluster whose role has not its policy yet",
    tell: (w) => {
      const inputs = w.clusterInputs();
      w.aws.remove(w.attach(w.role("cluster"), "AmazonEKSClusterPolicy"));
      w.aws.create(CLUSTER, "cluster", inputs);
    },
    refusal: /doesn't have the Amazon EKS Managed Policies associated with it: AmazonEKSClusterPolicy/,
  },
  {
    title: "a cluster in one zone",
    tell: (w) => w.cluster({ vpcConfig: { subnetIds: [w.subnet("a").id] } }),
    refusal: /at least two different AZs/,
  },
  {
    title: "a cluster whose key is disabled or gone",
    tell: (w) => {
      const encryptionConfig = { provider: { keyArn: w.key().state.arn }, resources: ["secrets"] };
      const cluster = w.cluster({ encryptionConfig });
      w.aws.remove(w.key());
      w.aws.update(cluster, w.clusterInputs({ encryptionConfig, deletionProtection: true }));
    },
    refusal: /encryptionConfig\.provider\.keyArn: \S+ does not exist/,
  },
  {
    title: "another key for a cluster that has one",
    tell: (w) => {
      const config = (key: string) => ({ encryptionConfig: { provider: { keyArn: key }, resources: ["secrets"] } });
      const cluster = w.cluster(config(w.key().state.arn));
      const other = w.aws.create(KEY, "other", {});
      w.aws.update(cluster, w.clusterInputs(config(other.state.arn)));
    },
    refusal: /the key of an encrypted cluster cannot be changed/,
  },
  {
    title: "two versions at once",
    tell: (w) => w.aws.update(w.cluster(), w.clusterInputs({ version: "1.36" })),
    refusal: /Unsupported Kubernetes minor version update from 1\.34 to 1\.36/,
  },
  {
    title: "a version back",
    tell: (w) => w.aws.update(w.cluster(), w.clusterInputs({ version: "1.33" })),
    refusal: /Unsupported Kubernetes minor version update from 1\.34 to 1\.33/,
  },
  {
    title: "a way back to the ConfigMap",
    tell: (w) =>
      w.aws.update(w.cluster(), w.clusterInputs({ accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } })),
    refusal: /Unsupported authentication mode update from API to API_AND_CONFIG_MAP/,
  },
  {
    title: "a cluster that is protected, deleted",
    tell: (w) => w.aws.remove(w.cluster({ deletionProtection: true })),
    refusal: /has deletion protection enabled/,
  },
  {
    title: "a cluster that has nodes, deleted",
    tell: (w) => [w.nodeGroup(), w.aws.remove(w.cluster())],
    refusal: /ResourceInUseException: prod is in use by aws:eks\/nodeGroup:NodeGroup prod:workers/,
  },
  {
    title: "nodes newer than their cluster",
    tell: (w) => w.nodeGroup({ version: "1.35" }),
    refusal: /version 1\.35 is above the cluster's 1\.34/,
  },
  {
    title: "nodes where no CNI is",
    tell: (w) => [w.cluster({ bootstrapSelfManagedAddons: false }), w.nodeGroup()],
    refusal: /NodeCreationFailure: Unhealthy nodes.*vpc-cni/,
  },
  {
    title: "nodes whose role lacks its policies",
    tell: (w) => {
      const inputs = w.nodeGroupInputs();
      w.aws.remove(w.attach(w.role("nodes"), "AmazonEKSWorkerNodePolicy"));
      w.aws.create(NODES, "nodes", inputs);
    },
    refusal: /NodeCreationFailure: Instances failed to join/,
  },
  {
    title: "nodes with a key that Auto Scaling may not use",
    tell: (w) => {
      const ebs = { encrypted: "true", kmsKeyId: w.key().state.arn };
      const template = w.aws.create(TEMPLATE, "nodes", { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
      w.nodeGroup({ launchTemplate: { id: template.id, version: "1" } });
    },
    refusal: /Client\.InvalidKMSKey\.InvalidState: Auto Scaling may not use the key/,
  },
  {
    title: "nodes of a version of a template that there is not",
    tell: (w) => w.nodeGroup({ launchTemplate: { id: w.aws.create(TEMPLATE, "nodes", {}).id, version: "2" } }),
    refusal: /has no version 2/,
  },
  {
    title: "an add-on that needs nodes, without any",
    tell: (w) => w.aws.create(ADDON, "dns", { clusterName: w.cluster().id, addonName: "coredns" }),
    refusal: /InsufficientNumberOfReplicas: .*DEGRADED/,
  },
  {
    title: "a second entry for a principal",
    tell: (w) => [w.entry(), w.aws.create(ENTRY, "again", { clusterName: "prod", principalArn: ADMIN })],
    refusal: /ResourceInUseException: prod:\S+ already exists/,
  },
  {
    title: "an entry for a role that there is not",
    tell: (w) => w.aws.create(ENTRY, "admin", { clusterName: w.cluster().id, principalArn: ADMIN }),
    refusal: /InvalidParameterException: .*platform-admins does not exist/,
  },
  {
    title: "an entry on a cluster that does not look at entries",
    tell: (w) => [w.cluster({ accessConfig: { authenticationMode: "CONFIG_MAP" } }), w.entry()],
    refusal: /authentication mode must be set to one of \[API, API_AND_CONFIG_MAP\]/,
  },
  {
    title: "a policy for a principal without an entry",
    tell: (w) =>
      w.aws.create(ASSOCIATION, "admin", {
        clusterName: w.cluster().id,
        principalArn: ADMIN,
        policyArn,
        accessScope: { type: "cluster" },
      }),
    refusal: /The specified principalArn could not be found/,
  },
  {
    title: "a second role for a service account",
    tell: (w) => {
      const inputs = {
        clusterName: w.cluster().id,
        namespace: "n",
        serviceAccount: "s",
        roleArn: w.role("pod").state.arn,
      };
      for (const name of ["one", "two"])
        w.aws.create("aws:eks/podIdentityAssociation:PodIdentityAssociation", name, inputs);
    },
    refusal: /ResourceInUseException: there is already one with clusterName "prod", namespace "n", serviceAccount "s"/,
  },
  {
    title: "a log group that the cluster made first",
    tell: (w) => [w.cluster({ enabledClusterLogTypes: ["audit"] }), w.aws.create(LOGS, "logs", { name: LOG_GROUP })],
    refusal: /ResourceAlreadyExistsException/,
  },
  {
    title: "a log group that is protected, deleted",
    tell: (w) => w.aws.remove(w.aws.create(LOGS, "logs", { name: LOG_GROUP, deletionProtectionEnabled: true })),
    refusal: /has deletion protection enabled/,
  },
  {
    title: "a log group with a key that is for another group",
    tell: (w) => w.aws.create(LOGS, "logs", { name: "/aws/eks/other/cluster", kmsKeyId: w.key().state.arn }),
    refusal: /AccessDeniedException: the key \S+ does not exist or does not allow logs\.eu-central-1/,
  },
  {
    title: "a key policy that nobody could change any more",
    tell: (w) => w.key(document({ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" })),
    refusal: /will not allow you to update the key policy in the future/,
  },
  {
    title: "a key policy for a role that there is not",
    tell: (w) => w.key(OPEN_KEY.replace(":root", ":role/nobody")),
    refusal: /MalformedPolicyDocumentException: invalid principal in policy/,
  },
  {
    title: "an alias that there is",
    tell: (w) => {
      for (const name of ["one", "two"])
        w.aws.create("aws:kms/alias:Alias", name, { name: "alias/prod", targetKeyId: w.key().id });
    },
    refusal: /AlreadyExistsException/,
  },
  {
    title: "a role that has policies, deleted",
    tell: (w) => [w.attach(w.role("nodes"), "AmazonEKSWorkerNodePolicy"), w.aws.remove(w.role("nodes"))],
    refusal: /DeleteConflictException/,
  },
  {
    title: "a VPC with a subnet, deleted",
    tell: (w) => [w.subnet("a"), w.aws.remove(w.vpc())],
    refusal: /DependencyViolation: vpc-\w+ is in use by aws:ec2\/subnet:Subnet/,
  },
  {
    title: "a subnet with a cluster, deleted",
    tell: (w) => [w.cluster(), w.aws.remove(w.subnet("b"))],
    refusal: /DependencyViolation: subnet-\w+ is in use by aws:eks\/cluster:Cluster prod/,
  },
  {
    title: "a security group that another's rule names, deleted",
    tell: (w) => {
      const [one, two] = [w.group("one"), w.group("two")];
      w.aws.create(RULE, "rule", { ...https, securityGroupId: one.id, referencedSecurityGroupId: two.id });
      w.aws.remove(two);
    },
    refusal: /DependencyViolation: sg-\w+ is in use by aws:vpc\/securityGroupIngressRule/,
  },
  {
    title: "a security group that nodes wear, deleted",
    tell: (w) => {
      const template = w.aws.create(TEMPLATE, "nodes", { vpcSecurityGroupIds: [w.group().id] });
      w.nodeGroup({ launchTemplate: { id: template.id, version: "1" } });
      w.aws.remove(w.group());
    },
    refusal: /DependencyViolation: resource sg-\w+ has a dependent object: nodes of prod:workers/,
  },
  {
    title: "the same rule twice",
    tell: (w) => {
      const rule = { ...https, securityGroupId: w.group().id, cidrIpv4: "10.0.0.0/16" };
      for (const name of ["one", "two"]) w.aws.create(RULE, name, rule);
    },
    refusal: /InvalidPermission\.Duplicate/,
  },
  {
    title: "subnets over each other",
    tell: (w) =>
      w.aws.create("aws:ec2/subnet:Subnet", "over", { vpcId: w.subnet("a").state.vpcId, cidrBlock: "10.0.0.128/25" }),
    refusal: /InvalidSubnet\.Conflict/,
  },
  {
    title: "a NAT gateway in a VPC without a way out",
    tell: (w) =>
      w.aws.create("aws:ec2/natGateway:NatGateway", "nat", {
        subnetId: w.subnet("a").id,
        allocationId: w.aws.create("aws:ec2/eip:Eip", "eip", { domain: "vpc" }).id,
      }),
    refusal: /Gateway\.NotAttached/,
  },
  {
    title: "a second detector",
    tell: (w) => ["one", "two"].map((name) => w.aws.create("aws:guardduty/detector:Detector", name, {})),
    refusal: /BadRequestException/,
  },
];
