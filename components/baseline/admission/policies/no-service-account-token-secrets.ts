import { objectPolicy } from "../cel/objects.js";

/** A Secret's type cannot change. */
export const noServiceAccountTokenSecrets = objectPolicy({
  id: "no-service-account-token-secrets",
  rules: [{ apiGroups: [""], resources: ["secrets"], operations: ["CREATE"] }],

  checks: [
    {
      breach: 'variables.it.?type.orValue("") == "kubernetes.io/service-account-token"',
      must: "must not hold a service account token",
    },
  ],
  fix: "use projected or requested tokens",
});
