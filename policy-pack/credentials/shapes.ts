/** One issuer's form of credential. */
interface Shape {
  /** In the words of a message. */
  readonly what: string;
  /** Source of a regular expression; each repetition is bounded, so that a scan stays linear. */
  readonly pattern: string;
  /** Whether a text of this form is one; default: it has enough different characters. */
  readonly isReal?: (token: string) => boolean;
}

/** Forms that their issuers publish for secret scanners (GitHub, GitLab, Slack, Stripe, AWS, Google documentation). */
const TOKENS: readonly Shape[] = [
  {
    what: "an AWS access key",
    pattern: "A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])",
    isReal: (token) => isVaried(token) && !token.endsWith("EXAMPLE"),
  },
  { what: "a GitHub token", pattern: "gh[oprsu]_[A-Za-z0-9]{36}(?![A-Za-z0-9])" },
  { what: "a GitHub token", pattern: "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}" },
  { what: "a GitLab token", pattern: "gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent)-[A-Za-z0-9_-]{20,64}" },
  { what: "a Slack token", pattern: "xox[abeoprs]-\\d[A-Za-z0-9-]{20,250}" },
  { what: "a Slack token", pattern: "xapp-\\d-[A-Z0-9]{8,16}-\\d{8,16}-[a-f0-9]{32,64}" },
  { what: "a Slack webhook", pattern: "hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}" },
  { what: "a Stripe key", pattern: "[rs]k_live_[A-Za-z0-9]{24,128}" },
  { what: "a Google API key", pattern: "AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])" },
  { what: "a Google client secret", pattern: "GOCSPX-[A-Za-z0-9_-]{28}" },
  { what: "an npm token", pattern: "npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])" },
  { what: "a PyPI token", pattern: "pypi-AgE[A-Za-z0-9_-]{50,500}" },
  { what: "a Docker Hub token", pattern: "dckr_[po]at_[A-Za-z0-9_-]{27,64}" },
  { what: "a DigitalOcean token", pattern: "do[opr]_v1_[a-f0-9]{64}" },
  { what: "a Vault token", pattern: "hv[bs]\\.[A-Za-z0-9_-]{24,300}" },
  { what: "a SendGrid key", pattern: "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}" },
  { what: "an Anthropic key", pattern: "sk-ant-[a-z0-9]{3,8}-[A-Za-z0-9_-]{40,128}" },
  { what: "an OpenAI key", pattern: "sk-proj-[A-Za-z0-9_-]{40,200}" },
  { what: "a Pulumi token", pattern: "pul-[a-f0-9]{40}" },
  {
    what: "a JSON web token",
    pattern: "eyJ[A-Za-z0-9_-]{10,1000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{16,1000}",
    isReal: (token) => hasJwtHeader(token),
  },
  {
    what: "a URL with a password",
    pattern: "[a-z][a-z0-9+.-]{1,20}://[^\\s/?#@:\"'<>]{0,64}:[^\\s/?#@\"'<>]{1,200}@[A-Za-z0-9]",
    isReal: (url) => isLiteral(/:([^:@]*)@/.exec(url.slice(url.indexOf("://") + 3))?.[1] ?? ""),
  },
];

const PRIVATE_KEY: Shape = {
  what: "a private key",
  // The header with the start of a body: white space may be written as an escape, and the body may begin with a header.
  pattern:
    "-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\s|\\\\[nr]){1,64}(?:[A-Z][A-Za-z-]{2,20}: |[A-Za-z0-9+/]{20})",
  isReal: () => true,
};

const SHAPES = [...TOKENS, PRIVATE_KEY];

/** All forms at once; the group that matched tells which. Tokens begin where no longer word or name can be cut. */
const ANY = new RegExp(
  `(?<![A-Za-z0-9_.+-])(?:${TOKENS.map(({ pattern }) => `(${pattern})`).join("|")})|(${PRIVATE_KEY.pattern})`,
  "g",
);
/** Most texts have none, and `test` alone is faster than a search for all. */
const FIRST = new RegExp(ANY.source);

/** The shortest of the tokens is an AWS access key; a URL with a password can be shorter. */
const SHORTEST = 20;

/** What a text holds that has an issuer's form of credential; `undefined` for none. */
export function credentialIn(text: string): string | undefined {
  if (text.length < SHORTEST && !text.includes("://")) return undefined;
  if (!FIRST.test(text)) return undefined;
  for (const match of text.matchAll(ANY)) {
    const index = match.findIndex((group, at) => at > 0 && group !== undefined);
    const { what, isReal = isVaried } = SHAPES[index - 1] ?? PRIVATE_KEY;
    if (isReal(match[0])) return what;
  }
  return undefined;
}

/** Samples in documentation are mostly one character again and again. */
const isVaried = (token: string): boolean => new Set(token.slice(-20)).size >= 8;

/** RFC 7519: the first part is a JSON object that names an algorithm. */
function hasJwtHeader(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));
    return typeof header === "object" && header !== null && "alg" in header;
  } catch {
    return false;
  }
}

/** Words that stand for a password in documentation. */
const STAND_IN = /^(?:pass(?:w(?:or)?d)?|pwd|secret|token|user(?:name)?|x+|\*+|\.+)$/i;
const REFERENCE = /\$[({A-Za-z_]|\{\{|%[({]|^[<[]|^%\w+%?$|\*{3}/;

const isLiteral = (password: string): boolean => !STAND_IN.test(password) && !REFERENCE.test(password);
