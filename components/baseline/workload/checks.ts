import { SYSTEM_NAMESPACES } from "../../../controls/system-namespaces.js";
import { nameFor } from "../labels.js";
import { quantityFor } from "../quantity.js";
import type { MountedFiles, ServerArgs, WorkloadArgs, WorkloadResources } from "./args.js";

const REFUSED_NAMESPACES = ["default", ...SYSTEM_NAMESPACES];
const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const CAPABILITY = /^(?!CAP_)[A-Z][A-Z_]+$/;

/** NSA-NET-02: workloads stay out of the namespaces that the cluster itself uses. */
export function checkNamespace(namespace: string): string {
  if (REFUSED_NAMESPACES.includes(namespace))
    throw new Error(`namespace: must not be one of ${REFUSED_NAMESPACES.join(", ")}, got "${namespace}"`);
  return nameFor("namespace")(namespace);
}

/** NSA-POD-06: an image that can change under its name is not the one that was reviewed. */
export function checkPinnedImage(image: string): string {
  const [reference = "", digest] = image.split("@");
  const tag = reference.slice(reference.lastIndexOf("/") + 1).split(":")[1];
  if (digest === undefined && (tag === undefined || tag === "" || tag === "latest"))
    throw new Error(`image: must have a digest or a tag other than latest, got "${image}"`);
  return image;
}

export function checkPort(port: number): number {
  if (Number.isInteger(port) && port >= 1024 && port <= 65_535) return port;
  throw new Error(`port: must be a whole number from 1024 to 65535, got ${port}`);
}

/** @param input name of the input, for the message. */
export const countFor =
  (input: string) =>
  (count: number): number => {
    if (Number.isInteger(count) && count >= 0) return count;
    throw new Error(`${input}: must be a whole number, 0 or more, got ${count}`);
  };

/** What of the arguments is plain and can be wrong. */
export function checkWorkload(name: string, args: WorkloadArgs): void {
  nameFor("name")(name);
  const { writablePaths = [], secretFiles = [], configFiles = [], runAsId, environment, allowCapabilities } = args;
  checkFolders(writablePaths, [...secretFiles, ...configFiles]);
  if (runAsId !== undefined && (!Number.isInteger(runAsId) || runAsId < 1 || runAsId > 2_147_483_647))
    throw new Error(`runAsId: must be a whole number from 1 to 2147483647, got ${runAsId}`);
  for (const variable of Object.keys(environment ?? {}))
    if (!("apply" in (environment ?? {})) && !ENVIRONMENT_NAME.test(variable))
      throw new Error(`environment: must have names such as "LOG_LEVEL", got "${variable}"`);
  for (const capability of allowCapabilities?.add ?? [])
    if (!CAPABILITY.test(capability))
      throw new Error(`allowCapabilities.add: must be names such as "NET_RAW", got "${capability}"`);
  checkResources(args.resources ?? {});
}

function checkResources(resources: WorkloadResources): void {
  for (const [field, quantity] of Object.entries(resources))
    if (typeof quantity === "string") quantityFor(`resources.${field}`)(quantity);
}

function checkFolders(writable: readonly string[], files: readonly MountedFiles[]): void {
  const all = [
    ["writablePaths", "/tmp"],
    ...writable.map((path) => ["writablePaths", path] as const),
    ...files.map(({ path }) => ["secretFiles, configFiles", path] as const),
  ] as const;
  const seen = new Set<string>();
  for (const [input, path] of all) {
    if (!/^(?:\/[^/:\s]+)+$/.test(path) || path.includes("/.."))
      throw new Error(`${input}: must be absolute paths of folders, such as "/var/cache/app", got "${path}"`);
    if (seen.has(path))
      throw new Error(`${input}: must be different paths, got "${path}" twice (/tmp is always there)`);
    seen.add(path);
  }
}

/** What of a server's arguments is plain and can be wrong. */
export function checkServer(name: string, args: ServerArgs): void {
  checkWorkload(name, args);
  if (args.healthPath !== undefined && !args.healthPath.startsWith("/"))
    throw new Error(`healthPath: must begin with "/", got "${args.healthPath}"`);
}
