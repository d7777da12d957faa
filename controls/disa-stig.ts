/**
 * DISA Kubernetes STIG, V2R4: the rules visible on Pulumi resources; titles shortened by us.
 * `category`: "high" is CAT I, "medium" is CAT II.
 */
export const DISA_STIG = [
  { id: "V-242383", category: "high", title: "User resources have namespaces of their own" },
  { id: "V-242395", category: "medium", title: "No Kubernetes dashboard" },
  { id: "V-242402", category: "medium", title: "The audit log is enabled" },
  { id: "V-242403", category: "medium", title: "Audit records say what happened" },
  { id: "V-242414", category: "medium", title: "Host ports are 1024 or above" },
  { id: "V-242415", category: "high", title: "No Secrets in environment variables" },
  { id: "V-242417", category: "medium", title: "User functionality is separate from management" },
  { id: "V-242437", category: "high", title: "A pod security policy is set" },
  { id: "V-242442", category: "medium", title: "Old components are removed" },
  { id: "V-242443", category: "medium", title: "The latest updates are installed" },
  { id: "V-242461", category: "medium", title: "The API server's audit policy is set" },
  { id: "V-242462", category: "medium", title: "The audit log has a size limit" },
  { id: "V-242463", category: "medium", title: "The audit log has backups" },
  { id: "V-242464", category: "medium", title: "The audit log is retained" },
  { id: "V-242465", category: "medium", title: "The audit log has a path" },
  { id: "V-254800", category: "high", title: "A Pod Security Admission configuration file is set" },
  { id: "V-274882", category: "high", title: "Secrets are encrypted at rest" },
  { id: "V-274883", category: "high", title: "Sensitive data is only in Secrets or an external store" },
  { id: "V-274884", category: "medium", title: "Secrets are read on need to know" },
] as const;
