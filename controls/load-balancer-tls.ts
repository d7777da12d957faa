/**
 * Security policies of Elastic Load Balancing whose lowest version is TLS 1.2, by the beginnings of their names; the
 * name states that version (user guide, "Security policies", read in November 2026). Without one a listener has
 * `ELBSecurityPolicy-2016-08`, which takes TLS 1.0.
 */
export const TLS_1_2_POLICIES = [
  "ELBSecurityPolicy-FS-1-2-",
  "ELBSecurityPolicy-TLS-1-2-",
  "ELBSecurityPolicy-TLS13-1-2-",
  "ELBSecurityPolicy-TLS13-1-3-",
] as const;

/** The one that the user guide recommends and that the console takes. */
export const RECOMMENDED_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";
