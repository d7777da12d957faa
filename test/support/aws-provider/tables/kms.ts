import { Refusal } from "../account.js";
import { assertKeyPolicy, assertPrincipals } from "../policies.js";
import { arn, type Making, type ResourceTable, words } from "../table.js";

const KEY = "aws:kms/key:Key";

const uuid = (digits: string): string =>
  [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join("-");

/** What every new key allows when nobody says otherwise: the account decides by IAM policies. */
const defaultPolicy = ({ partition, accountId }: Making): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });

export const KMS: Readonly<Record<string, ResourceTable>> = {
  [KEY]: {
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
      customerMasterKeySpec: { pattern: /^(SYMMETRIC_DEFAULT|RSA_|ECC_|HMAC_|SM2|ML_DSA_)/, like: "SYMMETRIC_DEFAULT" },
    },
    check: ({ rotationPeriodInDays, enableKeyRotation }) =>
      rotationPeriodInDays !== undefined && enableKeyRotation !== true
        ? "rotationPeriodInDays needs enableKeyRotation: true"
        : undefined,
    id: ({ hex }) => uuid(hex(32)),
    computed: {
      arn: (making) => arn(making, "kms", `key/${making.id}`),
      keyId: ({ id }) => id,
      description: () => "",
      multiRegion: () => false,
      policy: defaultPolicy,
      rotationPeriodInDays: ({ inputs }) => (inputs.enableKeyRotation === true ? 365 : 0),
    },
    create: assertKeyPolicy,
    update: assertKeyPolicy,
  },

  "aws:kms/alias:Alias": {
    cloudFormation: "AWS::KMS::Alias",
    required: ["targetKeyId"],
    optional: words("name namePrefix region"),
    replaces: words("name namePrefix"),
    autoName: { property: "name", maxLength: 238, prefix: "alias/", alternative: "namePrefix" },
    conflicts: [["name", "namePrefix"]],
    rules: { name: { pattern: /^alias\/(?!aws\/)[\w/-]+$/, like: "alias/my-key" } },
    duplicate: "AlreadyExistsException",
    id: ({ inputs, hex }) => String(inputs.name ?? `${inputs.namePrefix}${hex(26)}`),
    computed: {
      name: ({ id }) => id,
      arn: (making) => arn(making, "kms", making.id),
      targetKeyArn: (making) => keyOf(making)?.state.arn ?? "",
    },
    recomputed: ["targetKeyArn"],
    create: assertKey,
    update: assertKey,
  },

  "aws:kms/grant:Grant": {
    required: words("granteePrincipal keyId operations"),
    optional: words("constraints grantCreationTokens name region retireOnDelete retiringPrincipal"),
    replaces: words("granteePrincipal keyId operations constraints grantCreationTokens name retiringPrincipal"),
    sets: words("operations grantCreationTokens"),
    autoName: { property: "name", maxLength: 255 },
    defaults: { retireOnDelete: false },
    rules: {
      operations: {
        oneOf:
          words(`Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo Sign Verify
          GetPublicKey CreateGrant RetireGrant DescribeKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext
          GenerateMac VerifyMac DeriveSharedSecret`),
      },
    },
    id: ({ inputs, hex }) => `${inputs.keyId}:${hex(64, "grant")}`,
    computed: {
      grantId: ({ id }) => id.split(":").at(-1) ?? "",
      grantToken: ({ hex }) => hex(96, "token"),
    },
    create: (making) => {
      assertKey(making);
      assertPrincipals(making, [String(making.inputs.granteePrincipal)], "InvalidArnException");
    },
  },
};

/** The key that an alias or grant names, by id or ARN. */
const keyOf = ({ account, inputs }: Pick<Making, "account" | "inputs">) => {
  const named = inputs.targetKeyId ?? inputs.keyId;
  return account.find(KEY, "id", named) ?? account.find(KEY, "arn", named);
};

function assertKey(making: Making): void {
  if (keyOf(making) === undefined)
    throw new Refusal("NotFoundException", `key ${making.inputs.targetKeyId ?? making.inputs.keyId} does not exist`);
}
