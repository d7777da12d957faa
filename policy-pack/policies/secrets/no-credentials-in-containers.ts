import { credentialInCommand, optionName } from "../../credentials/assignments.js";
import { credentialNamed } from "../../credentials/names.js";
import { credentialIn } from "../../credentials/shapes.js";
import { eachOf, withinContainers } from "../../kubernetes/containers.js";
import type { Container } from "../../kubernetes/pod-spec.js";
import { definePolicy } from "../../policy.js";
import type { Verdict } from "../../verdict.js";

/** Put together here, so that no scanner takes the examples for credentials. */
const AWS = ["AKIA", "Z7Q2WERTYUIOPLKJ"].join("");

export const noCredentialsInContainers = definePolicy({
  id: "no-credentials-in-containers",
  title: "Containers must not have credentials in their environment or command",
  rationale:
    "Whoever can read the pod reads the credential, and it stays in the manifest's history, in process lists and in crash reports.",
  remediation:
    "Move the value to a Secret or an external secret store, mount it as a file, and replace the credential, which is no secret any more.",
  fix: "mount a Secret and replace the credential",
  topic: "secrets",
  severity: "high",
  profile: "restricted",
  references: ["NSA-SEC-01", "V-274883"],
  examples: {
    good: [
      {
        name: "references, paths, names and switches",
        spec: {
          containers: [
            {
              name: "app",
              env: [
                { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
                { name: "PASSWORD_FILE", value: "/run/secrets/password" },
                { name: "ALLOW_EMPTY_PASSWORD", value: "no" },
                { name: "TLS_SECRET", value: "shop-tls" },
                { name: "DATABASE_URL", value: "postgres://app:$(DB_PASSWORD)@db/shop" },
              ],
              command: ["/app"],
              args: ["--token-ttl=30m", "--password-file", "/run/secrets/password", "--token=$(TOKEN)"],
            },
          ],
        },
      },
      {
        name: "a password that the shell reads from a file",
        spec: { containers: [{ name: "app", command: ["sh", "-c", 'PASSWORD="$(cat /run/secrets/p)" exec app'] }] },
      },
    ],
    bad: [
      {
        name: "a password by its name in an init container",
        spec: {
          initContainers: [{ name: "migrate", env: [{ name: "PGPASSWORD", value: "hunter2" }] }],
          containers: [{ name: "app" }],
        },
        message:
          'container "migrate" must not have a literal password (spec.initContainers[0].env[0].value). Fix: mount a Secret and replace the credential.',
      },
      {
        name: "a key by its form, under a harmless name",
        spec: {
          containers: [
            {
              name: "app",
              env: [
                { name: "A", value: "b" },
                { name: "ID", value: AWS },
              ],
            },
          ],
        },
        message:
          'container "app" must not have an AWS access key (spec.containers[0].env[1].value). Fix: mount a Secret and replace the credential.',
      },
      {
        name: "options and a shell command",
        spec: {
          containers: [
            { name: "app", args: ["--user", "app", "--password", "hunter2"] },
            { name: "job", command: ["sh", "-c", "export DB_PASSWORD=hunter2; run"] },
          ],
        },
        message:
          'containers "app", "job" must not have a literal password (spec.containers[0].args[3], spec.containers[1].command[2]). Fix: mount a Secret and replace the credential.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    withinContainers(workload, (container, path, name) => [
      ...judgeEnv(container, path, name),
      ...judgeArguments(container, "command", path, name),
      ...judgeArguments(container, "args", path, name),
    ]),
});

type ShownName = () => string | undefined;

const offence = (name: ShownName, path: string, found: string | undefined): readonly Verdict[] =>
  found === undefined ? [] : [{ subject: "container", name: name(), path, requirement: `must not have ${found}` }];

const judgeEnv = (container: Container, path: string, name: ShownName): readonly Verdict[] =>
  eachOf(
    () => container.env,
    (variable, index) => {
      const { value } = variable;
      // The form first: it tells even where the variable's name is unknown.
      const found = value ? (credentialIn(value) ?? credentialNamed(variable.name ?? "", value)) : undefined;
      return offence(name, `${path}.env[${index}].value`, found);
    },
  );

function judgeArguments(
  container: Container,
  field: "command" | "args",
  path: string,
  name: ShownName,
): readonly Verdict[] {
  return eachOf(
    () => container[field],
    (item, index) => {
      const found =
        credentialIn(item) ?? credentialInCommand(item) ?? followingOption(container[field] ?? [], index, item);
      return offence(name, `${path}.${field}[${index}]`, found);
    },
  );
}

/** Of an argument that is the value of the option before it. */
function followingOption(items: readonly string[], index: number, item: string): string | undefined {
  if (index === 0 || item.startsWith("-")) return undefined;
  const option = optionName(items[index - 1] ?? "");
  return option === undefined ? undefined : credentialNamed(option, item);
}
