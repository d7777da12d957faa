/** RFC 1123 subdomain, which names of most objects are. */
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** RFC 1035 label: names of Services begin with a letter. */
const LABEL = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;

/** @param input name of the input, for the message. */
export const objectNameFor =
  (input: string) =>
  (name: string): string => {
    if (SUBDOMAIN.test(name) && name.length <= 253) return name;
    throw new Error(`${input}: must be at most 253 lower-case letters, digits, "-" and ".", got "${name}"`);
  };

/**
 * A component's name becomes that of its objects, of its container, and the value of its label.
 * @param longest what is left of 63 letters beside the suffixes that controllers add.
 */
export function checkWorkloadName(name: string, longest: number): string {
  if (LABEL.test(name) && name.length <= longest) return name;
  throw new Error(
    `name: must be at most ${longest} lower-case letters, digits and "-", beginning with a letter, got "${name}"`,
  );
}
