import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { map, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

/** Provisioners of Amazon EBS. Google, Azure and Amazon EFS encrypt always or by the file system, not by the class. */
const EBS: ReadonlySet<unknown> = new Set(["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"]);

const parameters = map(text);

/** The driver reads names and values of parameters in any case (aws-ebs-csi-driver, docs/parameters.md). */
const isEncrypted = (values: Readonly<Record<string, string>> = {}): boolean =>
  Object.keys(values).some((key) => key.toLowerCase() === "encrypted" && values[key]?.toLowerCase() === "true");

export const requireEncryptedStorageClasses = definePolicy({
  id: "require-encrypted-storage-classes",
  title: "Storage classes of Amazon EBS must encrypt",
  rationale: "Volumes of a class without encryption are plain on disk and in every snapshot that is shared or stolen.",
  remediation:
    'Set parameters.encrypted to "true", with kmsKeyId for a key of your own. Parameters cannot be changed: make a new class.',
  fix: 'set parameters.encrypted to "true" in a new class',
  topic: "cluster",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-CP-09"],
  examples: {
    good: [
      {
        name: "an encrypted class",
        resources: [
          {
            type: "kubernetes:storage.k8s.io/v1:StorageClass",
            props: { metadata: { name: "gp3" }, provisioner: "ebs.csi.aws.com", parameters: { encrypted: "true" } },
          },
        ],
      },
      {
        name: "another case",
        resources: [
          {
            type: "kubernetes:storage.k8s.io/v1:StorageClass",
            props: { metadata: { name: "gp3" }, provisioner: "ebs.csi.aws.com", parameters: { Encrypted: "True" } },
          },
        ],
      },
      {
        name: "a provider that always encrypts",
        resources: [
          {
            type: "kubernetes:storage.k8s.io/v1:StorageClass",
            props: { metadata: { name: "standard" }, provisioner: "pd.csi.storage.gke.io" },
          },
        ],
      },
    ],
    bad: [
      {
        name: "no word of encryption",
        resources: [
          {
            type: "kubernetes:storage.k8s.io/v1:StorageClass",
            props: { metadata: { name: "gp3" }, provisioner: "ebs.csi.aws.com", parameters: { type: "gp3" } },
          },
        ],
        message:
          'StorageClass "gp3" must encrypt (parameters.encrypted). Fix: set parameters.encrypted to "true" in a new class.',
      },
      {
        name: "encryption off, by the old provisioner",
        resources: [
          {
            type: "kubernetes:storage.k8s.io/v1:StorageClass",
            props: {
              metadata: { name: "gp2" },
              provisioner: "kubernetes.io/aws-ebs",
              parameters: { encrypted: "false" },
            },
          },
        ],
        message:
          'StorageClass "gp2" must encrypt (parameters.encrypted). Fix: set parameters.encrypted to "true" in a new class.',
      },
    ],
  },
  subject: "object",
  kinds: ["storage.k8s.io/StorageClass"],
  check: (object) =>
    onObject(object, "parameters.encrypted", () =>
      EBS.has(child(object.data, "provisioner")) && !isEncrypted(parameters(child(object.data, "parameters")))
        ? "must encrypt"
        : undefined,
    ),
});
