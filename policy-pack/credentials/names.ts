/** Before the name is taken apart: most names have none of these. */
const HINT = /pass|pwd|secret|token|key/i;

const PASSWORD = /(?:password|passwd|passphrase|^pwd)$/;
const SECRET = /(?:secret|token|apikey|accesskey|secretkey|privatekey|encryptionkey|signingkey|masterkey)$/;
const KEY_KINDS: ReadonlySet<string> = new Set("api access secret private encryption signing master auth".split(" "));
/** `MAX_TOKEN`, `USE_PASSWORD`, `PUBLIC_API_KEY`: about a credential, not one. */
const ABOUT: ReadonlySet<string> = new Set(
  "max min count num enable enabled disable disabled allow use require required has no public publishable".split(" "),
);

/** What a name says that its value is; `undefined` for neither. `PASSWORD_FILE` and `SECRET_NAME` are neither. */
export function kindOfName(name: string): "password" | "secret" | undefined {
  if (!HINT.test(name) || name.length > 128) return undefined;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/\d+$/, ""))
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  const before = words.at(-2) ?? "";
  if (words.some((word) => ABOUT.has(word))) return undefined;
  // The shell's own variable holds the working directory.
  if (last === "pwd" && words.length === 1) return undefined;
  if (PASSWORD.test(last)) return "password";
  return SECRET.test(last) || (last === "key" && KEY_KINDS.has(before)) ? "secret" : undefined;
}

/** Taken from elsewhere at run time, or filled in by a template. */
const REFERENCE =
  /\$[({A-Za-z_]|\{\{|%[({]|^<[^>]*>$|^%\w+%$|^__\w+__$|^@[\w.]+@$|^\*+$|^x{3,}$|redacted|placeholder|\byour[-_ ]|^(?:vault|ref|op|env|file|ssm|sops|arn|gcp|kms|enc|secretref|secretsmanager|secretmanager|awssm|awskms|keyvault|projects|valuefrom|k8s)(?:\+\w+)?[:/([]/i;
const PATH = /^(?:\.{0,2}|~)\/|^[A-Za-z]:\\|^[a-z][a-z0-9+.-]*:\/\/|\.(?:pem|key|crt|txt|json|ya?ml|env|conf)$/i;
const WORD =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|disabled|enabled|required|optional|auto|default|string|str|text|bytes|number|int|integer|boolean|bool|object|array|password|token|secret)$/i;
const DURATION = /^\d+(?:ms|s|m|h|d|w)$/i;

/** Words and numbers joined as people name things: `db-credentials`, `my-tls-v2`, `sha256`. */
const NAME = /^(?:[A-Za-z]{1,24}\d{0,4}|\d{1,4})(?:[-._/: ](?:[A-Za-z]{1,24}\d{0,4}|\d{1,4}))*$/;

/** Whether a value may be what its name says: no placeholder, reference, path or plain word. */
const isLiteral = (value: string): boolean =>
  value.length >= 3 &&
  !/\s/.test(value) &&
  !WORD.test(value) &&
  !DURATION.test(value) &&
  !REFERENCE.test(value) &&
  !PATH.test(value);

const MINIMUM_SECRET = 8;

/** What a value is by its name, in the words of a message; `undefined` for no credential. */
export function credentialNamed(name: string, value: string): string | undefined {
  const kind = kindOfName(name);
  if (kind === undefined || value.length > 4096) return undefined;
  const literal = value.trim();
  if (!isLiteral(literal)) return undefined;
  if (kind === "password") return "a literal password";
  // A name such as TLS_SECRET often holds the name of an object: only what looks random is a secret.
  const looksRandom = literal.length >= MINIMUM_SECRET && !NAME.test(literal) && !/^[\d.]+$/.test(literal);
  return looksRandom ? "a literal secret" : undefined;
}
