import { parsedArn } from "../arn.js";
import type { AuditAlarmRow } from "./alarm.js";

/**
 * The alarm on every use of an emergency entry (NSA-LOG-23). By what IAM says of the caller, and not by the Kubernetes
 * user: the name of that can be chosen. In the log a role has no path.
 * @param principalArn checked ARN of the role or user.
 */
export function breakGlassAlarm(principalArn: string): AuditAlarmRow {
  const { partition, account, resource } = parsedArn(principalArn) ?? { partition: "aws", account: "", resource: "" };
  const role = resource.startsWith("role/");
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const canonical = role ? `arn:${partition}:iam::${account}:role/${name}` : principalArn;
  const session = `arn:${partition}:sts::${account}:assumed-role/${name}/*`;
  return {
    title: "The emergency entry was used",
    why: "It is for when nothing else works, and its users know that it rings.",
    response: "Ask who it was and why; if nobody says so, delete the access entry and the role's sessions.",
    callers: "anybody",
    condition: [
      `($.user.extra.canonicalArn[0] = "${canonical}")`,
      ...(role ? [`($.user.extra.arn[0] = "${session}")`, `($.user.username = "${session}")`] : []),
    ].join(" || "),
    needsBody: false,
    threshold: 1,
    periodInSeconds: 60,
    controls: ["NSA-LOG-23"],
  };
}
