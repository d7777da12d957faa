import { UnknownRead } from "../../unknown.js";
import { child } from "../object.js";
import { flagNameOf } from "./flag-names.js";
import { type Flags, flagPart, flagsOf, type Word, wordsOf } from "./flags.js";
import { joined, type Part, type PartName } from "./part.js";

/** Programs by the name of their executable. */
const PROGRAMS: ReadonlySet<string> = new Set<PartName>([
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "etcd",
  "kubelet",
  "kube-proxy",
]);

/** Programs whose `--config` has what their flags do not say. */
const HAVE_FILES: ReadonlySet<string> = new Set<PartName>(["kubelet", "kube-proxy"]);

/** What starts another program that it is told of. */
const LAUNCHERS: ReadonlySet<string> = new Set([
  ...["sh", "bash", "ash", "dash", "tini", "dumb-init", "env", "nice"],
  ...["go-runner", "kube-log-runner", "hyperkube"],
]);

const basename = (word: string): string => word.slice(word.lastIndexOf("/") + 1);

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * The programs of the control plane that a pod's containers start, by the name of the executable.
 *
 * @param path of the pod's spec.
 * @throws UnknownRead where the executable of a container is unknown.
 */
export function partsOfPod(spec: unknown, path: string, partial: boolean): readonly Part[] {
  let parts: Part[] | undefined;
  for (const list of ["containers", "initContainers"]) {
    const containers = listIn(child(spec, list));
    for (let index = 0; index < containers.length; index++) {
      const part = partOf(containers[index], () => `${joined(path, list)}[${index}]`, partial);
      if (part !== undefined) {
        parts ??= [];
        parts.push(part);
      }
    }
  }
  return parts ?? NONE;
}

const NONE: readonly Part[] = [];

function partOf(container: unknown, path: () => string, partial: boolean): Part | undefined {
  const command = listIn(child(container, "command"));
  const args = command.length > 0 ? undefined : listIn(child(container, "args"));
  const first = command.length > 0 ? command[0] : args?.[0];
  if (typeof first !== "string") return undefined;
  const executable = basename(first);
  // Nearly every container ends here.
  if (!PROGRAMS.has(executable) && !LAUNCHERS.has(executable)) return undefined;
  const place = path();
  const all = args ?? listIn(child(container, "args"));
  const words = [...wordsOf(command, `${place}.command`), ...wordsOf(all, `${place}.args`)];
  const started = PROGRAMS.has(executable)
    ? { name: executable, rest: words.slice(1), opaque: false }
    : startedBy(words);
  if (started === undefined) return undefined;
  const name = started.name as PartName;
  const flags = flagsOf(started.rest);
  return flagPart(name, name === "etcd" ? withEnvironment(flags, container, place) : flags, {
    prefix: `${place}.${all.length > 0 ? "args" : "command"}`,
    // What a shell puts in place of its variables is seen by nobody, and a file may have the rest.
    partial: partial || started.opaque || (HAVE_FILES.has(name) && flags.stated.has("config")),
    flagOf: flagNameOf(name),
  });
}

/** What a launcher starts, with the words after it. */
function startedBy(
  words: readonly Word[],
): { readonly name: string; readonly rest: readonly Word[]; readonly opaque: boolean } | undefined {
  const expanded = words.flatMap(({ path, read }): readonly Word[] => {
    const text = attempt(read);
    return text === undefined || !/\s/.test(text)
      ? [{ path, read }]
      : shellWords(text).map((word) => ({ path, read: () => word }));
  });
  const index = expanded.findIndex(({ read }) => PROGRAMS.has(basename(attempt(read) ?? "")));
  const name = basename(attempt(expanded[index]?.read) ?? "");
  if (index < 0) return undefined;
  const after = expanded.slice(index + 1);
  const end = after.findIndex(({ read }) => /^\d?[;&|<>]/.test(attempt(read) ?? ""));
  const rest = end < 0 ? after : after.slice(0, end);
  return { name, rest, opaque: rest.some(({ read }) => /^"?\$/.test(attempt(read) ?? "")) };
}

function attempt(read: (() => string | undefined) | undefined): string | undefined {
  try {
    return read?.();
  } catch (error) {
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}

/** Quoted parts, escapes, operators, and everything else up to a blank. */
const SHELL = /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|\\([\s\S])|(\s+)|([;&|]+|\d?[<>]+&?)|([^\s"'\\;&|<>]+)/g;

/** The words of a shell's script; variables stay as they are written. */
export function shellWords(script: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (const [, double, single, escaped, blank, operator, plain] of script.matchAll(SHELL)) {
    if (blank !== undefined) end();
    else if (operator !== undefined) {
      end();
      words.push(operator);
    } else if (escaped !== "\n")
      word = (word ?? "") + (double?.replaceAll(/\\([\\"$`])/g, "$1") ?? single ?? escaped ?? plain ?? "");
  }
  end();
  return words;
}

/** etcd takes ETCD_CERT_FILE where there is no --cert-file. */
function withEnvironment({ stated, unknown }: Flags, container: unknown, place: string): Flags {
  const all = new Map(stated);
  let hidden = unknown;
  const variables = listIn(child(container, "env"));
  for (let index = 0; index < variables.length; index++) {
    try {
      const [name, value] = [child(variables[index], "name"), child(variables[index], "value")];
      if (typeof name !== "string" || !name.startsWith("ETCD_") || typeof value !== "string") continue;
      const flag = name.slice("ETCD_".length).toLowerCase().replaceAll("_", "-");
      if (!all.has(flag)) all.set(flag, { value, path: `${place}.env[${index}].value` });
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      hidden ??= error;
    }
  }
  return { stated: all, unknown: hidden };
}
