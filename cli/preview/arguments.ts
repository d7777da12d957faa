import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** What `pulumi preview` is started with. */
export interface PreviewArguments {
  readonly args: readonly string[];
  /** The folder in which it works, before it looks for the project. */
  readonly cwd: string;
  /** Where it writes its events: what the user asks for, else a file in the private folder. */
  readonly eventLog: string;
}

export interface PreviewArgumentsRequest {
  /** The user's, behind `--`. */
  readonly args: readonly string[];
  /** Folder of our pack. */
  readonly pack: string;
  /** The pack's name. */
  readonly packName: string;
  /** Levels and settings of our pack. */
  readonly config?: string | undefined;
  /** A folder that nobody else reads and that is removed. */
  readonly privateFolder: string;
}

/** Adds our pack and the event log to the user's arguments, which come last and so win. */
export function previewArguments(request: PreviewArgumentsRequest): PreviewArguments {
  const { args, pack, packName, config, privateFolder } = request;
  const cwd = resolve(valuesOf(args, "--cwd", "-C").at(-1) ?? ".");
  const own = valuesOf(args, "--event-log").at(-1);
  const eventLog = own === undefined ? join(privateFolder, "events.jsonl") : resolve(cwd, own);
  const packs = valuesOf(args, "--policy-pack").flatMap((value) => value.split(","));
  const added = ["preview", "--event-log", eventLog];
  if (!packs.some((folder) => nameOf(resolve(cwd, folder)) === packName)) added.push("--policy-pack", pack);
  else if (config !== undefined)
    throw new Error(
      `The arguments name the pack ${packName} themselves. Fix: --policy-pack-config instead of --config`,
    );
  else return { args: [...added, ...args], cwd, eventLog };
  const configs = valuesOf(args, "--policy-pack-config").length;
  // Pulumi wants as many configurations as packs, in their order, or none.
  if (config !== undefined || (packs.length > 0 && configs > 0)) {
    const none = join(privateFolder, "no-settings.json");
    writeFileSync(none, "{}");
    const files = [config === undefined ? none : resolve(config), ...(configs === 0 ? packs.map(() => none) : [])];
    added.push(...files.flatMap((file) => ["--policy-pack-config", file]));
  }
  return { args: [...added, ...args], cwd, eventLog };
}

/** Values of an option in all its forms: `--name value`, `--name=value`, `-N value`. */
function valuesOf(args: readonly string[], ...names: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const next = args[index + 1];
    if (names.includes(arg)) return next === undefined ? [] : [next];
    const name = names.find((known) => arg.startsWith(`${known}=`));
    return name === undefined ? [] : [arg.slice(name.length + 1)];
  });
}

function nameOf(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}
