import { onEnd } from "../../aws/verdicts.js";
import { definePolicy } from "../../policy.js";

const KEYS = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/externalKey:ExternalKey"] as const;

/** AWS KMS developer guide, "Delete an AWS KMS key". */
export const noKmsKeyDeletion = definePolicy({
  id: "no-kms-key-deletion",
  title: "Encryption keys must not be deleted or replaced by an update",
  rationale:
    "What a key has encrypted, secrets of a cluster, volumes and logs, nobody can read any more once it is gone.",
  remediation:
    "Undo the change; or encrypt anew under another key first, state an exemption for this policy, by whom and until when, and run again.",
  fix: "undo the change, or state an exemption for it",
  topic: "aws",
  severity: "critical",
  profile: "baseline",
  references: ["NSA-SEC-04", "CIS-EKS-5.3.1"],
  examples: {
    good: [{ name: "a key that stays", resources: [{ type: KEYS[0], props: { enableKeyRotation: true } }] }],
    bad: [
      {
        name: "a deletion",
        resources: [{ type: KEYS[0], props: { enableKeyRotation: true }, end: "deletion" }],
        message: "key must not be deleted. Fix: undo the change, or state an exemption for it.",
      },
      {
        name: "a replacement",
        resources: [{ type: KEYS[0], props: {}, end: "replacement" }],
        message: "key must not be replaced. Fix: undo the change, or state an exemption for it.",
      },
      {
        name: "the deletion of a key with foreign material",
        resources: [{ type: KEYS[2], props: {}, end: "deletion" }],
        message: "key must not be deleted. Fix: undo the change, or state an exemption for it.",
      },
    ],
  },
  subject: "deletion",
  types: KEYS,
  check: (resource) => onEnd("key", resource),
});
