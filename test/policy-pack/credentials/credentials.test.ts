import assert from "node:assert/strict";
import { credentialInCommand, credentialInFile } from "../../../policy-pack/credentials/assignments.js";
import { credentialNamed, kindOfName } from "../../../policy-pack/credentials/names.js";
import { credentialIn } from "../../../policy-pack/credentials/shapes.js";

/** Put together at run time, so that no scanner takes the samples for credentials. */
const of = (...parts: readonly string[]): string => parts.join("");
const RANDOM = "7Gq2xW9eRtY4uIoP1aSdF3gHjK6lZ8cVbN5mQ0wE";
const HEX = "0123456789abcdef".repeat(4);
const jwt = (header: object): string =>
  [JSON.stringify(header), JSON.stringify({ sub: "system:serviceaccount:shop:web" }), RANDOM]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");

describe("NSA-SEC-01: credentials by their form", () => {
  const found: readonly (readonly [string, string])[] = [
    ["an AWS access key", of("AKIA", "Z7Q2WERTYUIOPLKJ")],
    ["an AWS access key", `key=${of("ASIA", "Z7Q2WERTYUIOPLKJ")},`],
    ["a GitHub token", of("ghp_", RANDOM.slice(0, 36))],
    ["a GitHub token", of("github_pat_", RANDOM.slice(0, 22), "_", RANDOM, RANDOM.slice(0, 19))],
    ["a GitLab token", of("glpat-", RANDOM.slice(0, 20))],
    ["a Slack token", of("xoxb-", "123456789012-", RANDOM.slice(0, 24))],
    ["a Slack webhook", of("https://hooks.slack.com/services/", "T01ABCDEF/B01ABCDEF/", RANDOM.slice(0, 24))],
    ["a Stripe key", of("sk_live_", RANDOM.slice(0, 24))],
    ["a Google API key", of("AIza", RANDOM.slice(0, 35))],
    ["an npm token", of("npm_", RANDOM.slice(0, 36))],
    ["a Vault token", of("hvs.", RANDOM)],
    ["a DigitalOcean token", of("dop_v1_", HEX)],
    ["a Pulumi token", of("pul-", HEX.slice(0, 40))],
    ["a private key", of("-----BEGIN RSA ", "PRIVATE KEY-----\n", RANDOM)],
    ["a private key", of('{"private_key":"-----BEGIN ', "PRIVATE KEY-----\\n", RANDOM, '"}')],
    ["a private key", of("  -----BEGIN EC ", "PRIVATE KEY-----\n    Proc-Type: 4,ENCRYPTED")],
    ["a JSON web token", jwt({ alg: "RS256", kid: "a" })],
    ["a URL with a password", "postgres://app:hunter2@db.shop.svc:5432/shop"],
    ["a URL with a password", "see redis://:hunter2@cache:6379/0"],
    ["a URL with a password", "https://deploy:hunter2@git.example.com/shop.git"],
  ];
  for (const [what, value] of found)
    it(`finds ${what} among ${value.length} characters`, () => assert.equal(credentialIn(value), what));

  const harmless: readonly (readonly [string, string])[] = [
    ["the key in the AWS documentation", of("AKIA", "IOSFODNN7EXAMPLE")],
    ["a token of one character", of("ghp_", "x".repeat(36))],
    ["a token cut off", of("ghp_", RANDOM.slice(0, 20))],
    ["an identifier that contains a prefix", of("some_ghp_", RANDOM.slice(0, 36))],
    ["a Stripe key for tests", of("sk_test_", RANDOM.slice(0, 24))],
    ["three parts that are no web token", jwt({ typ: "text" })],
    ["a certificate", `-----BEGIN CERTIFICATE-----\n${RANDOM}\n-----END CERTIFICATE-----`],
    ["a public key", `-----BEGIN PUBLIC KEY-----\n${RANDOM}\n-----END PUBLIC KEY-----`],
    ["a sentence about private keys", "starts with -----BEGIN PRIVATE KEY----- and a new line"],
    ["a URL without a user", "https://api.example.com:8443/v1?user=a:b@c"],
    ["a URL with a user only", "ssh://git@git.example.com:22/shop.git"],
    ["a URL with a reference", "postgres://app:$(DB_PASSWORD)@db/shop"],
    ["a URL with a template", "amqp://app:{{ .Values.password }}@mq"],
    ["a URL in documentation", "postgres://user:password@host/database"],
    ["an image by digest", `registry.example.com:5000/app@sha256:${HEX}`],
    ["an e-mail address after a port", "smtp://mail.example.com:587 from ops@example.com"],
    ["a UUID", "5f0c1a9e-4a5b-4f6e-9a53-0e6f2a1b7c3d"],
    ["a hash", HEX],
  ];
  for (const [name, value] of harmless) it(`passes ${name}`, () => assert.equal(credentialIn(value), undefined));
});

