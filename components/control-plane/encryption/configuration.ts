import { duration, refuse } from "../../refusal.js";

/** A key of the `secretbox` provider (XSalsa20 and Poly1305). */
export interface SecretboxKey {
  /** Stored in front of every value it encrypts; never reuse a name for another key. */
  readonly name: string;
  /** 32 random bytes in base64. Secret. */
  readonly secret: string;
}

/** A key in a key management service, behind a KMS v2 plugin on the machine of the API server. */
export interface KmsPlugin {
  /** Stored in front of every value; never reuse a name for another plugin. */
  readonly name: string;
  /** Socket of the plugin, as `unix:///run/kms/plugin.sock`. */
  readonly endpoint: string;
  /** How long the plugin may take. @default "3s" */
  readonly timeout?: string;
}

export type EncryptionKey = SecretboxKey | KmsPlugin;

export interface EncryptionConfigurationArgs {
  /** The first key encrypts, all of them decrypt. */
  readonly keys: readonly [EncryptionKey, ...EncryptionKey[]];
  /**
   * Resources to encrypt, as `resource`, `resource.group`, `*.group` or, for all of them, `*.*`. Where a KMS plugin is
   * down when the API server starts, it is not ready until the plugin is there; with roles of RBAC among the resources it
   * ends after half a minute.
   * @default ["secrets", "configmaps"]
   */
  readonly resources?: readonly [string, ...string[]];
  /**
   * Whether values are read that were written before encryption was switched on. Set it to false once everything has
   * been rewritten: a value that somebody put into etcd in plain text is then refused.
   * @default true
   */
  readonly readPlainText?: boolean;
}

/** One way to encrypt, as the file has it. */
export type EncryptionProvider =
  | { readonly kms: { readonly apiVersion: "v2" } & KmsPlugin }
  | { readonly secretbox: { readonly keys: readonly SecretboxKey[] } }
  | { readonly identity: Readonly<Record<string, never>> };

/** The file of `--encryption-provider-config` (apiserver.config.k8s.io/v1). */
export interface EncryptionConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "EncryptionConfiguration";
  readonly resources: readonly {
    readonly resources: readonly string[];
    readonly providers: readonly EncryptionProvider[];
  }[];
}

/** Resources that are encrypted where nobody says more: those in which applications keep credentials. */
export const ENCRYPTED_RESOURCES = ["secrets", "configmaps"] as const;

/**
 * Encryption at rest, by a key management service (NSA-SEC-04) or by a key of our own (NSA-SEC-03, CIS-K8S-1.2.27,
 * CIS-K8S-1.2.28, V-274882).
 *
 * `identity` is last, so that values written before encryption was switched on stay readable and nothing new is
 * written in plain text.
 * @throws Error naming the input, never a secret: a key that is not 32 bytes of base64, a name used twice, an endpoint
 * that is no socket, resources that overlap or leave out Secrets.
 */
export function encryptionConfiguration(args: EncryptionConfigurationArgs): EncryptionConfiguration {
  const { keys, resources = ENCRYPTED_RESOURCES, readPlainText = true } = args;
  if (keys.length === 0) refuse("keys", "have one key or more", keys);
  return fileOf(resources, [...providersOf(keys), ...(readPlainText ? [{ identity: {} }] : [])]);
}

/** The file with providers in the given order. */
export function fileOf(
  resources: readonly string[],
  providers: readonly EncryptionProvider[],
): EncryptionConfiguration {
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [{ resources: checkedResources(resources), providers }],
  };
}

/** The providers of keys in their order: keys of secretbox that follow one another are one provider. */
export function providersOf(keys: readonly EncryptionKey[]): EncryptionProvider[] {
  checkNames(keys);
  const providers: EncryptionProvider[] = [];
  for (const key of keys) {
    const last = providers.at(-1);
    if ("endpoint" in key) providers.push({ kms: { apiVersion: "v2", ...checkedPlugin(key) } });
    else if (last !== undefined && "secretbox" in last)
      providers[providers.length - 1] = { secretbox: { keys: [...last.secretbox.keys, checkedKey(key)] } };
    else providers.push({ secretbox: { keys: [checkedKey(key)] } });
  }
  return providers;
}

const SECRETBOX_KEY_BYTES = 32;

function checkedKey({ name, secret }: SecretboxKey): SecretboxKey {
  const bytes = Buffer.from(secret, "base64");
  if (bytes.length !== SECRETBOX_KEY_BYTES || bytes.toString("base64") !== secret)
    throw new Error(
      `keys: the secret of "${name}" must be ${SECRETBOX_KEY_BYTES} bytes in base64, got ${bytes.length} bytes`,
    );
  return { name, secret };
}

function checkedPlugin({ name, endpoint, timeout = "3s" }: KmsPlugin): KmsPlugin {
  if (!/^unix:\/\/(?:\/[^/\s]+)+$/.test(endpoint))
    refuse("keys.endpoint", 'be the socket of a KMS v2 plugin such as "unix:///run/kms/plugin.sock"', endpoint);
  return { name, endpoint, timeout: duration("keys.timeout", timeout) };
}

function checkNames(keys: readonly EncryptionKey[]): void {
  const names = new Set<string>();
  for (const { name } of keys) {
    // Values are stored behind `k8s:enc:PROVIDER:v1:NAME:`.
    if (!/^[A-Za-z0-9._-]{1,63}$/.test(name))
      refuse("keys.name", "have letters, digits, dots, hyphens and underscores, at most 63", name);
    if (names.has(name)) throw new Error(`keys: the name "${name}" is used twice, names must be unique`);
    names.add(name);
  }
}

/** The API server's own rules of overlap (apis/apiserver/validation), and our own that Secrets are never left out. */
function checkedResources(resources: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const resource of resources) {
    if (!/^(?:\*\.\*|\*\.[a-z0-9.-]*|[a-z][a-z0-9]*(?:\.[a-z0-9.-]+)?)$/.test(resource))
      refuse("resources", 'have names such as "secrets", "deployments.apps", "*.apps", "*." or "*.*"', resource);
    if (seen.has(resource)) refuse("resources", "have each name once", resource);
    seen.add(resource);
  }
  const groupOf = (resource: string): string => resource.split(".").slice(1).join(".");
  const wide = resources.find(
    (one) =>
      one.startsWith("*.") &&
      resources.some((other) => other !== one && (one === "*.*" || groupOf(other) === groupOf(one))),
  );
  if (wide !== undefined) refuse("resources", `have nothing beside "${wide}" that it covers`, resources);
  if (!["secrets", "*.", "*.*"].some((name) => seen.has(name)))
    refuse("resources", 'have "secrets", or "*." or "*.*", which cover them', resources);
  return resources;
}
