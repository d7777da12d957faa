import { UnknownRead } from "../../unknown.js";
import { joined, type Part, type PartName } from "./part.js";

/** One word of a command line; reading it raises where it is unknown. */
export interface Word {
  readonly path: string;
  readonly read: () => string | undefined;
}

/** Flags without a value are true: what stands behind them belongs to nothing. */
const SWITCHES: ReadonlySet<string> = new Set([
  "anonymous-auth",
  "auto-tls",
  "client-cert-auth",
  "make-iptables-util-chains",
  "peer-auto-tls",
  "peer-client-cert-auth",
  "profiling",
  "protect-kernel-defaults",
  "rotate-certificates",
  "rotate-server-certificates",
  "seccomp-default",
  "service-account-extend-token-expiration",
  "service-account-lookup",
  "use-service-account-credentials",
]);

/** Flags that add to what they have when they come again; of the others the last one counts. */
const LISTS: ReadonlySet<string> = new Set([
  "authorization-mode",
  "cipher-suites",
  "disable-admission-plugins",
  "enable-admission-plugins",
  "feature-gates",
  "runtime-config",
  "service-account-key-file",
  "tls-cipher-suites",
]);

interface Flag {
  readonly value: string;
  readonly path: string;
}

/** Flags by name, and the first word that is not known. */
export interface Flags {
  readonly stated: ReadonlyMap<string, Flag>;
  readonly unknown?: UnknownRead | undefined;
}

const FLAG = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s;

/** The flags of a command line, as pflag and Go's own package read them. */
export function flagsOf(words: readonly Word[]): Flags {
  const stated = new Map<string, Flag>();
  let unknown: UnknownRead | undefined;
  for (let index = 0; index < words.length; index++) {
    try {
      const word = words[index]?.read();
      const [, written, inline] = (word === undefined ? undefined : FLAG.exec(word)) ?? [];
      if (written === undefined) continue;
      const name = written.replaceAll("_", "-");
      const path = words[index]?.path ?? "";
      if (inline !== undefined || SWITCHES.has(name)) add(stated, name, { value: inline ?? "true", path });
      else {
        const next = words[index + 1]?.read();
        const hasValue = next !== undefined && !next.startsWith("--");
        add(stated, name, { value: hasValue ? next : "true", path });
        if (hasValue) index++;
      }
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      unknown ??= error;
    }
  }
  return { stated, unknown };
}

function add(stated: Map<string, Flag>, name: string, flag: Flag): void {
  const before = stated.get(name);
  const value = before !== undefined && LISTS.has(name) ? `${before.value},${flag.value}` : flag.value;
  stated.set(name, { ...flag, value });
}

/**
 * A part whose settings are flags.
 *
 * @param prefix path of the command line.
 * @param defaults what whoever starts the program sets where nothing else is stated.
 * @param flagOf the flag that sets a setting; default: that of its name.
 */
export function flagPart(
  name: PartName,
  { stated, unknown }: Flags,
  {
    prefix,
    partial = false,
    defaults = {},
    flagOf = (setting) => setting,
  }: {
    readonly prefix: string;
    readonly partial?: boolean;
    readonly defaults?: Readonly<Record<string, string>>;
    readonly flagOf?: (setting: string) => string | undefined;
  },
): Part {
  const statedOf = (setting: string): Flag | undefined => {
    const flag = flagOf(setting);
    return flag === undefined ? undefined : stated.get(flag);
  };
  return {
    name,
    written: "as flags",
    partial,
    value(setting) {
      const flag = statedOf(setting);
      if (flag !== undefined && !(unknown !== undefined && LISTS.has(setting))) return flag.value;
      // What is not known might be this flag.
      if (unknown !== undefined) throw unknown;
      return Object.hasOwn(defaults, setting) ? defaults[setting] : undefined;
    },
    path: (setting) => statedOf(setting)?.path ?? prefix,
    shown: (setting) => `--${flagOf(setting) ?? setting}`,
    data: {},
  };
}

/** The words of a list in a resource. */
export const wordsOf = (list: readonly unknown[], path: string): readonly Word[] =>
  // By index: an unknown word raises where it is read, and not before.
  Array.from({ length: list.length }, (_, index) => ({
    path: joined(path, `[${index}]`),
    read: () => {
      const word = list[index];
      return typeof word === "string" ? word : undefined;
    },
  }));
