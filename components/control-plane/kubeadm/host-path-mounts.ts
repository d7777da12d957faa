import { posix } from "node:path";

/** A folder of the machine inside a static pod (kubeadm's `HostPathMount`). */
export interface HostPathMount {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly pathType: "DirectoryOrCreate" | "";
}

/** What every static pod of kubeadm's has already. */
const MOUNTED = ["/etc/kubernetes/pki"];

/**
 * Each folder once, and none that lies in another one: the static pod of the API server reads nothing else.
 * @param folders read only, made where there is none.
 * @param paths read only, left to whoever makes them.
 * @param written folders that are written to.
 */
export function mounts(
  folders: readonly string[],
  paths: readonly string[],
  written: readonly string[],
): readonly HostPathMount[] {
  const mount = (path: string, readOnly: boolean, pathType: HostPathMount["pathType"]): HostPathMount => ({
    name: `rampart${path.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}`.replace(/-$/, "").slice(-63),
    hostPath: path,
    mountPath: path,
    readOnly,
    pathType,
  });
  return [
    ...outermost(folders).map((path) => mount(path, true, "DirectoryOrCreate")),
    ...outermost(paths).map((path) => mount(path, true, "")),
    ...outermost(written).map((path) => mount(path, false, "DirectoryOrCreate")),
  ];
}

function outermost(paths: readonly string[]): string[] {
  const within = (path: string, folder: string) => path === folder || path.startsWith(posix.join(folder, "/"));
  const unique = [...new Set(paths)].filter((path) => !MOUNTED.some((folder) => within(path, folder)));
  return unique.filter((path) => !unique.some((folder) => folder !== path && within(path, folder)));
}
