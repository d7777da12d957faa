import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { HttpsService } from "./https-service.js";

/** A key by which tokens are signed. */
export interface TokenKey {
  readonly id: string;
  readonly algorithm: "RS256" | "ES256";
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A new key; whoever publishes it vouches for what it signs. */
export function tokenKey(id: string, algorithm: "RS256" | "ES256"): TokenKey {
  const pair =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { id, algorithm, ...pair };
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JSON Web Token signed by `key`, with the key's id and algorithm in its header. */
export function signedToken(key: TokenKey, claims: object): string {
  const text = `${base64url({ alg: key.algorithm, typ: "JWT", kid: key.id })}.${base64url(claims)}`;
  const signature = sign("sha256", Buffer.from(text), { key: key.privateKey, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

/** The token of somebody who takes the issuer's public key for a shared secret. */
export function confusedToken(key: TokenKey, claims: object): string {
  const text = `${base64url({ alg: "HS256", typ: "JWT", kid: key.id })}.${base64url(claims)}`;
  const secret = key.publicKey.export({ type: "spki", format: "pem" });
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** The token of somebody who signs nothing. */
export const unsignedToken = (claims: object): string =>
  `${base64url({ alg: "none", typ: "JWT" })}.${base64url(claims)}.`;

/** OpenID Connect issuers below one origin: a discovery document and the public keys of each. */
export class OidcIssuers {
  private constructor(
    readonly service: HttpsService,
    private readonly keys: Readonly<Record<string, readonly TokenKey[]>>,
  ) {}

  /** @param names paths of the issuers; each has one key of RSA and one of ECDSA. */
  static async start(names: readonly string[]): Promise<OidcIssuers> {
    const keys = Object.fromEntries(
      names.map((name) => [name, [tokenKey(`${name}-rsa`, "RS256"), tokenKey(`${name}-ec`, "ES256")]]),
    );
    const service = await HttpsService.create((path) => {
      const [, name = "", ...rest] = path.split("/");
      const issuer = `${service.origin}/${name}`;
      const published = keys[name];
      if (published !== undefined && rest.join("/") === ".well-known/openid-configuration")
        return { status: 200, body: discovery(issuer) };
      if (published !== undefined && rest.join("/") === "keys") return { status: 200, body: keySet(published) };
      return { status: 404, body: {} };
    }, false);
    return new OidcIssuers(service, keys);
  }

  url(name: string): string {
    return `${this.service.origin}/${name}`;
  }

  key(name: string, algorithm: TokenKey["algorithm"]): TokenKey {
    const key = this.keys[name]?.find((one) => one.algorithm === algorithm);
    if (key === undefined) throw new Error(`There is no issuer "${name}".`);
    return key;
  }
}

const discovery = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/keys`,
  authorization_endpoint: `${issuer}/authorize`,
  response_types_supported: ["id_token"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256", "ES256"],
});

const keySet = (keys: readonly TokenKey[]) => ({
  keys: keys.map(({ id, algorithm, publicKey }) => ({
    ...publicKey.export({ format: "jwk" }),
    kid: id,
    alg: algorithm,
    use: "sig",
  })),
});
