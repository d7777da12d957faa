import { eachContainer } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";
import { firstIndex } from "../../unknown.js";

/** CIS 5.4.1 and STIG V-242415; strict, since many images take their credentials in no other way. */
export const noSecretsInEnvironment = definePolicy({
  id: "no-secrets-in-environment",
  title: "Containers must not read Secrets into environment variables",
  rationale:
    "The environment goes to every child process, to crash reports and to whoever may describe the process, and never changes.",
  remediation: "Mount the Secret as a volume and read the file; a mounted Secret also follows its rotation.",
  fix: "mount the Secret as a volume",
  topic: "secrets",
  severity: "medium",
  profile: "strict",
  references: ["NSA-SEC-01", "CIS-K8S-5.4.1", "CIS-EKS-4.4.1", "V-242415"],
  examples: {
    good: [
      {
        name: "a mounted Secret and other sources of variables",
        spec: {
          containers: [
            {
              name: "app",
              env: [
                { name: "HOME", value: "/tmp" },
                { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "app", key: "level" } } },
              ],
              envFrom: [{ configMapRef: { name: "app" } }],
            },
          ],
          volumes: [{ name: "password", secret: { secretName: "db" } }],
        },
      },
      { name: "no environment", spec: { containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "a key of a Secret",
        spec: {
          containers: [
            {
              name: "app",
              env: [
                { name: "HOME", value: "/tmp" },
                { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
              ],
            },
          ],
        },
        message:
          'container "app" must not read a Secret into its environment (spec.containers[0].env[1].valueFrom.secretKeyRef). Fix: mount the Secret as a volume.',
      },
      {
        name: "a whole Secret, in an init container",
        spec: {
          initContainers: [{ name: "migrate", envFrom: [{ secretRef: { name: "db" } }] }],
          containers: [{ name: "app" }],
        },
        message:
          'container "migrate" must not read a Secret into its environment (spec.initContainers[0].envFrom[0].secretRef). Fix: mount the Secret as a volume.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachContainer(
      workload,
      ({ env }) =>
        breach(
          firstIndex(env, ({ valueFrom }) => valueFrom?.secretKeyRef === true),
          "env",
          "valueFrom.secretKeyRef",
        ),
      ({ envFrom }) =>
        breach(
          firstIndex(envFrom, ({ secretRef }) => secretRef === true),
          "envFrom",
          "secretRef",
        ),
    ),
});

const breach = (index: number, list: string, field: string) =>
  index < 0 ? undefined : { must: "must not read a Secret into its environment", at: `${list}[${index}].${field}` };
