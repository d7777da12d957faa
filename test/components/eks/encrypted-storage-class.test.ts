import assert from "node:assert/strict";
import { EncryptedStorageClass, type EncryptedStorageClassArgs } from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const made = (args: Partial<EncryptedStorageClassArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new EncryptedStorageClass("storage", { volumesKeyArn: KEY, ...args }));

describe("EncryptedStorageClass", () => {
  it("claims that name no class get a volume under the key", async () => {
    const [storageClass, ...more] = await made();
    assert.deepEqual(more, []);
    const { metadata, provisioner, parameters, volumeBindingMode, reclaimPolicy } = storageClass?.inputs ?? {};
    assert.deepEqual(
      { metadata, provisioner, parameters, volumeBindingMode, reclaimPolicy },
      {
        metadata: {
          name: "encrypted",
          annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
        },
        provisioner: "ebs.csi.aws.com",
        parameters: { type: "gp3", encrypted: "true", kmsKeyId: KEY, "csi.storage.k8s.io/fstype": "ext4" },
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Delete",
      },
    );
  });

  it("Auto Mode's driver has another name; volumes can outlive their claims", async () => {
    const [storageClass] = await made({
      autoMode: true,
      retainVolumes: true,
      isDefault: false,
      storageClassName: "kept",
    });
    assert.equal(storageClass?.inputs.provisioner, "ebs.csi.eks.amazonaws.com");
    assert.equal(storageClass?.inputs.reclaimPolicy, "Retain");
    assert.equal(storageClass?.inputs.metadata.name, "kept");
    assert.equal(storageClass?.inputs.metadata.annotations["storageclass.kubernetes.io/is-default-class"], "false");
  });

  it("refuses what is no key", async () => {
    await recordResources(() => {
      assert.throws(
        () => new EncryptedStorageClass("storage", { volumesKeyArn: "alias/aws/ebs" }),
        /volumesKeyArn: must be an ARN/,
      );
    });
  });
});
