type Names = Readonly<Record<string, string>>;

const RULE: Names = {
  cidrIpv4: "CidrIp",
  securityGroupId: "GroupId",
};

/** What a property of the provider is called in CloudFormation, where it is not the same word. */
export const RENAMED: Readonly<Record<string, Names>> = {
  "AWS::CloudWatch::Alarm": { name: "AlarmName" },
  "AWS::EC2::FlowLog": { iamRoleArn: "DeliverLogsPermissionArn", vpcId: "ResourceId" },
  "AWS::EC2::LaunchTemplate": { name: "LaunchTemplateName" },
  "AWS::EC2::NatGateway": { privateIp: "PrivateIpAddress" },
  "AWS::EC2::SecurityGroup": { description: "GroupDescription", name: "GroupName" },
  "AWS::EC2::SecurityGroupEgress": {
    ...RULE,
    prefixListId: "DestinationPrefixListId",
    referencedSecurityGroupId: "DestinationSecurityGroupId",
  },
  "AWS::EC2::SecurityGroupIngress": {
    ...RULE,
    prefixListId: "SourcePrefixListId",
    referencedSecurityGroupId: "SourceSecurityGroupId",
  },
  "AWS::ECR::Repository": { encryptionConfigurations: "EncryptionConfiguration", name: "RepositoryName" },
  "AWS::EKS::Nodegroup": { nodeGroupName: "NodegroupName", nodeRoleArn: "NodeRole", subnetIds: "Subnets" },
  "AWS::IAM::InstanceProfile": { name: "InstanceProfileName" },
  "AWS::IAM::ManagedPolicy": { name: "ManagedPolicyName" },
  "AWS::IAM::Role": { name: "RoleName" },
  "AWS::IAM::RolePolicy": { name: "PolicyName", role: "RoleName" },
  "AWS::IAM::ServiceLinkedRole": { awsServiceName: "AWSServiceName" },
  "AWS::KMS::Alias": { name: "AliasName" },
  "AWS::KMS::Key": { customerMasterKeySpec: "KeySpec", isEnabled: "Enabled" },
  "AWS::KinesisFirehose::DeliveryStream": {
    kinesisSourceConfiguration: "KinesisStreamSourceConfiguration",
    mskSourceConfiguration: "MSKSourceConfiguration",
    name: "DeliveryStreamName",
  },
  "AWS::Logs::LogGroup": { name: "LogGroupName" },
  "AWS::Logs::MetricFilter": { name: "FilterName" },
  "AWS::Logs::ResourcePolicy": { policyName: "PolicyName" },
  "AWS::Logs::SubscriptionFilter": { logGroup: "LogGroupName", name: "FilterName" },
  "AWS::S3::Bucket": { bucket: "BucketName", bucketPrefix: "BucketNamePrefix" },
  "AWS::SNS::Subscription": { topic: "TopicArn" },
  "AWS::SNS::Topic": { name: "TopicName" },
};

/** Properties that replace in CloudFormation and that the provider has not. */
export const ONLY_CLOUDFORMATION: ReadonlySet<string> = new Set([
  "AWS::EC2::EIP TransferAddress",
  // One property a kind of resource in the provider.
  "AWS::EC2::FlowLog LogGroupName",
  "AWS::EC2::FlowLog ResourceType",
  "AWS::EC2::SecurityGroupIngress GroupName",
  "AWS::EC2::SecurityGroupIngress SourceSecurityGroupName",
  "AWS::EC2::SecurityGroupIngress SourceSecurityGroupOwnerId",
  "AWS::EC2::VPC VpcEncryptionControl",
  "AWS::ECR::PullThroughCacheRule UpstreamRegistry",
  // Inside of `oidc`, all of which replaces.
  "AWS::EKS::IdentityProviderConfig IdentityProviderConfigName",
  "AWS::EKS::IdentityProviderConfig Type",
  // Follow from which source is set.
  "AWS::KinesisFirehose::DeliveryStream DatabaseSourceConfiguration",
  "AWS::KinesisFirehose::DeliveryStream DeliveryStreamType",
  "AWS::KinesisFirehose::DeliveryStream DirectPutSourceConfiguration",
]);

const IN_PLACE = "the provider changes the rule in place (ModifySecurityGroupRules)";
const KIND = "the provider changes the rule in place; only another kind of other side replaces it";
const REFUSED = "AWS cannot change it: CloudFormation refuses the update, the provider replaces";
const PARTLY = "the provider replaces for some of what is inside: see the table";

const ruleDifferences = (token: string): Readonly<Record<string, string>> => ({
  [`${token} cidrIpv4`]: KIND,
  [`${token} cidrIpv6`]: KIND,
  [`${token} fromPort`]: IN_PLACE,
  [`${token} ipProtocol`]: IN_PLACE,
  [`${token} prefixListId`]: KIND,
  [`${token} referencedSecurityGroupId`]: KIND,
  [`${token} toPort`]: IN_PLACE,
});

/** Where the fake and CloudFormation's registry differ, and why. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  ...ruleDifferences("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
  ...ruleDifferences("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
  "aws:cloudwatch/logGroup:LogGroup logGroupClass": REFUSED,
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter destinationArn":
    "the provider replaces, before a second is there",
  "aws:ec2/eip:Eip publicIpv4Pool": REFUSED,
  "aws:ec2/routeTableAssociation:RouteTableAssociation routeTableId":
    "the provider swaps it (ReplaceRouteTableAssociation)",
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule credentialArn":
    "the provider changes it (UpdatePullThroughCacheRule)",
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule customRoleArn":
    "the provider changes it (UpdatePullThroughCacheRule)",
  "aws:eks/cluster:Cluster encryptionConfig": "AWS adds it in place; taking it away replaces",
  "aws:eks/cluster:Cluster kubernetesNetworkConfig": PARTLY,
  "aws:eks/cluster:Cluster outpostConfig": PARTLY,
  "aws:kms/key:Key customerMasterKeySpec": REFUSED,
  "aws:kms/key:Key keyUsage": REFUSED,
  "aws:kms/key:Key multiRegion": REFUSED,
  "aws:sns/topicSubscription:TopicSubscription region": "the region of the topic there, of the subscription here",
};
