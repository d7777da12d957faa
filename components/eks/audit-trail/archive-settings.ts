import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse, wholeNumberFor } from "../../refusal.js";
import { keyArn } from "../arn.js";

/** Who can delete from the archive before its time. */
export const ArchiveLock = {
  /** Whoever has the right s3:BypassGovernanceRetention. */
  Governance: "GOVERNANCE",
  /** Nobody, the account's owner and AWS included; what is in it is paid for until its time. */
  Compliance: "COMPLIANCE",
} as const;
export type ArchiveLock = (typeof ArchiveLock)[keyof typeof ArchiveLock];

/** How the archive keeps what it gets. */
export interface AuditArchiveChoice {
  /** Days in which nothing can be deleted or overwritten, 1 to 36500. @default 365 */
  lockDays?: pulumi.Input<number>;
  /** Days after which objects are deleted, not before they are unlocked. @default 1825, as appendix M of the NSA guide */
  expireAfterDays?: pulumi.Input<number>;
  /** Who may end the lock early. @default ArchiveLock.Governance */
  lock?: ArchiveLock;
}

/** Where the logs are kept beyond their log group, in a bucket that nobody can empty. */
export interface AuditArchiveArgs extends AuditArchiveChoice {
  /** Key that encrypts the archive; `logsKeyArn` of `KeyRing`. */
  keyArn: pulumi.Input<string>;
}

/** @throws Error naming the input, the value got and what is allowed. */
export function checkedArchive(args: AuditArchiveArgs): Required<AuditArchiveArgs> {
  const { lockDays = 365, expireAfterDays = 1825, lock = ArchiveLock.Governance } = args;
  return {
    keyArn: checkedInput(args.keyArn, (arn) => keyArn("archive.keyArn", arn)),
    lockDays: checkedInput(lockDays, lockedDays),
    expireAfterDays: checkedExpiry(expireAfterDays, lockDays),
    lock: oneOf("archive.lock", lock, Object.values(ArchiveLock)),
  };
}

const lockedDays = wholeNumberFor("archive.lockDays", 1, 36_500);
const keptDays = wholeNumberFor("archive.expireAfterDays", 1, 36_500);

/** Not before the lock ends: until then S3 would only hide what it cannot delete. */
function checkedExpiry(expiry: pulumi.Input<number>, lock: pulumi.Input<number>): pulumi.Input<number> {
  const check = (days: number, locked: number): number =>
    keptDays(days) >= locked
      ? days
      : refuse("archive.expireAfterDays", `be at least the ${locked} days of the lock`, days);
  if (typeof expiry === "number" && typeof lock === "number") return check(expiry, lock);
  return pulumi.all([expiry, lock]).apply(([days, locked]) => check(days, locked));
}
