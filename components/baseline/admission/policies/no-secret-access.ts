import { powerPolicy } from "../cel/powers.js";

export const noSecretAccess = powerPolicy(
  "no-secret-access",
  [{ verbs: ["get", "list", "watch"], group: "", resource: "secrets", named: "excused" }],
  "must not allow reading Secrets at large",
  "allow get with resourceNames, or mount the Secret",
);