describe("NSA-SEC-01: credentials by their name", () => {
  const found: readonly (readonly [string, string])[] = [
    ["PASSWORD", "hunter2"],
    ["DB_PASSWORD", "changeme"],
    ["MYSQL_ROOT_PASSWORD", "123456"],
    ["PGPASSWORD", "p@ss"],
    ["spring.datasource.password", "hunter2"],
    ["dbPassword", "S3cret!"],
    ["DB_PWD", "hunter2"],
    ["ADMIN_PASSWORD_1", "hunter2"],
    ["AWS_SECRET_ACCESS_KEY", RANDOM],
    ["API_KEY", "5f0c1a9e4a5b4f6e9a530e6f2a1b7c3d"],
    ["clientSecret", "5f0c1a9e-4a5b-4f6e-9a53-0e6f2a1b7c3d"],
    ["GITHUB_TOKEN", RANDOM],
    ["encryptionKey", `${RANDOM}==`],
  ];
  for (const [name, value] of found)
    it(`finds ${name} of ${value.length} characters`, () =>
      assert.match(credentialNamed(name, value) ?? "nothing", /^a literal (?:password|secret)$/));

  const harmless: readonly (readonly [string, string])[] = [
    ["PASSWORD_FILE", "/run/secrets/password"],
    ["DB_PASSWORD", "/run/secrets/password"],
    ["DB_PASSWORD", "$(DB_PASSWORD)"],
    ["DB_PASSWORD", of("$", "{DB_PASSWORD}")],
    ["DB_PASSWORD", "{{ .Values.db.password }}"],
    ["DB_PASSWORD", "<password>"],
    ["DB_PASSWORD", "<your-password>"],
    ["DB_PASSWORD", "********"],
    ["DB_PASSWORD", "REDACTED"],
    ["DB_PASSWORD", "vault:secret/data/db#password"],
    ["DB_PASSWORD", "ref+awssecrets://shop/db"],
    ["DB_PASSWORD", "op://shop/db/password"],
    ["DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"],
    ["DB_PASSWORD", ""],
    ["DB_PASSWORD", "true"],
    ["DB_PASSWORD", "none"],
    ["REQUIRE_PASSWORD", "always"],
    ["ALLOW_EMPTY_PASSWORD", "yes"],
    ["PASSWORD_MIN_LENGTH", "12"],
    ["PASSWORD_POLICY", "lower,upper,digit,12"],
    ["PASSWORD_HASH_ALGORITHM", "argon2id-v13x"],
    ["PASSWORD_RESET_URL", "https://id.example.com/reset"],
    ["TOKEN_URL", "https://id.example.com/oauth2/token"],
    ["TOKEN", "https://id.example.com/oauth2/token"],
    ["TOKEN_TTL", "30m"],
    ["ACCESS_TOKEN", "3600"],
    ["ACCESS_TOKEN", "15m"],
    ["MAX_TOKEN", "4096abcd1efg2"],
    ["TOKEN_AUDIENCE", "sts.amazonaws.com"],
    ["TLS_SECRET", "shop-tls"],
    ["SECRET_NAME", "5f0c1a9e4a5b"],
    ["IMAGE_PULL_SECRET", "regcred"],
    ["CLIENT_SECRET", "oidc-client-v2"],
    ["VAULT_SECRET", "kv/data/shop/db"],
    ["SECRET_KEY", "client-key.pem"],
    ["PRIVATE_KEY", "/etc/tls/tls.key"],
    ["API_KEY", "api-key"],
    ["STRIPE_PUBLIC_API_KEY", "5f0c1a9e4a5b4f6e9a530e6f2a1b7c3d"],
    ["SORT_KEY", "5f0c1a9e4a5b4f6e9a530e6f2a1b7c3d"],
    ["KEY", "5f0c1a9e4a5b4f6e9a530e6f2a1b7c3d"],
    ["MONKEY", "5f0c1a9e4a5b4f6e9a530e6f2a1b7c3d"],
    ["TOKENIZER", "5f0c1a9e4a5b4f6e9a530e6f2a1b7c3d"],
    ["COMPASS", "north-by-northwest-1x2y3z"],
    ["PWD", "workdir1x"],
    ["AWS_ACCESS_KEY_ID", "from-the-instance"],
    ["KEYCLOAK_USER", "admin"],
  ];
  for (const [name, value] of harmless)
    it(`passes ${name}=${value}`, () => assert.equal(credentialNamed(name, value), undefined));

  it("tells passwords from other secrets", () => {
    assert.equal(kindOfName("db.password"), "password");
    assert.equal(kindOfName("apiKey"), "secret");
    assert.equal(kindOfName("LOG_LEVEL"), undefined);
  });
});

