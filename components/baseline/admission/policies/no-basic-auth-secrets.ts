import { objectPolicy } from "../cel/objects.js";

/** A Secret's type cannot change. */
export const noBasicAuthSecrets = objectPolicy({
  id: "no-basic-auth-secrets",
  rules: [{ apiGroups: [""], resources: ["secrets"], operations: ["CREATE"] }],
  optional: true,

  checks: [
    {
      breach: 'variables.it.?type.orValue("") == "kubernetes.io/basic-auth"',
      must: "must not hold a password for basic authentication",
    },
  ],
  fix: "use a token or a certificate",
});
