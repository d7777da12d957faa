/** Interim until the branch of the policies is merged. */
export const EKS_VERSIONS = { asOf: "2026-11-25", newest: "1.35" } as const;