describe("NSA-SEC-01: credentials in files and commands", () => {
  const files: readonly (readonly [string, string])[] = [
    ["a properties file", "user=app\nspring.datasource.password=hunter2\n"],
    ["a file with Windows line ends", "user=app\r\npassword=hunter2\r\n"],
    ["an env file", 'export DB_PASSWORD="hunter2"\n'],
    ["a YAML file", "db:\n  user: app\n  password: hunter2\n"],
    ["a YAML list", "users:\n  - password: hunter2\n"],
    ["a JSON file", '{"db":{"user":"app","password":"hunter2"}}'],
    ["an INI file", "[db]\npassword = hunter2\n"],
  ];
  for (const [name, file] of files)
    it(`finds a password in ${name}`, () => assert.equal(credentialInFile(file), "a literal password"));

  const harmless: readonly (readonly [string, string])[] = [
    ["a comment", "# password=hunter2\n; password=hunter2\n// password=hunter2\n"],
    ["a program", "password = getpass.getpass()\nif (token == other) return\n"],
    ["a schema", '{"properties":{"password":{"type":"string"},"token":"string"}}'],
    ["a Prometheus configuration", "basic_auth:\n  username: prom\n  password_file: /etc/prom/password\n"],
    ["an nginx configuration", "proxy_set_header X-Token $http_x_token;\nssl_certificate_key /etc/tls/tls.key;\n"],
    ["a CoreDNS configuration", ".:53 {\n  errors\n  kubernetes cluster.local\n  forward . /etc/resolv.conf\n}\n"],
    ["a reference to a Secret", "secretName: shop-tls\npasswordSecret: shop-db\nkey: password\n"],
    ["prose", "Forgot your password? The token is sent to you by mail.\n"],
  ];
  for (const [name, file] of harmless) it(`passes ${name}`, () => assert.equal(credentialInFile(file), undefined));

  it("finds a password in options and shell commands", () => {
    for (const command of ["--password=hunter2", "DB_PASSWORD=hunter2 app", "a && export PGPASSWORD='hunter2'; b"])
      assert.equal(credentialInCommand(command), "a literal password", command);
  });

  it("passes commands that take the password from elsewhere", () => {
    for (const command of [
      "--password-file=/run/secrets/p",
      "--password=$(PASSWORD)",
      'PASSWORD="$(cat /run/secrets/p)" app',
      "app --token-ttl=30m --secret=shop-tls",
      'if [ "$PASSWORD" == "" ]; then exit 1; fi',
    ])
      assert.equal(credentialInCommand(command), undefined, command);
  });
});
