/** Whether a baseline refuses what breaks it, or tells of it only. */
export enum EnforcementMode {
  /** Warns and writes to the audit log; leaves out whatever could refuse a request or cut a flow. */
  Audit = "audit",
  /** Refuses. */
  Enforce = "enforce",
}
