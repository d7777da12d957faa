import { parsedArn } from "../arn.js";

/**
 * CloudWatch Logs' filter pattern for whatever a role does in a cluster, by the audit events of EKS: `user.extra.arn` has the
 * session, `user.extra.canonicalArn` the role, both without the role's path. `user.username` is what EKS gives an entry that
 * names none. Each alone would do; that any is enough keeps the alarm when AWS changes one.
 */
export function useFilter(roleArn: string): string {
  const arn = parsedArn(roleArn);
  const role = arn?.resource.split("/").at(-1) ?? "";
  const session = `arn:${arn?.partition}:sts::${arn?.account}:assumed-role/${role}/*`;
  const conditions = [
    `$.user.extra.canonicalArn[0] = "arn:${arn?.partition}:iam::${arn?.account}:role/${role}"`,
    `$.user.extra.arn[0] = "${session}"`,
    `$.user.username = "${session}"`,
  ];
  return `{ ${conditions.map((condition) => `(${condition})`).join(" || ")} }`;
}
