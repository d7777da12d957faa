// @peculiar/x509 reads its own decorators through this polyfill.
import "reflect-metadata";
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface CertificateArgs {
  readonly commonName: string;
  /** X.509 organisations; Kubernetes reads them as groups. */
  readonly groups?: readonly string[];
  /** Names and addresses of a server; a certificate without them is good for clients only. */
  readonly hosts?: readonly string[];
}

/** Life of the authority and of everything it signs: a sandbox is thrown away, not renewed. */
export const CERTIFICATE_DAYS = 7;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const subject = (commonName: string, groups: readonly string[] = []): x509.JsonName => [
  { CN: [commonName] },
  ...groups.map((group) => ({ O: [group] })),
];

/** Valid from a minute ago: two clocks on one machine still differ by a rounding. */
function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 60_000), notAfter: new Date(now + CERTIFICATE_DAYS * 86_400_000) };
}

async function newKeys(): Promise<{ keys: webcrypto.CryptoKeyPair; privateKey: string }> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const key: KeyObject = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return { keys, privateKey: key.export({ type: "pkcs8", format: "pem" }).toString() };
}

/** A certificate authority that lives in memory: its private key is never written. */
export class CertificateAuthority {
  private constructor(
    private readonly certificateObject: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  static async create(commonName: string): Promise<CertificateAuthority> {
    const { keys } = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned(
      {
        serialNumber: randomBytes(16).toString("hex"),
        name: new x509.Name(subject(commonName)).toString(),
        ...validity(),
        signingAlgorithm: ALGORITHM,
        keys,
        extensions: [
          new x509.BasicConstraintsExtension(true, 0, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        ],
      },
      webcrypto,
    );
    return new CertificateAuthority(certificate, keys);
  }

  /** PEM of the authority's own certificate. */
  get certificate(): string {
    return this.certificateObject.toString("pem");
  }

  async issue({ commonName, groups, hosts }: CertificateArgs): Promise<KeyPair> {
    const { keys, privateKey } = await newKeys();
    const usages = hosts
      ? [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]
      : [x509.ExtendedKeyUsage.clientAuth];
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: randomBytes(16).toString("hex"),
        subject: new x509.Name(subject(commonName, groups)).toString(),
        issuer: this.certificateObject.subject,
        ...validity(),
        signingKey: this.keys.privateKey,
        publicKey: keys.publicKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension(usages),
          await x509.AuthorityKeyIdentifierExtension.create(this.keys.publicKey, false, webcrypto),
          ...(hosts ? [new x509.SubjectAlternativeNameExtension(hosts.map(alternativeName))] : []),
        ],
      },
      webcrypto,
    );
    return { certificate: certificate.toString("pem"), privateKey };
  }
}

const alternativeName = (host: string): x509.JsonGeneralName => ({
  type: /^[\d.]+$|:/.test(host) ? "ip" : "dns",
  value: host,
});

/** A key pair, PEM, that signs and checks service-account tokens; the authority has no part in it. */
export function newSigningKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}
