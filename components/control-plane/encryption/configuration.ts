/** A key of the `secretbox` provider (XSalsa20 and Poly1305). */
export interface SecretboxKey {
  /** Stored in front of every value it encrypts; never reuse a name for another key. */
  readonly name: string;
  /** 32 random bytes in base64. Secret. */
  readonly secret: string;
}

export interface EncryptionConfigurationArgs {
  /** The first key encrypts, all of them decrypt. */
  readonly keys: readonly [SecretboxKey, ...SecretboxKey[]];
  /**
   * Resources to encrypt, as `resource` or `resource.group`.
   * @default ["secrets", "configmaps"]
   */
  readonly resources?: readonly [string, ...string[]];
}

/** The file of `--encryption-provider-config` (apiserver.config.k8s.io/v1). */
export interface EncryptionConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "EncryptionConfiguration";
  readonly resources: readonly {
    readonly resources: readonly string[];
    readonly providers: readonly (
      | { secretbox: { keys: readonly SecretboxKey[] } }
      | { identity: Record<string, never> }
    )[];
  }[];
}

const SECRETBOX_KEY_BYTES = 32;

/**
 * Encryption at rest for an API server without an external KMS (NSA-SEC-03, CIS-K8S-1.2.27, CIS-K8S-1.2.28).
 *
 * `identity` is last, so that values written before encryption was switched on stay readable and nothing new is
 * written in plain text.
 * @throws Error naming the key when its secret is not 32 bytes of base64, or when two keys share a name.
 */
export function encryptionConfiguration(args: EncryptionConfigurationArgs): EncryptionConfiguration {
  const names = new Set<string>();
  for (const { name, secret } of args.keys) {
    const bytes = Buffer.from(secret, "base64");
    if (bytes.length !== SECRETBOX_KEY_BYTES || bytes.toString("base64") !== secret)
      throw new Error(
        `keys: the secret of "${name}" must be ${SECRETBOX_KEY_BYTES} bytes in base64, got ${bytes.length} bytes`,
      );
    if (names.has(name)) throw new Error(`keys: the name "${name}" is used twice, names must be unique`);
    names.add(name);
  }
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [
      {
        resources: args.resources ?? ["secrets", "configmaps"],
        providers: [{ secretbox: { keys: args.keys } }, { identity: {} }],
      },
    ],
  };
}
