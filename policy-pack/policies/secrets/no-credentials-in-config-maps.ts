import { credentialInFile } from "../../credentials/assignments.js";
import { credentialNamed } from "../../credentials/names.js";
import { credentialIn } from "../../credentials/shapes.js";
import { attemptAll } from "../../kubernetes/containers.js";
import { child } from "../../kubernetes/object.js";
import { onObject } from "../../kubernetes/object-verdicts.js";
import { map, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

const data = map(text);

/** Keys that a path can have as they are; others stand in brackets. */
const SIMPLE_KEY = /^[A-Za-z_][\w-]{0,80}$/;
const LEGAL_KEY = /^[-._a-zA-Z0-9]{1,80}$/;

const pathOf = (key: string): string =>
  SIMPLE_KEY.test(key) ? `data.${key}` : LEGAL_KEY.test(key) ? `data["${key}"]` : "data";

/** Put together here, so that no scanner takes the examples for credentials. */
const GITHUB = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");

export const noCredentialsInConfigMaps = definePolicy({
  id: "no-credentials-in-config-maps",
  title: "ConfigMaps must not hold credentials",
  rationale:
    "ConfigMaps are read by far more accounts than Secrets, are not encrypted by most clusters, and show up in logs and backups.",
  remediation:
    "Move the value to a Secret or an external secret store, mount it as a file, and replace the credential, which is no secret any more.",
  fix: "move it to a Secret and replace the credential",
  topic: "secrets",
  severity: "high",
  profile: "restricted",
  references: ["NSA-SEC-01", "V-274883"],
  examples: {
    good: [
      {
        name: "settings, paths and references",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMap",
            props: {
              metadata: { name: "app" },
              data: {
                PASSWORD_FILE: "/run/secrets/password",
                DB_PASSWORD: "$(DB_PASSWORD)",
                TLS_SECRET: "shop-tls",
                TOKEN_TTL: "3600",
                DATABASE_URL: "postgres://app:$(DB_PASSWORD)@db/shop",
              },
            },
          },
        ],
      },
      {
        name: "a file with placeholders",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMap",
            props: {
              metadata: { name: "app" },
              data: { "app.properties": "user=app\npassword={{ .password }}\n# password=hunter2\ntoken.ttl=30m\n" },
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "a password by its name",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMap",
            props: { metadata: { name: "app" }, data: { LOG_LEVEL: "info", DB_PASSWORD: "hunter2" } },
          },
        ],
        message:
          'ConfigMap "app" must not hold a literal password (data.DB_PASSWORD). Fix: move it to a Secret and replace the credential.',
      },
      {
        name: "a token by its form, and a password in a file",
        resources: [
          {
            type: "kubernetes:core/v1:ConfigMapPatch",
            props: {
              metadata: { name: "app" },
              data: { note: `clone with ${GITHUB}`, "app.properties": "user=app\nspring.password=hunter2\n" },
            },
          },
        ],
        message:
          'ConfigMap "app" must not hold a GitHub token (data.note); ConfigMap "app" must not hold a literal password (data["app.properties"]). Fix: move it to a Secret and replace the credential.',
      },
    ],
  },
  subject: "object",
  kinds: ["core/ConfigMap"],
  check: (object) =>
    attemptAll(() => {
      const values = data(child(object.data, "data")) ?? {};
      return Object.keys(values).flatMap((key) =>
        onObject(object, pathOf(key), () => {
          const value = values[key] ?? "";
          const found = credentialNamed(key, value) ?? credentialIn(value) ?? credentialInFile(value);
          return found && `must not hold ${found}`;
        }),
      );
    }),
});
