import { settledInputs } from "../aws-models/settled.js";
import type { RecordedResource } from "../recorded-resources.js";

/** Where a policy stands decides what may be in it. */
export type PolicyKind = "identity" | "trust" | "resource" | "endpoint" | "session";

interface DocumentPlace {
  readonly kind: PolicyKind;
  /** Characters without white space: quotas of IAM and STS, of KMS, of VPC endpoints, of the services' own guides. */
  readonly max: number;
}

const resourcePolicy = (max: number): DocumentPlace => ({ kind: "resource", max });
const inline: DocumentPlace = { kind: "identity", max: 10_240 };

/** The properties that hold a policy, by type of resource. */
const PLACES: Readonly<Record<string, Readonly<Record<string, DocumentPlace>>>> = {
  "aws:iam/role:Role": { assumeRolePolicy: { kind: "trust", max: 2048 } },
  "aws:iam/rolePolicy:RolePolicy": { policy: inline },
  "aws:iam/policy:Policy": { policy: { kind: "identity", max: 6144 } },
  "aws:kms/key:Key": { policy: resourcePolicy(32_768) },
  "aws:kms/keyPolicy:KeyPolicy": { policy: resourcePolicy(32_768) },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { policy: { kind: "endpoint", max: 20_480 } },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { policy: { kind: "session", max: 2048 } },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { policy: resourcePolicy(10_240) },
  "aws:ecr/registryPolicy:RegistryPolicy": { policy: resourcePolicy(10_240) },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": { repositoryPolicy: resourcePolicy(10_240) },
  "aws:sns/topic:Topic": { policy: resourcePolicy(30_720) },
  "aws:sns/topicPolicy:TopicPolicy": { policy: resourcePolicy(30_720) },
  "aws:s3/bucketPolicy:BucketPolicy": { policy: resourcePolicy(20_480) },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { policyDocument: resourcePolicy(5120) },
};

/** Documents with statements that are no IAM policies. */
const NO_IAM: readonly string[] = ["aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy policyDocument"];

/** An IAM policy among the inputs of a resource. */
export interface PolicyDocument extends Partial<DocumentPlace> {
  readonly resource: string;
  readonly property: string;
  readonly text: string;
}

/** Every IAM policy that a resource registers; without a kind where nobody has said which it is. */
export function documentsOf({ type, name, inputs }: RecordedResource): PolicyDocument[] {
  const places = PLACES[type] ?? {};
  return textsIn(settledInputs(inputs), "").flatMap(([property, text]) => {
    const place = places[property];
    if (place === undefined && (!hasStatements(text) || NO_IAM.includes(`${type} ${property}`))) return [];
    return [{ ...place, resource: `${type} ${name}`, property, text }];
  });
}

function textsIn(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, path === "" ? key : `${path}.${key}`));
}

function hasStatements(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return false;
  try {
    return "Statement" in JSON.parse(text);
  } catch {
    return false;
  }
}
