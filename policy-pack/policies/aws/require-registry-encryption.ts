import { onResource } from "../../aws/verdicts.js";
import { child } from "../../kubernetes/object.js";
import { text } from "../../kubernetes/shape.js";
import { definePolicy, type Resource } from "../../policy.js";
import { all, some } from "../../unknown.js";

/** A key of one's own: without `kmsKey` it is the one that AWS keeps for ECR. */
const hasOwnKey = ({ props }: Resource): boolean =>
  some(Array.isArray(props.encryptionConfigurations) ? props.encryptionConfigurations : [], (configuration) =>
    all(
      () => /^KMS(?:_DSSE)?$/.test(text(child(configuration, "encryptionType")) ?? ""),
      () => Boolean(child(configuration, "kmsKey")),
    ),
  );

export const requireRegistryEncryption = definePolicy({
  id: "require-registry-encryption",
  title: "Repositories of Amazon ECR must be encrypted with a key of your own",
  rationale:
    "With a key of your own its policy says who can read images, and a pull by whoever should not is refused twice.",
  remediation:
    "Set encryptionConfigurations to one with encryptionType KMS and kmsKey, the ARN of a key. A change replaces the repository: make a new one and copy the images.",
  fix: "set encryptionType to KMS and kmsKey in a new repository",
  topic: "aws",
  severity: "low",
  profile: "strict",
  references: ["NSA-POD-06", "CIS-EKS-5.1.2"],
  examples: {
    good: [
      {
        name: "a key of one's own",
        resources: [
          {
            type: "aws:ecr/repository:Repository",
            props: {
              encryptionConfigurations: [
                {
                  encryptionType: "KMS",
                  kmsKey: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [{ type: "aws:ecr/repository:Repository", props: { name: "shop" } }],
        message:
          "repository must be encrypted with a key of your own (encryptionConfigurations). Fix: set encryptionType to KMS and kmsKey in a new repository.",
      },
      {
        name: "the key that AWS keeps",
        resources: [
          {
            type: "aws:ecr/repository:Repository",
            props: { encryptionConfigurations: [{ encryptionType: "KMS" }] },
          },
        ],
        message:
          "repository must be encrypted with a key of your own (encryptionConfigurations). Fix: set encryptionType to KMS and kmsKey in a new repository.",
      },
    ],
  },
  subject: "resource",
  types: ["aws:ecr/repository:Repository", "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"],
  check: (resource) =>
    onResource("repository", "encryptionConfigurations", () =>
      hasOwnKey(resource) ? undefined : "must be encrypted with a key of your own",
    ),
});
