/**
 * Security policies of Elastic Load Balancing that take no older TLS than their name states, by the beginnings of their
 * names (user guide, "Security policies", read in November 2026). Without one a listener has `ELBSecurityPolicy-2016-08`,
 * which takes older ones.
 */
export const TLS_1_2_POLICIES = [
  "ELBSecurityPolicy-FS-1-2-",
  "ELBSecurityPolicy-TLS-1-2-",
  "ELBSecurityPolicy-TLS13-1-2-",
  "ELBSecurityPolicy-TLS13-1-3-",
] as const;

/** The one that the user guide recommends and that the console takes. */
export const RECOMMENDED_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";
