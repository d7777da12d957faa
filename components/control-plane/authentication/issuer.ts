import { httpsAddress, refuse, wholeNumber } from "../../refusal.js";

/** A condition in CEL, and what to say where it does not hold. */
export interface ExpressionRule {
  readonly expression: string;
  readonly message: string;
}

/** Somebody who vouches for people by signed tokens (OpenID Connect). */
export interface IssuerArgs {
  /** `iss` of the tokens, https. */
  readonly url: string;
  /** `aud` of the tokens, one of which must match; a token for another application must not open the cluster. */
  readonly audiences: readonly [string, ...string[]];
  /** Where the discovery document is, where that is not below `url`. */
  readonly discoveryUrl?: string;
  /** PEM of the authorities that signed the issuer's certificate. @default those of the machine */
  readonly certificateAuthority?: string;
  /** Claim that names the user. @default "sub" */
  readonly usernameClaim?: string;
  /** In front of each name, so that two issuers never mean the same user. @default the issuer's URL and "#" */
  readonly usernamePrefix?: string;
  /** Claim that has the groups. @default none */
  readonly groupsClaim?: string;
  /** In front of each group. @default the issuer's URL and "#" */
  readonly groupsPrefix?: string;
  /** Claims that must have these values. @default none */
  readonly requiredClaims?: Readonly<Record<string, string>>;
  /** Conditions on `claims`. @default none */
  readonly claimRules?: readonly ExpressionRule[];
  /** Conditions on `user`, beside that nobody is a `system:` user or in a `system:` group. @default none */
  readonly userRules?: readonly ExpressionRule[];
  /** Longest life of a token, in seconds from `iat` to `exp`. @default no limit */
  readonly maxTokenSeconds?: number;
}

/** An issuer as the file has it. */
export interface JwtAuthenticator {
  readonly issuer: {
    readonly url: string;
    readonly discoveryURL?: string;
    readonly certificateAuthority?: string;
    readonly audiences: readonly string[];
    readonly audienceMatchPolicy: "MatchAny";
  };
  readonly claimValidationRules?: readonly (
    | { readonly claim: string; readonly requiredValue: string }
    | ExpressionRule
  )[];
  readonly claimMappings: {
    readonly username: { readonly claim: string; readonly prefix: string };
    readonly groups?: { readonly claim: string; readonly prefix: string };
  };
  readonly userValidationRules: readonly ExpressionRule[];
}

/** No issuer may make somebody a part of the cluster itself, not even by an empty prefix. */
const NO_SYSTEM_IDENTITY: readonly ExpressionRule[] = [
  { expression: "!user.username.startsWith('system:')", message: "the prefix system: is for Kubernetes itself" },
  {
    expression: "!has(user.groups) || user.groups.all(group, !group.startsWith('system:'))",
    message: "groups with the prefix system: are for Kubernetes itself",
  },
];

/**
 * @param earlier the issuers before this one: no two may have the same URL.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function authenticator(args: IssuerArgs, earlier: readonly IssuerArgs[]): JwtAuthenticator {
  const { url, discoveryUrl, certificateAuthority, usernameClaim = "sub", groupsClaim } = args;
  const { usernamePrefix = `${url}#`, groupsPrefix = `${url}#` } = args;
  if (earlier.some((other) => other.url === url)) refuse("issuers.url", "be another one for each issuer", url);
  if (discoveryUrl?.replace(/\/+$/, "") === url.replace(/\/+$/, ""))
    refuse("issuers.discoveryUrl", "be left out where it is the issuer's URL", discoveryUrl);
  const rules = claimRules(args, usernameClaim);
  return {
    issuer: {
      url: httpsAddress("issuers.url", url),
      ...(discoveryUrl === undefined ? {} : { discoveryURL: httpsAddress("issuers.discoveryUrl", discoveryUrl) }),
      ...(certificateAuthority === undefined ? {} : { certificateAuthority: pem(certificateAuthority) }),
      audiences: checkedAudiences(args.audiences),
      audienceMatchPolicy: "MatchAny",
    },
    ...(rules.length === 0 ? {} : { claimValidationRules: rules }),
    claimMappings: {
      username: { claim: named("issuers.usernameClaim", usernameClaim), prefix: usernamePrefix },
      ...(groupsClaim === undefined
        ? {}
        : { groups: { claim: named("issuers.groupsClaim", groupsClaim), prefix: groupsPrefix } }),
    },
    userValidationRules: [...NO_SYSTEM_IDENTITY, ...(args.userRules ?? []).map(checkedRule)],
  };
}

function claimRules(args: IssuerArgs, usernameClaim: string): NonNullable<JwtAuthenticator["claimValidationRules"]> {
  const { requiredClaims = {}, maxTokenSeconds } = args;
  return [
    ...Object.entries(requiredClaims).map(([claim, requiredValue]) => ({ claim, requiredValue })),
    ...(usernameClaim === "email"
      ? [
          {
            expression: "has(claims.email_verified) && claims.email_verified == true",
            message: "email is not verified",
          },
        ]
      : []),
    ...(maxTokenSeconds === undefined
      ? []
      : [
          {
            expression: `has(claims.iat) && int(claims.exp) - int(claims.iat) <= ${wholeNumber("issuers.maxTokenSeconds", maxTokenSeconds, 60, 31_536_000)}`,
            message: `tokens may live for ${maxTokenSeconds} s at most`,
          },
        ]),
    ...(args.claimRules ?? []).map(checkedRule),
  ];
}

function checkedAudiences(audiences: readonly string[]): readonly string[] {
  const unique = new Set(audiences);
  if (audiences.length === 0 || unique.has("") || unique.size !== audiences.length)
    refuse("issuers.audiences", "name one or more audiences, each once", audiences);
  return audiences;
}

function checkedRule({ expression, message }: ExpressionRule): ExpressionRule {
  if (expression.trim() === "" || message.trim() === "")
    refuse("issuers.claimRules, issuers.userRules", "have an expression and a message", { expression, message });
  return { expression, message };
}

const named = (input: string, claim: string): string => (claim === "" ? refuse(input, "name a claim", claim) : claim);

const pem = (text: string): string =>
  /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\s*$/.test(text)
    ? text
    : refuse("issuers.certificateAuthority", "be certificates in PEM", `${text.slice(0, 30)}…`);
