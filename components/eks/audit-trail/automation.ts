import { refuse } from "../../refusal.js";

const SESSIONS = /^arn:aws(?:-[a-z]+)*:sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}\/\*$/;
const EXACT = /^[^\s"\\*%]{1,256}$/;

/**
 * A user whose requests are expected: all sessions of one role, or one exact name.
 * @throws Error naming the input when it is wider than that.
 */
export function automationUser(input: string, user: string): string {
  if (user.startsWith("system:serviceaccount:") ? /^system:serviceaccount:[^:]+:[^:*]+$/.test(user) : true)
    if (SESSIONS.test(user) || EXACT.test(user)) return user;
  return refuse(
    input,
    'be one name such as "system:serviceaccount:argocd:argocd-application-controller", or the sessions of one role such as "arn:aws:sts::123456789012:assumed-role/deploy/*"',
    user,
  );
}
