/** Flags of a program by name, without the dashes, in the order in which they are written. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/** Flags as words of a command line. */
export const commandLine = (flags: Flags): string[] =>
  Object.entries(flags).map(([name, value]) => `--${name}=${value}`);

/** Flags as RKE2 and K3s take them: `name=value`. */
export const namedValues = (flags: Flags): string[] => Object.entries(flags).map(([name, value]) => `${name}=${value}`);

/** Flags as Talos takes them, and the scheduler of any YAML: texts by name. */
export const texts = (flags: Flags): Record<string, string> =>
  Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, String(value)]));

/** Flags as kubeadm takes them since v1beta4. */
export const extraArgs = (flags: Flags): { readonly name: string; readonly value: string }[] =>
  Object.entries(flags).map(([name, value]) => ({ name, value: String(value) }));
