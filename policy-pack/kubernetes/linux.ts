/** Linux capabilities, without the prefix `CAP_` (capabilities(7)). Only these names are quoted in messages. */
export const CAPABILITIES: ReadonlySet<string> = new Set(
  (
    "ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH " +
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN " +
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT " +
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
);

/** A kernel parameter in one of the kernel's own trees (sysctl(8)); anything else is not quoted in messages. */
export const SYSCTL = /^(?:abi|debug|dev|fs|kernel|net|user|vm)(?:[./][a-z0-9_-]{1,40}){1,4}$/;

/** Up to three names that may be shown, and a count of the others. */
export function shownNames(names: readonly string[], mayBeShown: (name: string) => boolean): string {
  const distinct = [...new Set(names)];
  const shown = distinct.filter(mayBeShown).sort().slice(0, 3);
  const rest = distinct.length - shown.length;
  if (shown.length === 0) return rest === 1 ? "one of unknown name" : `${rest} of unknown name`;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}
