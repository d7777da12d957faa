import { arn, type ResourceTable, words } from "../table.js";

const uuid = (digits: string): string =>
  [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join("-");

export const KMS: Readonly<Record<string, ResourceTable>> = {
  "aws:kms/key:Key": {
    cloudFormation: "AWS::KMS::Key",
    required: [],
    optional:
      words(`bypassPolicyLockoutSafetyCheck customKeyStoreId customerMasterKeySpec deletionWindowInDays description
      enableKeyRotation isEnabled keyUsage multiRegion policy region rotationPeriodInDays tags xksKeyId`),
    replaces: words("customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId"),
    documents: ["policy"],
    defaults: {
      bypassPolicyLockoutSafetyCheck: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: false,
      isEnabled: true,
      keyUsage: "ENCRYPT_DECRYPT",
    },
    rules: {
      deletionWindowInDays: { from: 7, to: 30 },
      rotationPeriodInDays: { from: 90, to: 2560 },
      keyUsage: { oneOf: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"] },
    },
    id: ({ hex }) => uuid(hex(32)),
    computed: {
      arn: (making) => arn(making, "kms", `key/${making.id}`),
      keyId: ({ id }) => id,
      description: () => "",
      multiRegion: () => false,
      policy: () => "",
      rotationPeriodInDays: ({ inputs }) => (inputs.enableKeyRotation === true ? 365 : 0),
    },
  },
};
