import { eachContainer, podPolicy } from "../cel/pods.js";

export const noSecretsInEnvironment = podPolicy({
  id: "no-secrets-in-environment",
  checks: [
    eachContainer(
      "c.?env.orValue([]).exists(e, e.?valueFrom.?secretKeyRef.hasValue()) || " +
        "c.?envFrom.orValue([]).exists(e, e.?secretRef.hasValue())",
      "must not read a Secret into its environment",
    ),
  ],
  fix: "mount the Secret as a volume",
  optional: true,
});
