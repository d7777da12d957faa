// Loaded into the program before the SDK, by `--require`.
import Module from "node:module";
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import "../../../sandbox/plugins/nodejs/inspect-guard.js";

/** The SDK reads places out of stack traces, and only from frames with parentheses: those of named functions. */
const BARE_FRAME = /^(\s+at )(async )?((?:file:\/\/)?[^()\s][^()\n]*:\d+:\d+)$/gm;
const URL_FRAME = /\((file:\/\/[^()\n]+?)(:\d+:\d+)\)/g;

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

const INSTALLED = /[\\/]node_modules[\\/]/;

/**
 * The trace with the places of sources, except in installed packages: a finding is never on a line of theirs, and to
 * read their source maps takes longer than to make the resources.
 */
function mapped(prepare: Prepare, error: Error, frames: NodeJS.CallSite[]): unknown {
  const header: unknown = prepare(error, []);
  if (typeof header !== "string") return prepare(error, frames);
  const lines = frames.map((frame) => {
    if (INSTALLED.test(frame.getFileName() ?? "")) return `\n    at ${frame}`;
    return String(prepare(error, [frame])).slice(header.length);
  });
  return header + lines.join("");
}

/** Gives every frame the form of a named function's, and a path. */
const withPlaces =
  (prepare: Prepare): Prepare =>
  (error, frames) => {
    const trace = mapped(prepare, error, frames);
    if (typeof trace !== "string") return trace;
    return trace
      .replace(BARE_FRAME, (_, at: string, async = "", place: string) => `${at}${async}<anonymous> (${place})`)
      .replace(URL_FRAME, (_, url: string, place: string) => `(${fileURLToPath(url)}${place})`);
  };

// Whoever maps traces to sources, as the SDK and ts-node do, does it by setting this.
let prepare: Prepare | undefined;
Object.defineProperty(Error, "prepareStackTrace", {
  configurable: true,
  enumerable: true,
  get: () => prepare,
  set: (value: Prepare | undefined) => {
    prepare = value === undefined ? undefined : withPlaces(value);
  },
});

/** What the SDK loads at each start, for half a second, and needs for tracing and for serialised functions only. */
const SELDOM_NEEDED = /^@(?:npmcli\/arborist$|opentelemetry\/(?!api$))/;
const SDK = /[\\/]@pulumi[\\/]pulumi[\\/]/;

type Load = (request: string, parent: NodeModule | undefined, isMain: boolean) => unknown;
const modules = Module as unknown as { _load: Load };
const load = modules._load;

/** A module that is loaded when something of it is used. */
const lazily = (load: () => object): unknown =>
  new Proxy(
    {},
    {
      // The form of an ES module, of which nothing is copied.
      get: (_, key) => (key === "__esModule" ? true : Reflect.get(load(), key)),
      has: (_, key) => Reflect.has(load(), key),
    },
  );

modules._load = (request, parent, isMain) => {
  const loaded = () => load.call(Module, request, parent, isMain);
  if (!SDK.test(parent?.filename ?? "")) return loaded();
  if (SELDOM_NEEDED.test(request)) return lazily(() => loaded() as object);
  const module = loaded();
  // Several calls a resource, one after the other, of which the engine shows nothing.
  if (/^\.\.?\/(?:.*\/)?log$/.test(request)) Object.assign(module as object, { debug: () => Promise.resolve() });
  return module;
};

// Whoever started us is gone, and may have had no time to end us.
const lifeline = new Socket({ fd: 3 });
lifeline.on("error", () => process.exit(1)).on("close", () => process.exit(1));
lifeline.resume();
lifeline.unref();
