import { atLeast, type Demand, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import type { Part } from "../../kubernetes/control-plane/part.js";
import { settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";

const isStated = (part: Part, setting: string): boolean => textOf(part.value(setting)) !== undefined;

export const requireAuditLog = settingPolicy({
  id: "require-audit-log",
  title: "The API server must write an audit log by a policy",
  rationale: "Without an audit log nobody can tell who did what, during an attack or after it.",
  remediation: "Set --audit-policy-file, and --audit-log-path or --audit-webhook-config-file.",
  fix: "set it, and mount the folder",
  severity: "high",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      stated("audit-policy-file", ["V-242461", "V-242403", "CIS-K8S-3.2.1"], "/etc/kubernetes/audit-policy.yaml"),
      {
        ...stated("audit-log-path", ["CIS-K8S-1.2.16", "V-242402", "V-242465"], "/var/log/kubernetes/audit.log"),
        excuse: (part) => isStated(part, "audit-webhook-config-file"),
      },
    ],
  },
  serves: ["NSA-LOG-01"],
});

/** Whether no file is written that could be rotated: the log goes to standard output, or to a webhook alone. */
const hasNoFile = (part: Part): boolean => {
  const path = textOf(part.value("audit-log-path"));
  return path === "-" || (path === undefined && isStated(part, "audit-webhook-config-file"));
};

const retained = (demand: Demand): Demand => ({ ...demand, excuse: hasNoFile });

export const requireAuditLogRetention = settingPolicy({
  id: "require-audit-log-retention",
  title: "The API server must keep its audit log long enough",
  rationale: "Attacks are found weeks later; without bounds the log fills the disk, and with tight ones it is gone.",
  remediation: "Set --audit-log-maxage=30, --audit-log-maxbackup=10 and --audit-log-maxsize=100, or more.",
  fix: "set it in the flags of the API server",
  severity: "medium",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      retained(atLeast("audit-log-maxage", ["CIS-K8S-1.2.17", "V-242464"], 30)),
      retained(atLeast("audit-log-maxbackup", ["CIS-K8S-1.2.18", "V-242463"], 10)),
      retained(atLeast("audit-log-maxsize", ["CIS-K8S-1.2.19", "V-242462"], 100)),
    ],
  },
  serves: ["NSA-LOG-03"],
});
