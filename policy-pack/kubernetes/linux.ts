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
