import { CLUSTER, clusterOf } from "../../aws/cluster.js";
import { onResource } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";
import { some } from "../../unknown.js";

/**
 * Amazon EKS API reference, "EncryptionConfig". EKS encrypts the store by a key of its own as well; only a customer
 * key can be taken away and is logged.
 */
export const requireEksSecretsEncryption = definePolicy({
  id: "require-eks-secrets-encryption",
  title: "Clusters must encrypt secrets under a customer key",
  rationale:
    "Under a key of AWS alone nobody can see who had secrets decrypted, or take the right away from a stolen copy.",
  remediation:
    'Set encryptionConfig with resources ["secrets"] and provider.keyArn of a KMS key with rotation. It cannot be removed again, nor the key replaced.',
  fix: 'set encryptionConfig with resources ["secrets"] and a key of your own',
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.3.1", "NSA-SEC-03", "NSA-SEC-04"],
  examples: {
    good: [
      {
        name: "a customer key",
        resources: [
          {
            type: CLUSTER,
            props: {
              encryptionConfig: {
                provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
                resources: ["secrets"],
              },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "nothing",
        resources: [{ type: CLUSTER, props: { vpcConfig: { subnetIds: ["subnet-1"] } } }],
        message:
          'cluster must encrypt secrets (encryptionConfig); cluster must set keyArn (encryptionConfig.provider). Fix: set encryptionConfig with resources ["secrets"] and a key of your own.',
      },
      {
        name: "no secrets",
        resources: [
          {
            type: CLUSTER,
            props: {
              encryptionConfig: {
                provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
                resources: [],
              },
            },
          },
        ],
        message:
          'cluster must encrypt secrets (encryptionConfig). Fix: set encryptionConfig with resources ["secrets"] and a key of your own.',
      },
    ],
  },
  subject: "resource",
  types: [CLUSTER],
  check: (resource) => {
    const config = () => clusterOf(resource).encryptionConfig;
    return [
      ...onResource("cluster", "encryptionConfig", () =>
        some(config()?.resources, (each) => each === "secrets") ? undefined : { missing: "must encrypt secrets" },
      ),
      ...onResource("cluster", "encryptionConfig.provider", () =>
        (config()?.provider?.keyArn ?? "") === "" ? { missing: "must set keyArn" } : undefined,
      ),
    ];
  },
});
